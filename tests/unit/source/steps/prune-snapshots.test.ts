import { describe, expect, it } from '@jest/globals';
import { awaitingHandover, handedOver } from '../../../../functions/source/rules/handover.ts';
import { pruneSnapshots } from '../../../../functions/source/steps/prune-snapshots.ts';
import { NotInState } from '../../../../functions/shared/ports/aws-errors.ts';
import type { CapturePlan } from '../../../../functions/source/rules/capture-plan.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import type { Part } from '../../../../functions/shared/rules/tags.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aCapturePlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

function own(capture: string, part: Part = 'snapshot'): ReturnType<typeof aSnapshot>['tags'] {
  return { ...marksOf(capture, part), [tagKeys.source]: 'cluster-SOURCE' };
}

function captures(count: number, part: Part = 'snapshot'): ReturnType<typeof aSnapshot>[] {
  return Array.from({ length: count }, (_, day) =>
    aSnapshot({
      identifier: `nightly-${day}`,
      createdAt: new Date(Date.UTC(2025, 0, day)).toISOString(),
      tags: own(`nightly-${day}`, part),
    }),
  );
}

const current = aSnapshot({
  identifier: snapshotName,
  createdAt: startedAt,
  tags: own(snapshotName),
});

function prune(
  regions: readonly FakeSnapshots[],
  keep: number,
  plan: Partial<CapturePlan> = {},
  dailyDays = 0,
): ReturnType<typeof pruneSnapshots> {
  return pruneSnapshots(
    aCapturePlan(plan),
    { captures: keep, days: 0, dailyDays, resumeHours: 96 },
    {
      regions: regions.map((snapshots, index) => ({
        region: index === 0 ? 'eu-west-1' : 'eu-central-1',
        snapshots,
      })),
      clock: clockAfter(600),
    },
  );
}

describe('PruneSnapshots of the source', () => {
  it('PruneSnapshots of the source deletes the oldest captures in each Region beyond the number to keep', async () => {
    const regions = [
      new FakeSnapshots(...captures(3), current),
      new FakeSnapshots(...captures(2), current),
    ];
    const { deleted } = await prune(regions, 2);
    expect(deleted.toSorted()).toEqual(['nightly-0', 'nightly-0', 'nightly-1']);
    expect(regions[0]?.names).toEqual(['nightly-2', snapshotName]);
    expect(regions[1]?.names).toEqual(['nightly-1', snapshotName]);
  });

  it('PruneSnapshots of the source deletes at most ten snapshots in a run, the rest in later runs', async () => {
    const regions = [new FakeSnapshots(...captures(13), current), new FakeSnapshots()];
    expect((await prune(regions, 1)).deleted).toHaveLength(10);
    expect((await prune(regions, 1)).deleted).toHaveLength(3);
    expect(regions[0]?.names).toEqual([snapshotName]);
  });

  it('row 11: PruneSnapshots of the source keeps what another stack captured of the same database', async () => {
    const weekly = captures(3).map((one) => ({
      ...one,
      identifier: `weekly-${one.identifier}`,
      tags: { ...own(`weekly-${one.identifier}`), [tagKeys.stack]: 'understudy-weekly' },
    }));
    const snapshots = new FakeSnapshots(...weekly, ...captures(2), current);
    const { deleted } = await prune([snapshots], 1);
    expect(deleted).toEqual(['nightly-1', 'nightly-0']);
    const itsOwn = await prune([snapshots], 1, {
      stack: 'understudy-weekly',
      snapshot: 'weekly-3',
    });
    expect(itsOwn.deleted).toEqual(['weekly-nightly-1', 'weekly-nightly-0']);
  });

  it('row 12: PruneSnapshots of the source keeps captures of an earlier database with the same name', async () => {
    const [first, ...others] = captures(3);
    const before = { ...first, tags: { ...first?.tags, [tagKeys.source]: 'cluster-BEFORE' } };
    const snapshots = new FakeSnapshots(aSnapshot(before), ...others, current);
    expect((await prune([snapshots], 1)).deleted).toEqual(['nightly-2', 'nightly-1']);
  });

  it('row 12: the first capture of each of the last days is kept, whatever comes after it', async () => {
    const hour = 3_600_000;
    const hourly = Array.from({ length: 96 }, (_, index) =>
      aSnapshot({
        identifier: `hourly-${index}`,
        createdAt: new Date(Date.parse(startedAt) - (96 - index) * hour).toISOString(),
        tags: own(`hourly-${index}`),
      }),
    );
    const snapshots = new FakeSnapshots(...hourly, current);
    for (let run = 0; run < 10; run += 1) await prune([snapshots], 1, {}, 7);
    const kept = snapshots.names.filter((name) => Number(name.split('-')[1]) < 96 - 53);
    // Ran at half past ten on the fifth: midnight was 83, 59 and 35 hours ago, 96 hours are four days.
    expect(kept).toEqual(['hourly-0', 'hourly-14', 'hourly-38']);
    expect(snapshots.names).toContain('hourly-62');
  });

  it('PruneSnapshots of the source deletes at most ten snapshots in all Regions together', async () => {
    const regions = [
      new FakeSnapshots(...captures(7), current),
      new FakeSnapshots(...captures(7, 'copy'), current),
    ];
    expect((await prune(regions, 1)).deleted).toHaveLength(10);
    expect(regions.map(({ names }) => names.length)).toEqual([1, 5]);
  });

  it.each([
    ['snapshot', []],
    ['copy', []],
    ['secured', ['nightly-0', 'nightly-1']],
    ['restored', ['nightly-0', 'nightly-1']],
    ['final', ['nightly-0', 'nightly-1']],
  ] as const)(
    'PruneSnapshots of the source counts and deletes snapshots and copies only: %s',
    async (part, stay) => {
      const snapshots = new FakeSnapshots(...captures(2, part), current);
      await prune([snapshots], 1);
      expect(snapshots.names).toEqual([...stay, snapshotName]);
    },
  );

  it("PruneSnapshots of the source keeps another database's snapshots", async () => {
    const others = captures(3).map((one) => ({ ...one, databaseIdentifier: 'customers' }));
    const { deleted } = await prune([new FakeSnapshots(...others, current)], 1);
    expect(deleted).toEqual([]);
  });

  it('PruneSnapshots of the source keeps a snapshot that is shared with an account besides the target', async () => {
    const snapshots = new FakeSnapshots(...captures(2), current);
    snapshots.shares.set('nightly-0', ['222222222222']);
    snapshots.shares.set('nightly-1', ['222222222222', '333333333333']);
    expect((await prune([snapshots], 1)).deleted).toEqual(['nightly-0']);
  });

  it('a snapshot that AWS does not delete now is left for the next run of the source', async () => {
    const snapshots = new FakeSnapshots(...captures(2), current);
    snapshots.faults.next('delete', new NotInState('it is being copied'));
    expect((await prune([snapshots], 1)).deleted).toEqual(['nightly-0']);
    expect((await prune([snapshots], 1)).deleted).toEqual(['nightly-1']);
  });

  it('PruneSnapshots of the source fails when AWS refuses a deletion', async () => {
    const snapshots = new FakeSnapshots(...captures(3), current);
    snapshots.faults.next('delete', new Error('refused'));
    await expect(prune([snapshots], 1)).rejects.toThrow('refused');
  });

  it('PruneSnapshots of the source says for how many captures each Region in use has room', async () => {
    const regions = [new FakeSnapshots(...captures(3), current), new FakeSnapshots(current)];
    expect((await prune(regions, 9)).shelves).toEqual([
      { region: 'eu-west-1', used: 4, quota: 100, capturesUntilFull: 96 },
      { region: 'eu-central-1', used: 1, quota: 100, capturesUntilFull: 99 },
    ]);
    const { shelves } = await prune(regions, 9, { route: 'one-call' });
    expect(shelves.map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  it('a capture counts twice against the quota where the copy lies beside the snapshot', async () => {
    const here = { accountId: '222222222222', region: 'eu-west-1' };
    const { shelves } = await prune([new FakeSnapshots(current)], 9, { target: here });
    expect(shelves).toMatchObject([{ used: 1, capturesUntilFull: 49 }]);
  });

  it('PruneSnapshots of the source reports no room where AWS names no quota', async () => {
    const snapshots = new FakeSnapshots(current);
    snapshots.maximum = undefined;
    expect((await prune([snapshots], 9)).shelves).toEqual([]);
  });

  // Defect class: retention deletes what a start would go on with.
  it.each([
    ['under way', 60, ['left', 'nightly-1', snapshotName]],
    ['too old to be taken up', 97, ['nightly-1', snapshotName]],
  ])(
    'a capture that is %s is judged by its snapshot, in both Regions',
    async (_what, hours, stay) => {
      const createdAt = new Date(Date.parse(startedAt) - hours * 3_600_000).toISOString();
      const snapshot = aSnapshot({
        identifier: 'left',
        createdAt,
        tags: { ...own('left'), ...awaitingHandover },
      });
      const copy = aSnapshot({ identifier: 'left', createdAt, tags: own('left', 'copy') });
      const told = { ...current, tags: { ...current.tags, ...handedOver(Date.parse(startedAt)) } };
      const regions = [
        new FakeSnapshots(snapshot, ...captures(2), told),
        new FakeSnapshots(copy, ...captures(2, 'copy'), {
          ...told,
          tags: own(snapshotName, 'copy'),
        }),
      ];
      await prune(regions, 2);
      for (const { names } of regions) expect(names.toSorted()).toEqual(stay.toSorted());
    },
  );
});
