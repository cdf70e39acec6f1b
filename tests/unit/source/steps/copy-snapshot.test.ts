import { describe, expect, it } from '@jest/globals';
import { copySnapshot } from '../../../../functions/source/steps/copy-snapshot.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

describe('CopySnapshot', () => {
  const clock = clockAfter(0);

  it('CopySnapshot names the planned key and marks the copy', async () => {
    const snapshots = new FakeSnapshots();
    await copySnapshot(aCapturePlan(), aSnapshot().arn, startedAt, 48, { snapshots, clock });
    expect(snapshots.copies).toEqual([
      {
        sourceArn: aSnapshot().arn,
        identifier: snapshotName,
        keyArn: aCapturePlan().copyKeyArn,
        tags: {
          ...marksOf(snapshotName, 'copy', 'capture-run'),
          [tagKeys.source]: 'cluster-SOURCE',
        },
      },
    ]);
  });

  it('CopySnapshot names no key where none was planned', async () => {
    const snapshots = new FakeSnapshots();
    const plan = aCapturePlan({ copyKeyArn: undefined });
    await copySnapshot(plan, aSnapshot().arn, startedAt, 48, { snapshots, clock });
    expect(snapshots.copies[0]?.keyArn).toBeUndefined();
  });

  it("a copy in the snapshot's own Region gets a name of its own", async () => {
    const snapshots = new FakeSnapshots();
    const plan = aCapturePlan({ target: { accountId: '222222222222', region: 'eu-west-1' } });
    await copySnapshot(plan, aSnapshot().arn, startedAt, 48, { snapshots, clock });
    expect(snapshots.names).toEqual([`${snapshotName}-copy`]);
  });
});
