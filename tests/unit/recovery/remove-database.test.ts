import { beforeEach, describe, expect, it } from '@jest/globals';
import { paces } from '../../../functions/shared/domain/pace.ts';
import { NotInState } from '../../../functions/shared/ports/conditions.ts';
import { discardCluster } from '../../../functions/shared/recovery/discard-cluster.ts';
import { terminateOldCluster } from '../../../functions/shared/recovery/terminate-old-cluster.ts';
import { aDatabase, aMember } from '../factories/databases.ts';
import { snapshotName } from '../factories/notices.ts';
import { startedAt } from '../factories/places.ts';
import { aRecoveryPlan } from '../factories/plans.ts';
import { marksOf } from '../factories/snapshots.ts';
import { clockAfter } from '../fakes/clock.ts';
import { FakeDatabases } from '../fakes/databases.ts';

const plan = aRecoveryPlan();
const restoredId = 'cluster-RESTORED';
const finalName = `${snapshotName}-final`;
let databases: FakeDatabases;

beforeEach(() => {
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }), [
      aMember({ identifier: 'orders-1', isWriter: true }),
      aMember({ identifier: 'orders-2' }),
      aMember({ identifier: 'orders-3' }),
    ])
    .add(aDatabase({ identifier: 'orders', resourceId: restoredId }), [
      aMember({ identifier: 'orders-next-1', isWriter: true }),
    ]);
});

const terminate = (of = plan, seconds = 10): ReturnType<typeof terminateOldCluster> =>
  terminateOldCluster(of, startedAt, { databases, clock: clockAfter(seconds) });

const discard = (): ReturnType<typeof discardCluster> =>
  discardCluster(plan, restoredId, startedAt, { databases, clock: clockAfter(10) });

describe('TerminateOldCluster', () => {
  it('deletes the readers, the writer, the cluster with a final snapshot, and nothing else', async () => {
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await terminate()).toMatchObject({ state: 'pending' });
    }
    databases.settle();
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
    expect(await terminate()).toMatchObject({ outcome: 'deleted' });
    expect(databases.accepted).toEqual([]);
  });

  it('goes on where it was when an answer was lost', async () => {
    databases.faults.next('deleteMember', new Error('socket hang up'), 'after');
    databases.faults.next('delete', new Error('socket hang up'), 'after');
    await expect(terminate()).rejects.toThrow('hang up');
    for (let looks = 0; looks < 5; looks += 1) await terminate().catch(() => undefined);
    databases.settle();
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
  const ours = marksOf(snapshotName, 'restored');

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
