import { describe, expect, it } from '@jest/globals';
import { ServiceUnavailable } from '../../../../functions/shared/ports/aws-errors.ts';
import { notifyTarget } from '../../../../functions/source/steps/notify-target.ts';
import type { CapturePlan } from '../../../../functions/source/rules/capture-plan.ts';
import { readNotice } from '../../../../functions/shared/contract/notice.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { captureTopicArn } from '../../factories/locations.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { awaitingHandover } from '../../../../functions/source/rules/handover.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { aSnapshot } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeNotices } from '../../fakes/notices.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const captured = {
  sharedArn: aNotice().snapshot.arn,
  capturedAt: aNotice().capturedAt,
  engine: 'aurora-postgresql',
  engineVersion: '16.4',
};

const ports = (notices: FakeNotices, snapshots = new FakeSnapshots()) => ({
  notices,
  snapshots,
  clock: clockAfter(90),
});

const waiting = () => aSnapshot({ identifier: snapshotName, tags: awaitingHandover });

/** The notice of a plan. */
async function said(plan: Partial<CapturePlan>) {
  return (await notifyTarget(aCapturePlan(plan), captured, ports(new FakeNotices()))).notice;
}

describe('NotifyTarget', () => {
  it('NotifyTarget publishes a notice that the target can read', async () => {
    const notices = new FakeNotices();
    const { notice } = await notifyTarget(aCapturePlan(), captured, ports(notices));
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
    await notifyTarget(aCapturePlan({ sharedKeyArn: undefined }), captured, ports(notices));
    expect(JSON.stringify(notices.published)).not.toContain('keyArn');
  });

  it('NotifyTarget publishes no notice that the target would refuse', async () => {
    const notices = new FakeNotices();
    const malformed = { ...captured, sharedArn: 'nightly' };
    await expect(notifyTarget(aCapturePlan(), malformed, ports(notices))).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('at snapshot.arn'),
    });
    expect(notices.published).toEqual([]);
  });

  it('NotifyTarget marks the snapshot in the source Region as handed over', async () => {
    const snapshots = new FakeSnapshots(waiting());
    await notifyTarget(aCapturePlan(), captured, ports(new FakeNotices(), snapshots));
    expect(snapshots.tagsOf(snapshotName)?.[tagKeys.notified]).toBe('2026-01-05T10:31:30.000Z');
  });

  it('NotifyTarget marks nothing before the notice is out, and fails where it cannot mark', async () => {
    const [unheard, unmarked] = [new FakeNotices(), new FakeNotices()];
    const snapshots = new FakeSnapshots(waiting());
    unheard.failure = new Error('no answer');
    await expect(notifyTarget(aCapturePlan(), captured, ports(unheard, snapshots))).rejects.toThrow(
      'no answer',
    );
    snapshots.faults.next('tag', new Error('denied'));
    await expect(
      notifyTarget(aCapturePlan(), captured, ports(unmarked, snapshots)),
    ).rejects.toThrow('denied');
    expect(snapshots.tagsOf(snapshotName)).toEqual(awaitingHandover);
    expect(unmarked.published).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)(
    'a run whose mark has no answer, lost %s its effect, has told the target and does not fail',
    async (when) => {
      const notices = new FakeNotices();
      const snapshots = new FakeSnapshots(waiting());
      snapshots.faults.next('tag', new ServiceUnavailable('cut off'), when);

      await notifyTarget(aCapturePlan(), captured, ports(notices, snapshots));

      expect(notices.published).toHaveLength(1);
    },
  );

  // The target names its run after the notice: the same capture starts nothing twice.
  it('a capture that another run took up has the notice of the run that began it', async () => {
    expect(await said({ run: 'second', begunBy: 'first' })).toEqual(await said({ run: 'first' }));
  });
});
