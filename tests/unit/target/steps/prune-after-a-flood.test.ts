import { describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import { pruneSnapshots } from '../../../../functions/target/steps/prune-snapshots.ts';
import type { Snapshot } from '../../../../functions/shared/ports/snapshots.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt, targetLocation } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const hour = 3_600_000;
const start = Date.parse(startedAt);
const { names } = aRecoveryPlan();

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

function kept(
  name: string,
  part: 'secured' | 'final',
  hoursAgo: number,
  more: Snapshot['tags'] = {},
): Snapshot {
  const createdAt = iso(start - hoursAgo * hour);
  return aSnapshot(
    {
      identifier: `${name}-${part}`,
      createdAt,
      tags: {
        ...marksOf(name, part),
        [tagKeys.live]: names.live,
        [tagKeys.source]: 'cluster-SOURCE',
        [tagKeys.mode]: 'swap',
        ...(part === 'secured' && { [tagKeys.verified]: createdAt }),
        ...more,
      },
    },
    targetLocation,
  );
}

/** Of `count` in a row, one every five minutes, the last of them so many hours ago. */
function flood(count: number, part: 'secured' | 'final', hoursAgo = 54): Snapshot[] {
  return Array.from({ length: count }, (_, index) =>
    kept(`flood-${index}`, part, hoursAgo + (count - index) / 12),
  );
}

/** Stack defaults, but for what a case is about. */
function prune(
  snapshots: FakeSnapshots,
  plan: Partial<RecoveryPlan> = {},
  finalDays = 0,
): ReturnType<typeof pruneSnapshots> {
  return pruneSnapshots(
    aRecoveryPlan(plan),
    {
      secured: { captures: 7, days: 0, dailyDays: 7 },
      final: { captures: 3, days: finalDays, dailyDays: 7 },
    },
    { snapshots, clock: clockAfter(3600) },
  );
}

/** Until nothing more goes, ten at a time. */
async function pruneAll(snapshots: FakeSnapshots, plan: Partial<RecoveryPlan> = {}): Promise<void> {
  while ((await prune(snapshots, plan)).deleted.length > 0);
}

const honest = [3, 4, 5].map((days) => kept(`honest-${days}`, 'secured', days * 24));

describe('row 12: a flood of captures', () => {
  // On 280f4ec nine forged notices in a day were enough to prune every honest copy.
  it.each([9, 90])(
    'row 12: a flood of %d captures in a day leaves the copies of the days before',
    async (count) => {
      const snapshots = new FakeSnapshots(...honest, ...flood(count, 'secured'));
      await pruneAll(snapshots);
      expect(snapshots.names).toEqual(
        expect.arrayContaining(['honest-3-secured', 'honest-4-secured', 'honest-5-secured']),
      );
      expect(snapshots.names.filter((name) => name.startsWith('flood'))).toHaveLength(8);
    },
  );

  it('row 12: a flood of captures leaves the final snapshots of the days before', async () => {
    const finals = [3, 4, 5].map((days) => kept(`honest-${days}`, 'final', days * 24));
    const snapshots = new FakeSnapshots(...finals, ...flood(9, 'final'));
    await pruneAll(snapshots);
    expect(snapshots.names.filter((name) => name.startsWith('honest'))).toHaveLength(3);
  });

  it('row 12: a flood of another lineage is not pruned and prunes no other copy', async () => {
    const forged = flood(9, 'secured').map((one) => ({
      ...one,
      tags: { ...one.tags, [tagKeys.source]: 'cluster-EVIL' },
    }));
    const old = kept('long-ago', 'secured', 30 * 24);
    const snapshots = new FakeSnapshots(old, ...honest, ...forged);
    await pruneAll(snapshots);
    expect(snapshots.names).toHaveLength(13);
  });
});

describe('row 12: a drill', () => {
  const many = flood(12, 'secured', 100);

  it('row 12: a drill prunes no copies of a swap or a standby, nor final snapshots', async () => {
    const standby = kept('standby', 'secured', 2000, { [tagKeys.mode]: 'standby' });
    const unsaid = kept('unsaid', 'secured', 2000);
    const { [tagKeys.mode]: _, ...bare } = unsaid.tags;
    const finals = flood(9, 'final', 2000);
    const snapshots = new FakeSnapshots(...many, standby, { ...unsaid, tags: bare }, ...finals);
    expect((await prune(snapshots, { mode: 'drill' })).deleted).toEqual([]);
  });

  it('row 12: a drill prunes copies of drills, and a recovery does not', async () => {
    const drills = many.map((one) => ({ ...one, tags: { ...one.tags, [tagKeys.mode]: 'drill' } }));
    const snapshots = new FakeSnapshots(...drills, ...honest);
    expect((await prune(snapshots)).deleted).toEqual([]);
    // Seven are kept, and the first of their day.
    expect((await prune(snapshots, { mode: 'drill' })).deleted).toHaveLength(4);
  });

  const made = kept(snapshotName, 'secured', 48, { [tagKeys.mode]: 'drill' });
  const drilled = { ...made, identifier: names.secured, arn: `${made.arn}-own` };

  it.each(['swap', 'standby'] as const)(
    "row 12: a %s takes over a drill's copy, with its mode and the time of its own verification",
    async (mode) => {
      const snapshots = new FakeSnapshots(drilled);
      await prune(snapshots, { mode });
      expect(snapshots.tagsOf(names.secured)).toMatchObject({
        [tagKeys.mode]: mode,
        [tagKeys.verified]: iso(start + hour),
      });
      await prune(snapshots, { mode });
      expect(snapshots.accepted).toHaveLength(1);
    },
  );

  it("row 12: a drill that verifies a swap's copy first leaves it to the swap", async () => {
    const { [tagKeys.verified]: _, ...tags } = drilled.tags;
    const snapshots = new FakeSnapshots({ ...drilled, tags: { ...tags, [tagKeys.mode]: 'swap' } });
    await prune(snapshots, { mode: 'drill' });
    expect(snapshots.tagsOf(names.secured)).toMatchObject({
      [tagKeys.mode]: 'swap',
      [tagKeys.verified]: iso(start + hour),
    });
  });
});
