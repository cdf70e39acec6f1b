import { describe, expect, it } from '@jest/globals';
import { pruneSnapshots } from '../../../functions/shared/capture/prune-snapshots.ts';
import { snapshotName } from '../factories/notices.ts';
import { aCapturePlan } from '../factories/plans.ts';
import { aSnapshot, marksOf } from '../factories/snapshots.ts';
import { FakeSnapshots } from '../fakes/snapshots.ts';

function captures(count: number): ReturnType<typeof aSnapshot>[] {
  return Array.from({ length: count }, (_, day) =>
    aSnapshot({
      identifier: `nightly-${day}`,
      createdAt: new Date(Date.UTC(2025, 0, day)).toISOString(),
      tags: marksOf(`nightly-${day}`, 'snapshot'),
    }),
  );
}

const current = aSnapshot({ identifier: snapshotName, tags: marksOf(snapshotName, 'snapshot') });

describe('PruneSnapshots', () => {
  it('deletes the oldest in each Region, and keeps as many as the plan says', async () => {
    const regions = [
      new FakeSnapshots(...captures(3), current),
      new FakeSnapshots(...captures(2), current),
    ];
    const { deleted } = await pruneSnapshots(aCapturePlan({ keepSnapshots: 2 }), { regions });
    expect(deleted.toSorted()).toEqual(['nightly-0', 'nightly-0', 'nightly-1']);
    expect(regions[0]?.names).toEqual(['nightly-2', snapshotName]);
    expect(regions[1]?.names).toEqual(['nightly-1', snapshotName]);
  });

  it('deletes no more than ten in a run, and the rest in the runs after', async () => {
    const regions = [new FakeSnapshots(...captures(13), current)];
    const plan = aCapturePlan({ keepSnapshots: 1 });
    expect((await pruneSnapshots(plan, { regions })).deleted).toHaveLength(10);
    expect((await pruneSnapshots(plan, { regions })).deleted).toHaveLength(3);
    expect(regions[0]?.names).toEqual([snapshotName]);
  });

  it("leaves another database's snapshots alone", async () => {
    const others = captures(3).map((one) => ({ ...one, databaseIdentifier: 'customers' }));
    const regions = [new FakeSnapshots(...others, current)];
    const { deleted } = await pruneSnapshots(aCapturePlan({ keepSnapshots: 1 }), { regions });
    expect(deleted).toEqual([]);
  });

  it('fails when AWS does, rather than to pass over it', async () => {
    const snapshots = new FakeSnapshots(...captures(3), current);
    snapshots.faults.next('delete', new Error('refused'));
    const plan = aCapturePlan({ keepSnapshots: 1 });
    await expect(pruneSnapshots(plan, { regions: [snapshots] })).rejects.toThrow('refused');
  });
});
