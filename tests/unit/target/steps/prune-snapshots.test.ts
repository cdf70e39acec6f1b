import { describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import { pruneSnapshots } from '../../../../functions/target/steps/prune-snapshots.ts';
import type { Snapshot } from '../../../../functions/shared/ports/snapshots.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt, targetLocation } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { ownTags } from '../../factories/tags.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const { names } = aRecoveryPlan();

/** What this run made, as it is before PruneSnapshots. */
const copy = snapshot(names.secured, { createdAt: startedAt, tags: own(snapshotName, 'secured') });
const final = snapshot(names.final, {
  createdAt: startedAt,
  databaseIdentifier: names.retired,
  databaseResourceId: 'cluster-OLD',
});

function snapshot(identifier: string, overrides: Partial<Snapshot> = {}): Snapshot {
  return aSnapshot({ identifier, ...overrides }, targetLocation);
}

function own(capture: string, part: 'secured' | 'final', live = names.live): Snapshot['tags'] {
  return {
    ...marksOf(capture, part),
    [tagKeys.live]: live,
    [tagKeys.source]: 'cluster-SOURCE',
    [tagKeys.mode]: 'swap',
  };
}

/** What earlier runs left, the oldest first: all of them verified. */
function earlier(count: number, part: 'secured' | 'final', live = names.live): Snapshot[] {
  return Array.from({ length: count }, (_, day) => {
    const identifier = `${live}-${day}-${part}`;
    const tags = { ...own(`${live}-${day}`, part, live), [tagKeys.verified]: '2025-01-05' };
    return snapshot(identifier, {
      createdAt: new Date(Date.UTC(2025, 0, day)).toISOString(),
      tags,
    });
  });
}

function prune(
  snapshots: FakeSnapshots,
  keep: { secured?: number; final?: number; dailyDays?: number } = {},
  plan: Partial<RecoveryPlan> = {},
): ReturnType<typeof pruneSnapshots> {
  return pruneSnapshots(
    aRecoveryPlan(plan),
    {
      secured: { captures: keep.secured ?? 7, days: 0, dailyDays: keep.dailyDays ?? 0 },
      final: { captures: keep.final ?? 7, days: 0, dailyDays: keep.dailyDays ?? 0 },
    },
    { snapshots, clock: clockAfter(3600) },
  );
}

describe('PruneSnapshots of the target', () => {
  it('PruneSnapshots takes as many tags from a full final snapshot as its marks need, the last ones', async () => {
    const snapshots = new FakeSnapshots({ ...final, tags: ownTags(50) });
    await prune(snapshots);
    await prune(snapshots);
    const lost = ['key-44', 'key-45', 'key-46', 'key-47', 'key-48', 'key-49'];
    expect(snapshots.accepted).toEqual([
      `untag ${final.arn} ${lost.join(' ')}`,
      `tag ${final.arn}`,
    ]);
    expect(Object.keys(snapshots.tagsOf(names.final) ?? {})).toHaveLength(50);
    expect(snapshots.tagsOf(names.final)).toMatchObject(
      marksOf(snapshotName, 'final', 'recovery-run'),
    );
  });

  it('PruneSnapshots marks the secured copy as verified and the final snapshot as ours, once', async () => {
    const snapshots = new FakeSnapshots(copy, final);
    await prune(snapshots);
    await prune(snapshots);
    expect(snapshots.accepted).toEqual([`tag ${copy.arn}`, `tag ${final.arn}`]);
    expect(snapshots.tagsOf(names.secured)).toEqual({
      ...copy.tags,
      [tagKeys.verified]: new Date(Date.parse(startedAt) + 3_600_000).toISOString(),
    });
    expect(snapshots.tagsOf(names.final)).toEqual({
      ...marksOf(snapshotName, 'final', 'recovery-run'),
      [tagKeys.live]: 'orders',
      [tagKeys.mode]: 'swap',
    });
  });

  it("PruneSnapshots marks a final snapshot that came with the old database's own marks", async () => {
    const inherited = { ...final, tags: marksOf('an-earlier-capture', 'restored') };
    const snapshots = new FakeSnapshots(copy, inherited);
    await prune(snapshots);
    expect(snapshots.tagsOf(names.final)).toMatchObject({
      [tagKeys.part]: 'final',
      [tagKeys.snapshot]: snapshotName,
    });
  });

  // Defect class: cleanup by fixed name; ownership by tag.
  it.each([
    ['a snapshot with the name of the secured copy', { ...copy, tags: {} }],
    ['a final snapshot of another database', { ...final, databaseResourceId: 'cluster-CUSTOMERS' }],
    ['a final snapshot of nobody knows what', { ...final, databaseResourceId: undefined }],
    ['a snapshot by hand of the old database', { ...final, identifier: 'by-hand' }],
    [
      "another stack's copy under that name (row 11)",
      { ...copy, tags: marksOf(snapshotName, 'secured', 'a-run', 'understudy-standby') },
    ],
    [
      "a final snapshot with another stack's marks (row 11)",
      { ...final, tags: marksOf('a-capture', 'restored', 'a-run', 'understudy-standby') },
    ],
  ])("PruneSnapshots does not mark %s, which is not this run's", async (_what, unrelated) => {
    const snapshots = new FakeSnapshots(unrelated);
    await prune(snapshots);
    expect(snapshots.accepted).toEqual([]);
  });

  it('PruneSnapshots marks the final snapshot of a database that an earlier run retired', async () => {
    const snapshots = new FakeSnapshots(final);
    await prune(snapshots, {}, { live: undefined, replaced: 'cluster-OLD' });
    expect(snapshots.tagsOf(names.final)).toMatchObject({ [tagKeys.part]: 'final' });
  });

  it('PruneSnapshots counts secured copies and final snapshots apart', async () => {
    const snapshots = new FakeSnapshots(
      ...earlier(3, 'secured'),
      ...earlier(3, 'final'),
      copy,
      final,
    );
    const { deleted } = await prune(snapshots, { secured: 2, final: 3 });
    expect(deleted).toEqual(['orders-1-secured', 'orders-0-secured', 'orders-0-final']);
  });

  it('PruneSnapshots keeps copies for another live name, or for none', async () => {
    const nameless = earlier(1, 'secured').map((one) => ({
      ...one,
      identifier: 'nameless',
      tags: marksOf('nameless', 'secured'),
    }));
    const snapshots = new FakeSnapshots(...earlier(3, 'secured', 'customers'), ...nameless, copy);
    expect((await prune(snapshots, { secured: 1 })).deleted).toEqual([]);
  });

  it('row 11: PruneSnapshots keeps what another stack secured of the same captures', async () => {
    const others = earlier(3, 'secured').map((one) => ({
      ...one,
      identifier: `other-${one.identifier}`,
      tags: { ...one.tags, [tagKeys.stack]: 'understudy-standby' },
    }));
    const snapshots = new FakeSnapshots(...others, ...earlier(2, 'secured'), copy);
    const { deleted } = await prune(snapshots, { secured: 1 });
    expect(deleted).toEqual(['orders-1-secured', 'orders-0-secured']);
  });

  it('PruneSnapshots keeps the verified copy of an earlier run where its own is missing', async () => {
    const snapshots = new FakeSnapshots(...earlier(2, 'secured'));
    expect((await prune(snapshots, { secured: 1 })).deleted).toEqual(['orders-0-secured']);
  });

  it('PruneSnapshots keeps a snapshot that was shared by hand', async () => {
    const snapshots = new FakeSnapshots(...earlier(2, 'secured'), copy);
    snapshots.shares.set('orders-0-secured', ['333333333333']);
    expect((await prune(snapshots, { secured: 1 })).deleted).toEqual(['orders-1-secured']);
  });

  it('PruneSnapshots deletes at most ten snapshots in a run', async () => {
    const snapshots = new FakeSnapshots(...earlier(13, 'secured'), copy);
    expect((await prune(snapshots, { secured: 1 })).deleted).toHaveLength(10);
    expect((await prune(snapshots, { secured: 1 })).deleted).toHaveLength(3);
  });

  it.each([
    ['a swap, which leaves two', {}, 49],
    ['a swap that keeps the old database', { retirement: 'keep' }, 98],
    ['a drill', { mode: 'drill' }, 98],
  ] as const)(
    'PruneSnapshots says for how many captures there is room after %s',
    async (_what, plan, room) => {
      const { shelf } = await prune(new FakeSnapshots(copy, final), {}, plan);
      expect(shelf).toEqual({
        region: targetLocation.region,
        used: 2,
        quota: 100,
        capturesUntilFull: room,
      });
    },
  );

  it('PruneSnapshots reports a full quota as full, and nothing where AWS names no quota', async () => {
    const snapshots = new FakeSnapshots(copy, final);
    snapshots.maximum = 1;
    expect((await prune(snapshots)).shelf).toMatchObject({ capturesUntilFull: 0 });
    snapshots.maximum = undefined;
    expect((await prune(snapshots)).shelf).toBeNull();
  });
});
