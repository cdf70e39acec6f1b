import { beforeEach, describe, expect, it } from '@jest/globals';
import { paces } from '../../../functions/shared/domain/pace.ts';
import { NotInState } from '../../../functions/shared/ports/conditions.ts';
import {
  discardCluster,
  discardFailed,
} from '../../../functions/shared/recovery/discard-cluster.ts';
import { terminateOldCluster } from '../../../functions/shared/recovery/terminate-old-cluster.ts';
import { marks } from '../../../functions/shared/domain/ownership.ts';
import { aDatabase, aMember } from '../factories/databases.ts';
import { snapshotName } from '../factories/notices.ts';
import { startedAt } from '../factories/places.ts';
import { aRecoveryPlan } from '../factories/plans.ts';
import { aSnapshot, marksOf } from '../factories/snapshots.ts';
import { clockAfter } from '../fakes/clock.ts';
import { FakeDatabases } from '../fakes/databases.ts';
import { FakeSnapshots } from '../fakes/snapshots.ts';

const plan = aRecoveryPlan();
const restoredId = 'cluster-RESTORED';
const finalName = `${snapshotName}-final`;
const ours = marksOf(snapshotName, 'restored');
const captured = (at: string) => ({ ...marksOf('nightly-2', 'restored'), [marks.captured]: at });
const finalSnapshot = (status: string) => aSnapshot({ identifier: finalName, status });
let databases: FakeDatabases;
let snapshots: FakeSnapshots;

beforeEach(() => {
  snapshots = new FakeSnapshots();
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }), [
      aMember({ identifier: 'orders-1', isWriter: true }),
      aMember({ identifier: 'orders-2' }),
      aMember({ identifier: 'orders-3' }),
    ])
    .add(aDatabase({ identifier: 'orders', resourceId: restoredId, tags: ours }), [
      aMember({ identifier: 'orders-next-1', isWriter: true }),
    ]);
});

const terminate = (of = plan, seconds = 10): ReturnType<typeof terminateOldCluster> =>
  terminateOldCluster(of, restoredId, startedAt, {
    databases,
    snapshots,
    clock: clockAfter(seconds),
  });

const discard = (): ReturnType<typeof discardCluster> =>
  discardCluster(plan, restoredId, startedAt, { databases, clock: clockAfter(10) });

describe('TerminateOldCluster', () => {
  it('deletes the readers, the writer, the cluster with a final snapshot, and nothing else', async () => {
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await terminate()).toMatchObject({ state: 'pending' });
    }
    databases.settle();
    snapshots = new FakeSnapshots(finalSnapshot('available'));
    expect(await terminate()).toEqual({
      state: 'ready',
      outcome: 'deleted',
      detail: `final snapshot "${finalName}"`,
    });
    expect(databases.accepted).toEqual([
      'deleteMember orders-2',
      'deleteMember orders-3',
      'deleteMember orders-1',
      `delete orders-retired ${finalName}`,
    ]);
    expect(databases.summary()).toEqual({ orders: `${restoredId} orders-next-1` });
  });

  // Defect class: members deleted, then protection found.
  it('touches nothing where deletion protection is on, and says so', async () => {
    databases.change('orders-retired', { deletionProtection: true });
    expect(await terminate()).toMatchObject({
      state: 'ready',
      outcome: 'kept',
      detail: expect.stringContaining('deletion protection is on for "orders-retired"'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('asks ever less often while AWS refuses: its looks must fit into one history', async () => {
    databases.changeMember('orders-2', { status: 'inaccessible-encryption-credentials' });
    databases.changeMember('orders-3', { status: 'inaccessible-encryption-credentials' });
    let looks = 0;
    for (let seconds = 0; seconds < paces.TerminateOldCluster.deadline; looks += 1) {
      const answer = await terminate(plan, seconds);
      seconds += answer.state === 'pending' ? answer.waitSeconds : Infinity;
    }
    // A look is about 25 events.
    expect(looks).toBeLessThan(500);
    expect(databases.accepted).toEqual([]);
  });

  it('keeps it where the plan says so', async () => {
    expect(await terminate({ ...plan, retirement: 'keep' })).toMatchObject({
      outcome: 'kept',
      detail: 'Retirement is keep: it stays as "orders-retired"',
    });
    expect(databases.accepted).toEqual([]);
  });

  it('has nothing to delete on a first run', async () => {
    const { live: _, ...first } = plan;
    expect(await terminate(first)).toMatchObject({ outcome: 'kept' });
    expect(databases.accepted).toEqual([]);
  });

  // Defect class: cleanup by fixed name.
  it.each(['orders', 'orders-next', 'orders-backup'])(
    'refuses the recorded database under the name %s',
    async (identifier) => {
      databases = new FakeDatabases().add(aDatabase({ identifier, resourceId: 'cluster-OLD' }));
      await expect(terminate()).rejects.toMatchObject({
        name: 'NotOurs',
        message: expect.stringContaining('it was not deleted'),
      });
      expect(databases.accepted).toEqual([]);
    },
  );

  it('leaves a stranger alone that bears the retired name', async () => {
    databases.change('orders-retired', { resourceId: 'cluster-STRANGER' });
    expect(await terminate()).toMatchObject({
      outcome: 'gone',
      detail: expect.stringContaining(`no final snapshot "${finalName}"`),
    });
    expect(databases.accepted).toEqual([]);
  });

  // Defect class: retirement taken as done before what is left of it can be restored.
  it.each([
    ['of this run', plan],
    ['of an earlier one', { ...plan, live: undefined }],
  ])('is done once the final snapshot %s is available, and not before', async (_whose, of) => {
    databases = new FakeDatabases();
    snapshots = new FakeSnapshots(finalSnapshot('creating'));
    expect(await terminate(of)).toMatchObject({
      state: 'pending',
      waitingFor: `the final snapshot "${finalName}" (creating)`,
    });
    snapshots.settle();
    expect(await terminate(of)).toMatchObject({ state: 'ready', outcome: 'deleted' });
  });

  it('fails where the final snapshot does', async () => {
    databases = new FakeDatabases();
    snapshots = new FakeSnapshots(finalSnapshot('failed'));
    await expect(terminate()).rejects.toMatchObject({
      name: 'SnapshotFailed',
      message: expect.stringContaining('the old database is gone'),
    });
  });

  // Defect class: a check made days ago is believed.
  it.each([
    ['is held by a stranger', { resourceId: 'cluster-STRANGER', tags: {} }],
    [
      'is held by a recovery to older data',
      { resourceId: 'cluster-OLDER', tags: captured('2026-01-05T10:29:59.000Z') },
    ],
    ['has lost its marks', { tags: {} }],
  ])('deletes nothing where the live name %s by now', async (_what, changes) => {
    databases.change('orders', changes);
    await expect(terminate()).rejects.toMatchObject({
      name: 'NotOurs',
      message: expect.stringContaining('"orders-retired" was not deleted'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('keeps it where a later recovery took the live name meanwhile', async () => {
    databases.change('orders', { identifier: 'orders-retired-2' });
    databases.add(
      aDatabase({ resourceId: 'cluster-NEXT', tags: captured('2026-01-06T10:30:00.000Z') }),
    );
    expect(await terminate()).toMatchObject({
      state: 'ready',
      outcome: 'kept',
      detail: expect.stringContaining('a later recovery took "orders" meanwhile'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('keeps it where the live database has failed', async () => {
    databases.change('orders', { status: 'inaccessible-encryption-credentials' });
    await expect(terminate()).rejects.toMatchObject({ name: 'DatabaseFailed' });
    expect(databases.accepted).toEqual([]);
  });

  it.each(['renaming', 'backing-up'])('waits while the live database is %s', async (status) => {
    databases.change('orders', { status });
    expect(await terminate()).toMatchObject({
      state: 'pending',
      waitingFor: `"orders" (${status})`,
    });
    expect(databases.accepted).toEqual([]);
  });

  it('goes on with what it has begun, whoever is live by then', async () => {
    await terminate();
    databases.change('orders', { status: 'renaming' });
    await terminate();
    expect(databases.accepted).toEqual([
      'deleteMember orders-2',
      'deleteMember orders-3',
      'deleteMember orders-1',
    ]);
  });

  it('goes on where it was when an answer was lost', async () => {
    databases.faults.next('deleteMember', new Error('socket hang up'), 'after');
    databases.faults.next('delete', new Error('socket hang up'), 'after');
    await expect(terminate()).rejects.toThrow('hang up');
    for (let looks = 0; looks < 5; looks += 1) await terminate().catch(() => undefined);
    databases.settle();
    snapshots = new FakeSnapshots(finalSnapshot('available'));
    expect((await terminate()).state).toBe('ready');
    expect(databases.accepted).toHaveLength(4);
  });

  it('looks again later when AWS puts a deletion off, and soon', async () => {
    databases.changeMember('orders-2', { status: 'backing-up' });
    databases.changeMember('orders-3', { status: 'backing-up' });
    expect(await terminate()).toMatchObject({ state: 'pending', waitSeconds: 10 });
    databases.settle();
    expect(await terminate()).toMatchObject({ state: 'pending', waitSeconds: 3 });
  });

  // Defect class: endless poll.
  it('ends at its deadline while a member refuses to go', async () => {
    databases.faults.next('deleteMember', new NotInState('stopped'));
    await expect(terminate(plan, paces.TerminateOldCluster.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringContaining('orders-2, orders-3 to go'),
    });
  });
});

describe('DiscardCluster', () => {
  beforeEach(() => {
    databases = new FakeDatabases()
      .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' }))
      .add(aDatabase({ identifier: 'orders-next', resourceId: restoredId, tags: ours }), [
        aMember({ identifier: 'orders-next-1', isWriter: true }),
      ]);
  });

  it('deletes what the drill restored, without a final snapshot', async () => {
    await discard();
    await discard();
    databases.settle();
    expect(await discard()).toMatchObject({ outcome: 'deleted', detail: 'no final snapshot' });
    expect(databases.accepted).toEqual([
      'deleteMember orders-next-1',
      'delete orders-next without snapshot',
    ]);
    expect(databases.summary()).toEqual({ orders: 'cluster-OLD' });
  });

  // Defect class: cleanup by fixed name.
  it.each([
    ['has no marks', { tags: {} }],
    ['is of another recovery', { tags: marksOf('nightly-0', 'restored') }],
    ['has the live name', { identifier: 'orders', tags: ours }],
  ])('refuses what %s', async (_what, changes) => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders-next', resourceId: restoredId, ...changes }),
    );
    await expect(discard()).rejects.toMatchObject({ name: 'NotOurs' });
    expect(databases.accepted).toEqual([]);
  });
});

describe('DiscardCluster after a failure', () => {
  const made = marksOf(snapshotName, 'restored', 'recovery-run');

  const discardAfterwards = (id: string | undefined = restoredId, of = plan) =>
    discardFailed(of, id, startedAt, { databases, clock: clockAfter(10) });

  function stage(old: Parameters<typeof aDatabase>[0], restored: Parameters<typeof aDatabase>[0]) {
    databases = new FakeDatabases()
      .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD', ...old }))
      .add(
        aDatabase({ identifier: 'orders-next', resourceId: restoredId, tags: made, ...restored }),
      );
  }

  it.each([restoredId, undefined])('deletes what this run restored, known as %s', async (id) => {
    stage({}, {});
    await discardAfterwards(id);
    databases.settle();
    expect(await discardAfterwards(id)).toMatchObject({ state: 'ready', outcome: 'deleted' });
    expect(databases.accepted).toEqual(['delete orders-next without snapshot']);
  });

  it('has nothing to delete where nothing was restored', async () => {
    databases = new FakeDatabases();
    expect(await discardAfterwards(undefined, { ...plan, live: undefined })).toMatchObject({
      state: 'ready',
    });
    expect(databases.accepted).toEqual([]);
  });

  // Defect class: cleanup by fixed name; cleaning up what somebody still needs.
  it.each([
    ['a stranger under the temporary name', {}, { tags: {} }, "isn't what this recovery restored"],
    [
      'what another recovery restored',
      {},
      { tags: marksOf('nightly-0', 'restored', 'recovery-run') },
      "isn't what this recovery restored",
    ],
    [
      'what an earlier run of this recovery restored, and kept',
      {},
      { tags: marksOf(snapshotName, 'restored', 'an-earlier-run') },
      'was restored by the run an-earlier-run',
    ],
    ['what has the live name', { identifier: 'elsewhere' }, { identifier: 'orders' }, "isn't what"],
    [
      'what is all that is left',
      { resourceId: 'cluster-ANOTHER' },
      {},
      'may be needed: the old database is gone',
    ],
    [
      'what is all that works',
      { status: 'inaccessible-encryption-credentials' },
      {},
      'may be needed: the old database is inaccessible-encryption-credentials',
    ],
    ['what is protected', {}, { deletionProtection: true }, 'deletion protection is on'],
  ])('keeps %s, and says why', async (_what, old, restored, why) => {
    stage(old, restored);
    expect(await discardAfterwards()).toMatchObject({
      state: 'ready',
      outcome: 'kept',
      detail: expect.stringContaining(why),
    });
    expect(databases.accepted).toEqual([]);
  });
});
