import { beforeEach, describe, expect, it } from '@jest/globals';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import { NotInState } from '../../../../functions/shared/ports/aws-errors.ts';
import { swapInstanceNames } from '../../../../functions/target/steps/swap-instance-names.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

const plan = aRecoveryPlan();
const restoredId = 'cluster-RESTORED';
let databases: FakeDatabases;

beforeEach(() => {
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }), [
      aMember({ identifier: 'orders-1', isWriter: true }),
      aMember({ identifier: 'orders-2' }),
    ])
    .add(aDatabase({ identifier: 'orders', resourceId: restoredId }), [
      aMember({ identifier: 'orders-next-1', isWriter: true }),
      aMember({ identifier: 'orders-next-2' }),
    ]);
});

const look = (seconds = 100): ReturnType<typeof swapInstanceNames> =>
  swapInstanceNames(plan, restoredId, startedAt, { databases, clock: clockAfter(seconds) });

async function finish(): Promise<void> {
  for (let looks = 0; looks < 12; looks += 1) {
    databases.settle();
    if ((await look()).state === 'ready') return;
  }
  throw new Error('the swap goes on and on');
}

const inOrder = [
  'renameMember orders-1 orders-1-retired',
  'renameMember orders-2 orders-2-retired',
  'renameMember orders-next-2 orders-2',
  'failOver orders orders-2',
  'renameMember orders-next-1 orders-1',
];

describe('SwapInstanceNames', () => {
  it('SwapInstanceNames frees the names, renames the readers, fails over, renames the former writer', async () => {
    await finish();
    expect(databases.accepted).toEqual(inOrder);
    expect(databases.summary()).toEqual({
      'orders-retired': 'cluster-OLD orders-1-retired orders-2-retired',
      orders: `${restoredId} orders-1 orders-2`,
    });
  });

  it('SwapInstanceNames does the same when each answer is lost once', async () => {
    for (const method of ['renameMember', 'failOver'] as const) {
      for (let lost = 0; lost < 2; lost += 1) {
        databases.faults.next(method, new Error('socket hang up'), 'after');
      }
    }
    for (let looks = 0; looks < 5; looks += 1) {
      await look().catch(() => undefined);
      databases.settle();
    }
    await finish();
    expect(databases.accepted.filter((call) => call.startsWith('rename'))).toHaveLength(4);
    expect(databases.summary()).toMatchObject({ orders: `${restoredId} orders-1 orders-2` });
  });

  it('SwapInstanceNames waits for a member that is restarting', async () => {
    databases.changeMember('orders-next-2', { status: 'rebooting' });
    expect(await look()).toMatchObject({ waitingFor: 'instance "orders-next-2" (rebooting)' });
    expect(databases.accepted).toEqual([]);
  });

  it('SwapInstanceNames looks again later when AWS is busy', async () => {
    databases.faults.next('renameMember', new NotInState('backing-up'));
    databases.faults.next('renameMember', new NotInState('backing-up'));
    expect((await look()).state).toBe('pending');
    await finish();
    expect(databases.accepted).toEqual(inOrder);
  });

  it('SwapInstanceNames fails by name when the live database is gone', async () => {
    databases = new FakeDatabases();
    await expect(look()).rejects.toMatchObject({ name: 'DatabaseNotFound' });
  });

  // Defect class: endless poll.
  it('SwapInstanceNames ends at its deadline, even where AWS accepts calls without effect', async () => {
    await expect(look(pollingSchedules.SwapInstanceNames.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
    });
    expect(databases.accepted).toEqual([]);
  });
});

describe('SwapInstanceNames beside Aurora Auto Scaling', () => {
  const tags = { 'application-autoscaling:resourceId': 'cluster:orders' };

  it('SwapInstanceNames renames no reader of Auto Scaling, fails over to none and waits for none', async () => {
    databases = new FakeDatabases()
      .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }), [
        aMember({ identifier: 'orders-1', isWriter: true }),
        aMember({ identifier: 'scaled-old', tags }),
      ])
      .add(aDatabase({ identifier: 'orders', resourceId: restoredId }), [
        aMember({ identifier: 'orders-next-1', isWriter: true }),
        aMember({ identifier: 'scaled-new', tags }),
      ]);
    for (let looks = 0; looks < 4; looks += 1) {
      databases.settle();
      databases.changeMember('scaled-old', { status: 'creating' });
      databases.changeMember('scaled-new', { status: 'creating' });
      if ((await look()).state === 'ready') break;
    }
    expect(databases.accepted).toEqual([
      'renameMember orders-1 orders-1-retired',
      'renameMember orders-next-1 orders-1',
    ]);
    expect((await look()).state).toBe('ready');
  });
});
