import { beforeEach, describe, expect, it } from '@jest/globals';
import { paces } from '../../../functions/shared/domain/pace.ts';
import type { Progress } from '../../../functions/shared/domain/progress.ts';
import { rollBack } from '../../../functions/shared/recovery/roll-back.ts';
import { swapNames } from '../../../functions/shared/recovery/swap-names.ts';
import { aDatabase } from '../factories/databases.ts';
import { startedAt } from '../factories/places.ts';
import { aRecoveryPlan } from '../factories/plans.ts';
import { clockAfter } from '../fakes/clock.ts';
import { FakeDatabases } from '../fakes/databases.ts';

const plan = aRecoveryPlan();
const { live: _, ...firstPlan } = plan;
const restoredId = 'cluster-RESTORED';
const clock = clockAfter(100);
let databases: FakeDatabases;

beforeEach(() => {
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' }))
    .add(aDatabase({ identifier: 'orders-next', resourceId: restoredId }));
});

const swap = (of = plan, seconds = 100): ReturnType<typeof swapNames> =>
  swapNames(of, restoredId, startedAt, { databases, clock: clockAfter(seconds) });
const undo = (of = plan, seconds = 100): Promise<Progress> =>
  rollBack(of, restoredId, startedAt, { databases, clock: clockAfter(seconds) });

async function undoWholly(of = plan): Promise<void> {
  for (let looks = 0; looks < 10; looks += 1) {
    databases.settle();
    if ((await undo(of)).state === 'ready') return;
  }
  throw new Error('the rollback goes on and on');
}

describe('RollBack where the old database is gone', () => {
  // Defect class: outage by cleaning up.
  it('leaves the restored one live', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: restoredId }),
    );
    expect(await undo()).toEqual({ state: 'ready' });
    expect(databases.accepted).toEqual([]);
  });
});

describe('SwapNames', () => {
  // Defect class: outage before the successor is there; rename while the name is held.
  it('moves the old database out, waits, moves the restored one in, and gives its endpoint', async () => {
    expect(await swap()).toMatchObject({ waitingFor: '"orders" to become "orders-retired"' });
    expect(await swap()).toMatchObject({ waitingFor: '"orders" (renaming)' });
    databases.settle();
    expect(await swap()).toMatchObject({ waitingFor: '"orders-next" to become "orders"' });
    databases.settle();
    expect(await swap()).toEqual({
      state: 'ready',
      endpoint: { host: expect.stringContaining('orders'), port: 5432 },
    });
    expect(databases.accepted).toEqual([
      'rename orders orders-retired',
      'rename orders-next orders',
    ]);
  });

  it('renames nothing twice while Describe shows the former state', async () => {
    databases.lagging = true;
    await swap();
    expect(await swap()).toMatchObject({ state: 'pending' });
    databases.settle();
    await swap();
    expect(await swap()).toMatchObject({ state: 'pending' });
    databases.settle();
    expect(await swap()).toMatchObject({ state: 'ready' });
    expect(databases.accepted).toHaveLength(2);
  });

  it('goes on where it was when the answer to a rename was lost', async () => {
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(swap()).rejects.toThrow('socket hang up');
    databases.settle();
    await swap();
    databases.settle();
    expect((await swap()).state).toBe('ready');
    expect(databases.accepted).toHaveLength(2);
  });

  it('takes the live name at once on a first run', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders-next', resourceId: restoredId }),
    );
    await swap(firstPlan);
    databases.settle();
    expect((await swap(firstPlan)).state).toBe('ready');
    expect(databases.accepted).toEqual(['rename orders-next orders']);
  });

  // Defect class: cleanup by fixed name; identity is the resource id.
  it('refuses a live name that a stranger took meanwhile', async () => {
    databases.change('orders', { resourceId: 'cluster-STRANGER' });
    databases.add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }));
    await expect(swap()).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining('cluster-STRANGER'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('refuses an old database that somebody else renamed', async () => {
    databases.change('orders', { identifier: 'orders-backup' });
    await expect(swap()).rejects.toMatchObject({ name: 'NotOurs' });
    expect(databases.accepted).toEqual([]);
  });

  it('fails by name when the restored database is gone', async () => {
    databases = new FakeDatabases().add(aDatabase({ resourceId: 'cluster-OLD' }));
    await expect(swap()).rejects.toMatchObject({ name: 'DatabaseNotFound' });
    expect(databases.accepted).toEqual([]);
  });

  it.each(['backing-up', 'modifying'])('waits while the old database is %s', async (status) => {
    databases.change('orders', { status });
    expect(await swap()).toMatchObject({ waitingFor: `"orders" (${status})` });
    expect(databases.accepted).toEqual([]);
  });

  it('is not ready before AWS gives the live endpoint', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: restoredId, endpoint: undefined }),
    );
    expect((await swap(firstPlan)).state).toBe('pending');
  });

  it('ends at its deadline', async () => {
    databases.change('orders', { status: 'modifying' });
    await expect(swap(plan, paces.SwapNames.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringContaining('"orders" (modifying)'),
    });
  });
});

describe('RollBack', () => {
  const held = { orders: 'cluster-OLD', 'orders-next': restoredId };

  it.each([0, 1, 2, 3, 4, 5])('leads back after %i looks of the swap', async (looks) => {
    for (let look = 0; look < looks; look += 1) {
      await swap();
      if (look % 2 === 1) databases.settle();
    }
    await undoWholly();
    expect(databases.summary()).toEqual(held);
  });

  it('leads back when a rename was accepted whose answer was lost', async () => {
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(swap()).rejects.toThrow('socket hang up');
    await undoWholly();
    expect(databases.summary()).toEqual(held);
  });

  it('believes that nothing is to be undone only once renames under way would show', async () => {
    databases.lagging = true;
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(swap()).rejects.toThrow('socket hang up');
    const { firstLook } = paces.RollBack;
    expect(await undo(plan, 1)).toEqual({
      state: 'pending',
      waitSeconds: firstLook - 1,
      waitingFor: expect.any(String),
    });
    await undoWholly();
    expect(databases.summary()).toEqual(held);
  });

  it('changes nothing where nothing was done', async () => {
    expect(await undo()).toEqual({ state: 'ready' });
    expect(databases.accepted).toEqual([]);
  });

  it('goes on where it was when its own answer was lost', async () => {
    await swap();
    databases.settle();
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(undo()).rejects.toThrow('socket hang up');
    await undoWholly();
    expect(databases.summary()).toEqual(held);
  });

  it('frees the live name again on a first run', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: restoredId }),
    );
    await undoWholly(firstPlan);
    expect(databases.summary()).toEqual({ 'orders-next': restoredId });
  });

  it('has nothing to do before anything was restored', async () => {
    const progress = await rollBack(plan, undefined, startedAt, { databases, clock });
    expect(progress).toEqual({ state: 'ready' });
    const nothing = await rollBack(firstPlan, undefined, startedAt, { databases, clock });
    expect(nothing).toEqual({ state: 'ready' });
    expect(databases.accepted).toEqual([]);
  });

  it('refuses an old database that somebody else renamed', async () => {
    databases.change('orders', { identifier: 'orders-backup' });
    await expect(undo()).rejects.toMatchObject({ name: 'NotOurs' });
  });

  it('ends at its deadline', async () => {
    databases.change('orders', { status: 'modifying' });
    await expect(undo(plan, paces.RollBack.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
    });
  });
});
