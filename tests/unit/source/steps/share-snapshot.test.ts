import { describe, expect, it } from '@jest/globals';
import { shareSnapshot } from '../../../../functions/source/steps/share-snapshot.ts';
import { snapshotName } from '../../factories/notices.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { aSnapshot } from '../../factories/snapshots.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const { arn } = aSnapshot({ identifier: snapshotName });
const target = '222222222222';
const unrelated = '333333333333';

describe('ShareSnapshot', () => {
  it.each([
    ['nobody', [], 1],
    ['the target', [target], 0],
    ['others', [unrelated, 'all'], 1],
    ['the target and others', [unrelated, target], 1],
  ])(
    'ShareSnapshot leaves a snapshot shared with the target alone that was shared with: %s',
    async (_from, before, calls) => {
      const snapshots = new FakeSnapshots();
      snapshots.shares.set(snapshotName, before);
      expect(await shareSnapshot(aCapturePlan(), arn, { snapshots })).toEqual({
        sharedArn: arn,
        sharedWith: target,
      });
      expect(snapshots.shares.get(snapshotName)).toEqual([target]);
      expect(snapshots.accepted).toHaveLength(calls);
    },
  );

  it('a repeated ShareSnapshot whose first answer was lost shares once', async () => {
    const snapshots = new FakeSnapshots();
    snapshots.faults.next('share', new Error('socket hang up'), 'after');
    await expect(shareSnapshot(aCapturePlan(), arn, { snapshots })).rejects.toThrow('hang up');
    await shareSnapshot(aCapturePlan(), arn, { snapshots });
    expect(snapshots.accepted).toHaveLength(1);
  });
});
