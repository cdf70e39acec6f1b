import { describe, expect, it } from '@jest/globals';
import type { Database } from '../../../../functions/shared/rules/database.ts';
import { tagKeys, ownershipTags } from '../../../../functions/shared/rules/tags.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import {
  discardCluster,
  discardLeftover,
} from '../../../../functions/target/steps/discard-cluster.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

const plan = aRecoveryPlan();
const drill = aRecoveryPlan({ mode: 'drill' });
const restoredId = 'cluster-RESTORED';
const own = marksOf(snapshotName, 'restored', 'recovery-run');
const clock = clockAfter(10);
let databases: FakeDatabases;

/** The old database under the live name, the restored one under its temporary name. */
function arrange(old: Partial<Database> = {}, restored: Partial<Database> = {}): void {
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD', ...old }), [
      aMember({ identifier: 'orders-1', isWriter: true }),
    ])
    .add(aDatabase({ identifier: 'orders-next', resourceId: restoredId, tags: own, ...restored }), [
      aMember({ identifier: 'orders-next-1', isWriter: true }),
    ]);
}

const discard = (
  of: RecoveryPlan,
  id: string | undefined = restoredId,
): ReturnType<typeof discardCluster> => discardCluster(of, id, startedAt, { databases, clock });

describe('DiscardCluster', () => {
  it.each([
    ['the drill', drill, restoredId],
    ['the run that then failed', plan, restoredId],
    ['the run that failed before it knew it', plan, undefined],
  ])('DiscardCluster deletes what %s restored, without a final snapshot', async (_who, of, id) => {
    arrange();
    const look = (): ReturnType<typeof discard> =>
      discardCluster(of, id, startedAt, { databases, clock });
    await look();
    await look();
    databases.settle();
    expect(await look()).toMatchObject({ outcome: 'deleted', detail: 'no final snapshot' });
    expect(databases.accepted).toEqual([
      'deleteMember orders-next-1',
      'delete orders-next without snapshot',
    ]);
    expect(databases.summary()).toEqual({ orders: 'cluster-OLD orders-1' });
  });

  it('DiscardCluster has nothing to delete where nothing was restored', async () => {
    databases = new FakeDatabases();
    const { live: _, ...first } = plan;
    const answer = await discardCluster(first, undefined, startedAt, { databases, clock });
    expect(answer).toMatchObject({ state: 'ready' });
    expect(databases.accepted).toEqual([]);
  });

  const wentLive = { ...own, [tagKeys.wentLive]: '2026-01-05T11:00:00.000Z' };
  const ofAnotherStack = ownershipTags({
    stack: 'understudy-weekly',
    run: 'recovery-run',
    snapshot: snapshotName,
    part: 'restored',
  });

  // Defect class: cleanup by fixed name. Row 6: a drill deletes what a swap or a standby restored.
  it.each([
    ['an unrelated database', { tags: {} }, "isn't what this recovery restored"],
    [
      'what another recovery restored',
      { tags: marksOf('nightly-0', 'restored', 'recovery-run') },
      "isn't what this recovery restored",
    ],
    ['what another stack restored', { tags: ofAnotherStack }, "isn't what this recovery restored"],
    [
      'what another execution restored of the same notice',
      { tags: marksOf(snapshotName, 'restored', 'an-earlier-run') },
      'was restored by the run an-earlier-run',
    ],
    ['what has another name', { identifier: 'elsewhere' }, "isn't what this recovery restored"],
    ['what has had the live name', { tags: wentLive }, 'may hold what was written there'],
    [
      'what is held',
      { tags: { ...own, [tagKeys.hold]: 'look at it' } },
      'understudy:hold=look at it',
    ],
    ['what is protected', { deletionProtection: true }, 'deletion protection is on'],
  ])(
    'DiscardCluster keeps %s, after a drill as after a failure, and says why',
    async (_what, restored, why) => {
      for (const its of [drill, plan]) {
        arrange({}, restored);
        expect(await discard(its)).toMatchObject({
          state: 'ready',
          outcome: 'kept',
          detail: expect.stringContaining(why),
        });
        expect(databases.accepted).toEqual([]);
      }
    },
  );

  // Defect class: cleaning up what somebody still needs.
  it.each([
    ['is gone', { resourceId: 'cluster-ANOTHER' }, undefined, 'the old database is gone'],
    [
      'has failed',
      { status: 'inaccessible-encryption-credentials' },
      undefined,
      '"orders" (inaccessible-encryption-credentials, writer "orders-1" available)',
    ],
    // Row 2: its members go first, and it stays available meanwhile.
    ['loses its instance', {}, 'deleting', '"orders" (available, writer "orders-1" deleting)'],
  ])(
    'DiscardCluster keeps the restored database where the old one %s',
    async (_what, old, memberStatus, why) => {
      arrange(old);
      if (memberStatus) databases.changeMember('orders-1', { status: memberStatus });
      expect(await discard(plan)).toMatchObject({
        outcome: 'kept',
        detail: `"orders-next" may be needed: ${why}`,
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it('DiscardCluster waits while the old database may yet be able', async () => {
    arrange({ status: 'maintenance' });
    expect(await discard(plan)).toMatchObject({
      state: 'pending',
      waitingFor: '"orders" (maintenance, writer "orders-1" available)',
    });
    expect(databases.accepted).toEqual([]);
  });

  it('DiscardCluster deletes what a drill restored, whatever state the live database is in', async () => {
    arrange({ status: 'stopped' });
    expect(await discard(drill)).toMatchObject({ state: 'pending' });
    expect(databases.accepted).toEqual(['deleteMember orders-next-1']);
  });
});

describe('DiscardLeftover', () => {
  const older = { ...marksOf('nightly-0', 'restored'), [tagKeys.captured]: startedAt };
  const newer = { ...older, [tagKeys.captured]: '2026-01-05T10:30:01.000Z' };
  const withLeftover = aRecoveryPlan({
    leftover: { resourceId: restoredId, identifier: 'orders-next' },
    notice: aNotice({ capturedAt: startedAt }),
  });

  const make = (of = withLeftover): ReturnType<typeof discardLeftover> =>
    discardLeftover(of, startedAt, { databases, clock });

  // Row 5: a newer notice may take the place of an overtaken restore.
  it('DiscardLeftover deletes what an earlier run left, of no newer data', async () => {
    arrange({}, { tags: older });
    await make();
    await make();
    databases.settle();
    expect(await make()).toMatchObject({ state: 'ready', outcome: 'deleted' });
    expect(databases.summary()).toEqual({ orders: 'cluster-OLD orders-1' });
  });

  it.each([
    ['holds newer data', { tags: newer }, 'holds newer data'],
    ['is a standby', { tags: { ...older, [tagKeys.mode]: 'standby' } }, 'is a standby'],
    [
      'went live meanwhile',
      { tags: { ...older, [tagKeys.wentLive]: startedAt } },
      'had the live name',
    ],
    ['is held', { tags: { ...older, [tagKeys.hold]: 'look at it' } }, 'understudy:hold=look at it'],
    ['lost its marks', { tags: {} }, "isn't of this stack"],
    ['is protected', { tags: older, deletionProtection: true }, 'is protected from deletion'],
  ])('DiscardLeftover keeps a leftover that %s, and says why', async (_what, found, why) => {
    arrange({}, found);
    expect(await make()).toMatchObject({ outcome: 'kept', detail: expect.stringContaining(why) });
    expect(databases.accepted).toEqual([]);
  });

  it('DiscardLeftover deletes only the database whose resource id the plan names', async () => {
    arrange({}, { tags: older, resourceId: 'cluster-ANOTHER' });
    expect(await make()).toMatchObject({ state: 'ready' });
    expect(await make(plan)).toMatchObject({ state: 'ready' });
    expect(databases.accepted).toEqual([]);
  });
});
