import { beforeEach, describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import { returnPatience } from '../../../../functions/target/rules/safety.ts';
import { rollBack } from '../../../../functions/target/steps/roll-back.ts';
import { swapNames } from '../../../../functions/target/steps/swap-names.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { marksOf } from '../../factories/snapshots.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

const plan = aRecoveryPlan();
const { live: _, ...firstPlan } = plan;
const restoredId = 'cluster-RESTORED';
const wentLiveAt = '2026-01-05T10:31:40.000Z';
const before = { orders: 'cluster-OLD orders-1', 'orders-next': `${restoredId} orders-next-1` };
const after = {
  'orders-retired': 'cluster-OLD orders-1',
  orders: `${restoredId} orders-next-1`,
};
let databases: FakeDatabases;

beforeEach(() => {
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-OLD' }), [
      aMember({ identifier: 'orders-1', isWriter: true }),
    ])
    .add(aDatabase({ identifier: 'orders-next', resourceId: restoredId }), [
      aMember({ identifier: 'orders-next-1', isWriter: true }),
    ]);
});

const swap = (): ReturnType<typeof swapNames> =>
  swapNames(plan, restoredId, { since: startedAt }, { databases, clock: clockAfter(100) });
const undo = (of = plan, seconds = 100): ReturnType<typeof rollBack> =>
  rollBack(of, restoredId, startedAt, { databases, clock: clockAfter(seconds) });

/** The same for a run that doesn't know what was restored. */
const undoEarly = (): ReturnType<typeof rollBack> =>
  rollBack(plan, undefined, startedAt, { databases, clock: clockAfter(100) });

async function undoWholly(of = plan, seconds = 100): ReturnType<typeof rollBack> {
  for (let looks = 0; looks < 10; looks += 1) {
    databases.settle();
    const answer = await undo(of, seconds);
    if (answer.state === 'ready') return answer;
  }
  throw new Error('the rollback goes on and on');
}

async function swapWholly(): Promise<void> {
  for (let looks = 0; looks < 10 && (await swap()).state !== 'ready';) {
    looks += 1;
    databases.settle();
  }
}

/** The restored one can't be written to, however long one waits. */
function broken(): void {
  databases.changeMember('orders-next-1', { status: 'inaccessible-encryption-credentials' });
}

describe('RollBack', () => {
  it.each([0, 1, 2])(
    'RollBack restores the former names after %i looks of the swap',
    async (looks) => {
      for (let look = 0; look < looks; look += 1) {
        await swap();
        if (look % 2 === 1) databases.settle();
      }
      expect(await undoWholly()).toMatchObject({ state: 'ready', outcome: 'given-back' });
      expect(databases.summary()).toEqual(before);
    },
  );

  // Rows 1 and 3: once it answers under the live name no rollback is without loss.
  it.each([3, 4, 5])(
    'RollBack leaves the restored database live after %i looks of the swap',
    async (looks) => {
      for (let look = 0; look < looks; look += 1) {
        await swap();
        if (look % 2 === 1) databases.settle();
      }
      expect(await undoWholly()).toEqual({
        state: 'ready',
        outcome: 'stays',
        restoredId,
        endpoint: { host: expect.stringContaining('orders'), port: 5432 },
        exposed: null,
      });
      expect(databases.summary()).toEqual(after);
    },
  );

  it('RollBack returns no endpoint where AWS gives the live database none', async () => {
    await swapWholly();
    databases.change('orders', { endpoint: undefined });
    expect(await undo()).toMatchObject({ outcome: 'stays', endpoint: null });
  });

  it('RollBack restores the former names when the answer to an accepted rename was lost', async () => {
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(swap()).rejects.toThrow('socket hang up');
    expect(await undoWholly()).toMatchObject({ outcome: 'given-back', exposed: null });
    expect(databases.summary()).toEqual(before);
  });

  it('RollBack believes that nothing is to be undone only once a rename under way would show', async () => {
    databases.lagging = true;
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(swap()).rejects.toThrow('socket hang up');
    const { firstLook } = pollingSchedules.RollBack;
    expect(await undo(plan, 1)).toEqual({
      state: 'pending',
      waitSeconds: firstLook - 1,
      waitingFor: expect.any(String),
    });
    await undoWholly();
    expect(databases.summary()).toEqual(before);
  });

  it('RollBack changes nothing where nothing was done', async () => {
    expect(await undo()).toEqual({
      state: 'ready',
      outcome: 'given-back',
      restoredId,
      endpoint: null,
      exposed: null,
    });
    expect(databases.accepted).toEqual([]);
  });

  it('a repeated RollBack continues when its own answer was lost', async () => {
    await swap();
    databases.settle();
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(undo()).rejects.toThrow('socket hang up');
    await undoWholly();
    expect(databases.summary()).toEqual(before);
  });

  it('RollBack has nothing to do before a database was restored', async () => {
    const ports = { databases, clock: clockAfter(100) };
    const progress = await rollBack(plan, undefined, startedAt, ports);
    expect(progress).toMatchObject({ state: 'ready', outcome: 'given-back' });
    const nothing = await rollBack(firstPlan, undefined, startedAt, ports);
    expect(nothing).toMatchObject({ state: 'ready', outcome: 'nobody' });
    expect(databases.accepted).toEqual([]);
  });

  it('RollBack refuses an old database that was renamed by hand', async () => {
    databases.change('orders', { identifier: 'orders-backup' });
    await expect(undo()).rejects.toMatchObject({ name: 'NotOurs' });
  });

  it('RollBack ends at its deadline', async () => {
    databases.change('orders', { status: 'renaming' });
    await expect(undo(plan, pollingSchedules.RollBack.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
    });
  });
});

// An execution that was stopped in its swap leaves the names to the next one, which may fail at once.
describe('RollBack for a run that failed before it knew what was restored', () => {
  beforeEach(() => {
    databases.change('orders-next', { tags: marksOf(plan.snapshot, 'restored') });
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'RollBack comes to the same as for a run that knows it, after %i looks of the earlier swap',
    async (looks) => {
      for (let look = 0; look < looks; look += 1) {
        await swap();
        if (look % 2 === 1) databases.settle();
      }
      let answer = await undoEarly();
      for (let again = 0; again < 10 && answer.state !== 'ready'; again += 1) {
        databases.settle();
        answer = await undoEarly();
      }
      const stays = looks > 2;
      expect(answer).toMatchObject({ outcome: stays ? 'stays' : 'given-back', restoredId });
      expect(databases.summary()).toEqual(stays ? after : before);
    },
  );

  it.each(['available', 'deleting', 'renaming'])(
    'RollBack leaves the name to a database of a later run, and waits for no old one that is %s',
    async (status) => {
      databases.change('orders', { identifier: 'orders-retired', status });
      databases.add(aDatabase({ identifier: 'orders', resourceId: 'cluster-LATER' }));
      expect(await undoEarly()).toMatchObject({ state: 'ready', outcome: 'nobody' });
      expect(databases.accepted).toEqual([]);
    },
  );

  it.each(['modifying', 'upgrading', 'stopped', 'storage-full'])(
    'RollBack is done at once where the old database has its name, whatever else it is at: %s',
    async (status) => {
      databases.change('orders', { status });
      expect(await undoEarly()).toMatchObject({ state: 'ready', outcome: 'given-back' });
    },
  );
});

describe('RollBack of the database that has the live name', () => {
  beforeEach(swapWholly);

  it('RollBack takes the live name from a database that cannot be written to, and says when it could', async () => {
    broken();
    await undo();
    databases.settle();
    expect(databases.summary()).toMatchObject({ 'orders-next': `${restoredId} orders-next-1` });
    expect(await undoWholly(plan, 400)).toEqual({
      state: 'ready',
      outcome: 'given-back',
      restoredId,
      endpoint: null,
      exposed: { from: wentLiveAt, until: '2026-01-05T10:36:40.000Z' },
    });
    expect(databases.summary()).toEqual(before);
    const [restored] = await databases.byResourceId(restoredId);
    expect(restored?.tags).toHaveProperty([tagKeys.wentLive]);
  });

  it('RollBack waits for the live database to come back, then takes its name', async () => {
    databases.changeMember('orders-next-1', { status: 'rebooting' });
    expect(await undo(plan, returnPatience - 1)).toMatchObject({
      state: 'pending',
      waitingFor: '"orders" (available, writer "orders-next-1" rebooting)',
    });
    expect(databases.accepted).not.toContain('rename orders orders-next');
    await undo(plan, returnPatience);
    expect(databases.accepted).toContain('rename orders orders-next');
  });

  // Row 3: such a status lasts for hours, and an application writes meanwhile.
  it.each(['backing-up', 'modifying', 'storage-optimization', 'a-status-of-tomorrow'])(
    'RollBack leaves the live database whose writer is %s, which still answers',
    async (status) => {
      databases.changeMember('orders-next-1', { status });
      expect(await undo(plan, returnPatience + 1)).toMatchObject({ outcome: 'stays' });
      expect(databases.accepted).not.toContain('rename orders orders-next');
    },
  );

  it('RollBack leaves the live database where it came back in time', async () => {
    databases.changeMember('orders-next-1', { status: 'rebooting' });
    await undo(plan, 100);
    databases.changeMember('orders-next-1', { status: 'available' });
    expect(await undo(plan, 200)).toMatchObject({ outcome: 'stays' });
    expect(databases.summary()).toEqual(after);
  });

  // Row 2: able means available with an available writer, and still there.
  it.each(['deleting', 'storage-full', 'stopped'])(
    "RollBack leaves the live database where the old one's writer is %s",
    async (status) => {
      broken();
      databases.changeMember('orders-1', { status });
      expect(await undo()).toMatchObject({ state: 'ready', outcome: 'stays' });
      expect(databases.summary()).toEqual(after);
    },
  );

  it('RollBack waits where the old database may yet be able', async () => {
    broken();
    databases.changeMember('orders-1', { status: 'rebooting' });
    expect(await undo()).toMatchObject({
      state: 'pending',
      waitingFor: '"orders-retired" (available, writer "orders-1" rebooting)',
    });
    expect(databases.summary()).toEqual(after);
  });

  // Row 1: a second start hours later.
  it('RollBack leaves a database that was live when the run began, whatever state it is in', async () => {
    broken();
    const again = aRecoveryPlan({
      alreadyLive: { resourceId: restoredId, host: 'orders.example', port: 5432 },
    });
    expect(await undo(again)).toMatchObject({ state: 'ready', outcome: 'stays' });
    expect(databases.summary()).toEqual(after);
  });

  // Defect class: outage by cleaning up.
  it('RollBack leaves the live database where the old one is gone or there was none', async () => {
    broken();
    databases.change('orders-retired', { resourceId: 'cluster-ANOTHER' });
    expect(await undo()).toMatchObject({ outcome: 'stays' });
    expect(await undo(firstPlan)).toMatchObject({ outcome: 'stays' });
    expect(databases.accepted).not.toContain('rename orders orders-next');
  });
});
