import { beforeEach, describe, expect, it } from '@jest/globals';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import { swapNames } from '../../../../functions/target/steps/swap-names.ts';
import { aDatabase } from '../../factories/databases.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { databasesBeforeASwap, renamesOf, restoredId } from './swap-scene.ts';

const plan = aRecoveryPlan();
let databases: FakeDatabases;

beforeEach(() => {
  databases = databasesBeforeASwap();
});

const swap = (of = plan, seconds = 100): ReturnType<typeof swapNames> =>
  swapNames(of, restoredId, { since: startedAt }, { databases, clock: clockAfter(seconds) });
const renames = (): readonly string[] => renamesOf(databases);

describe('SwapNames before any name has changed', () => {
  // Defect class: a swap that gives up on what AWS brings to its end in hours.
  it.each(['backing-up', 'modifying'])(
    'SwapNames waits for hours while the restored database is %s, and no name has changed',
    async (status) => {
      databases.change('orders-next', { status });
      const { deadline } = pollingSchedules.CompleteDatabase;
      expect(await swap(plan, deadline - 1)).toMatchObject({ state: 'pending', untouched: true });
      expect(renames()).toEqual([]);
    },
  );

  it.each(['storage-optimization', 'storage-initialization'])(
    'SwapNames renames a DB instance that is %s',
    async (status) => {
      const kind = 'instance';
      databases = new FakeDatabases()
        .add(aDatabase({ kind, identifier: 'orders', resourceId: 'cluster-OLD', status }))
        .add(aDatabase({ kind, identifier: 'orders-next', resourceId: restoredId, status }));
      databases.rename = (from, to) => {
        databases.accepted.push(`rename ${from} ${to}`);
        return Promise.resolve();
      };
      await swap(aRecoveryPlan({ kind, members: [] }));
      expect(renames()).toEqual(['rename orders orders-retired']);
    },
  );

  it('SwapNames waits for readers in the making before it changes a name', async () => {
    databases.changeMember('orders-next-2', { status: 'creating' });
    expect(await swap()).toMatchObject({
      untouched: true,
      waitingFor: 'reader "orders-next-2" (creating)',
    });
    databases.changeMember('orders-next-2', { status: 'failed' });
    await expect(swap()).rejects.toMatchObject({ name: 'DatabaseFailed' });
    expect(renames()).toEqual([]);
  });

  it('SwapNames goes live without a reader for which AWS has no room, and says so', async () => {
    const members = [
      { ...plan.members[0], temporary: 'orders-next-1', live: 'orders-1' },
      { ...plan.members[0], temporary: 'orders-next-2', live: 'orders-2' },
    ] as typeof plan.members;
    for (let looks = 0; looks < 5; looks += 1) {
      databases.settle();
      databases.changeMember('orders-next-2', { status: 'insufficient-capacity' });
      await swap({ ...plan, members });
    }
    expect(await swap({ ...plan, members })).toMatchObject({
      state: 'ready',
      shortfall: [
        expect.stringMatching(/^the reader orders-2 .*"orders-next-2" is insufficient-capacity/),
      ],
    });
  });

  // Defect class: a status that comes between the two renames, while nobody has the live name.
  it.each(['configuring-log-exports', 'configuring-enhanced-monitoring'])(
    'SwapNames waits while the writer is %s, for its cluster backs up after that',
    async (status) => {
      databases.changeMember('orders-next-1', { status });
      for (const members of [plan.members, plan.members.slice(0, 1)]) {
        expect(await swap({ ...plan, members })).toMatchObject({
          untouched: true,
          waitingFor: `instance "orders-next-1" (${status}), after which its cluster backs up`,
        });
      }
      expect(renames()).toEqual([]);
    },
  );

  it('SwapNames counts the time of the renames from the first of them', async () => {
    await swap();
    databases.settle();
    databases.change('orders-next', { status: 'modifying' });
    const moments = {
      since: startedAt,
      swapStartedAt: new Date(clockAfter(7200).now()).toISOString(),
    };
    const late = (seconds: number): ReturnType<typeof swapNames> =>
      swapNames(plan, restoredId, moments, { databases, clock: clockAfter(7200 + seconds) });
    expect(await late(60)).toMatchObject({ state: 'pending' });
    await expect(late(pollingSchedules.SwapNames.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
    });
  });

  // Defect class: a gap that is made longer by counting it anew.
  it.each(['orders', 'orders-next'])(
    'SwapNames counts on while "%s" is renaming, though it shows its former name',
    async (identifier) => {
      databases.change(identifier, { status: 'renaming' });
      const of = identifier === 'orders' ? plan : { ...plan, live: undefined };
      const progress = await swap(of, pollingSchedules.SwapNames.firstLook + 1);
      expect(progress).toMatchObject({ state: 'pending', waitSeconds: 5 });
      expect(progress).not.toHaveProperty('untouched');
    },
  );

  it('SwapNames sets late settings once, before the first rename, and tells what AWS did not take', async () => {
    const kind = 'instance';
    const settings = { maintenanceWindow: 'sun:05:00-sun:06:00' };
    const of = aRecoveryPlan({ kind, members: [], settings });
    databases = new FakeDatabases()
      .add(aDatabase({ kind, identifier: 'orders', resourceId: 'cluster-OLD' }))
      .add(
        aDatabase({
          kind,
          identifier: 'orders-next',
          resourceId: restoredId,
          status: 'backing-up',
        }),
      );
    const look = (late: 'due' | 'done'): ReturnType<typeof swapNames> =>
      swapNames(of, restoredId, { since: startedAt, late }, { databases, clock: clockAfter(9000) });
    expect(await look('due')).not.toHaveProperty('late');
    expect(databases.accepted).toEqual([]);
    databases.change('orders-next', { status: 'available' });
    expect(await look('due')).toMatchObject({ untouched: true, late: 'done' });
    databases.settle();
    databases.change('orders-next', { settings: {} });
    await look('done');
    databases.settle();
    await look('done');
    databases.settle();
    expect(await look('done')).toMatchObject({
      state: 'ready',
      shortfall: [expect.stringContaining('PreferredMaintenanceWindow')],
    });
    expect(databases.accepted.filter((call) => call.startsWith('apply'))).toHaveLength(1);
  });
});
