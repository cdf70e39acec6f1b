import { describe, expect, it } from '@jest/globals';
import { notifyTarget } from '../../../../functions/source/steps/notify-target.ts';
import { readNotice } from '../../../../functions/shared/contract/notice.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { captureTopicArn } from '../../factories/locations.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { FakeNotices } from '../../fakes/notices.ts';

const captured = {
  sharedArn: aNotice().snapshot.arn,
  capturedAt: aNotice().capturedAt,
  engine: 'aurora-postgresql',
  engineVersion: '16.4',
};

describe('NotifyTarget', () => {
  it('NotifyTarget publishes a notice that the target can read', async () => {
    const notices = new FakeNotices();
    const { notice } = await notifyTarget(aCapturePlan(), captured, { notices });
    expect(notice).toEqual(aNotice());
    const [published] = notices.published;
    expect(published?.topicArn).toBe(captureTopicArn);
    expect(published?.subject).toContain(snapshotName);
    const message = { topicArn: captureTopicArn, body: JSON.stringify(published?.document) };
    expect(
      readNotice(message, {
        topicArn: captureTopicArn,
        accountId: '111111111111',
        regions: ['eu-central-1'],
      }),
    ).toEqual(notice);
  });

  it('the notice of an unencrypted snapshot names no key', async () => {
    const notices = new FakeNotices();
    await notifyTarget(aCapturePlan({ sharedKeyArn: undefined }), captured, { notices });
    expect(JSON.stringify(notices.published)).not.toContain('keyArn');
  });

  it('NotifyTarget publishes no notice that the target would refuse', async () => {
    const notices = new FakeNotices();
    const malformed = { ...captured, sharedArn: 'nightly' };
    await expect(notifyTarget(aCapturePlan(), malformed, { notices })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('at snapshot.arn'),
    });
    expect(notices.published).toEqual([]);
  });
});
