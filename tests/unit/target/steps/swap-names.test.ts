import { beforeEach, describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import { NotInState, Refused } from '../../../../functions/shared/ports/aws-errors.ts';
import { swapNames } from '../../../../functions/target/steps/swap-names.ts';
import { aDatabase } from '../../factories/databases.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { ownTags } from '../../factories/tags.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { databasesBeforeASwap, renamesOf, restored, restoredId } from './swap-scene.ts';

const plan = aRecoveryPlan();
const { live: _, ...firstPlan } = plan;
let databases: FakeDatabases;

beforeEach(() => {
  databases = databasesBeforeASwap();
});

const swap = (of = plan, seconds = 100): ReturnType<typeof swapNames> =>
  swapNames(of, restoredId, { since: startedAt }, { databases, clock: clockAfter(seconds) });
const renames = (): readonly string[] => renamesOf(databases);

describe('SwapNames', () => {
  // Defect class: outage before the successor is there; rename while the name is held.
  it('SwapNames renames the old database, waits, renames the restored one, and returns its endpoint', async () => {
    expect(await swap()).toMatchObject({ waitingFor: '"orders" to become "orders-retired"' });
    expect(await swap()).toMatchObject({ waitingFor: '"orders" (renaming)' });
    databases.settle();
    expect(await swap()).toMatchObject({ waitingFor: '"orders-next" to become "orders"' });
    databases.settle();
    expect(await swap()).toEqual({
      state: 'ready',
      endpoint: { host: expect.stringContaining('orders'), port: 5432 },
    });
    expect(renames()).toEqual(['rename orders orders-retired', 'rename orders-next orders']);
  });

  it('SwapNames renames nothing twice while Describe shows the former state', async () => {
    databases.lagging = true;
    await swap();
    expect(await swap()).toMatchObject({ state: 'pending' });
    databases.settle();
    await swap();
    expect(await swap()).toMatchObject({ state: 'pending' });
    databases.settle();
    expect(await swap()).toMatchObject({ state: 'ready' });
    expect(renames()).toHaveLength(2);
  });

  it('SwapNames continues where it was when the answer to a rename was lost', async () => {
    databases.faults.next('rename', new Error('socket hang up'), 'after');
    await expect(swap()).rejects.toThrow('socket hang up');
    databases.settle();
    await swap();
    databases.settle();
    expect((await swap()).state).toBe('ready');
    expect(renames()).toHaveLength(2);
  });

  it('SwapNames takes the live name at once on a first run', async () => {
    databases = new FakeDatabases().add(...restored);
    await swap(firstPlan);
    databases.settle();
    expect((await swap(firstPlan)).state).toBe('ready');
    expect(renames()).toEqual(['rename orders-next orders']);
  });

  describe('of a database that is quiet', () => {
    const roles = [{ arn: 'a' }];
    const quietPlan = aRecoveryPlan({
      quiet: { parameterGroup: 'quiet' },
      settings: { parameterGroup: 'own', roles },
    });
    beforeEach(() => databases.change('orders-next', { settings: { parameterGroup: 'own' } }));
    const swapAll = async (): ReturnType<typeof swapNames> => {
      for (let look = 0; look < 6; look++) {
        const progress = await swap(quietPlan);
        if (progress.state === 'ready') return progress;
        databases.settle();
      }
      return swap(quietPlan);
    };

    it('SwapNames renames nothing before it has its roles', async () => {
      databases.faults.next('addRole', new NotInState('modifying'));
      const waitingFor = '"orders-next" to have its roles';
      expect(await swap(quietPlan)).toMatchObject({ waitingFor, untouched: true });
      expect(await swap(quietPlan)).toMatchObject({ waitingFor, untouched: true });
      expect(databases.accepted).toEqual(['addRole orders-next a']);
      expect(await swapAll()).toMatchObject({ state: 'ready', shortfall: [] });
    });

    it('SwapNames goes on without a role that AWS refuses, and says so', async () => {
      databases.faults.next('addRole', new Refused('AccessDenied'));
      expect(await swap(quietPlan)).toMatchObject({
        waitingFor: '"orders" to become "orders-retired"',
      });
      databases.settle();
      databases.faults.next('addRole', new Refused('AccessDenied'));
      await swap(quietPlan);
      databases.settle();
      expect(await swap(quietPlan)).toMatchObject({
        state: 'ready',
        shortfall: [expect.stringMatching(/^AssociatedRoles is AWS's default; it was to be /)],
      });
    });

    it('SwapNames waits for roles no longer than it usually takes', async () => {
      const late = pollingSchedules.CompleteDatabase.budget + 1;
      await swap(quietPlan, late);
      expect(databases.accepted).toEqual(['rename orders orders-retired']);
    });
  });

  // Defect class: cleanup by fixed name; identity is the resource id.
  it('SwapNames refuses a live name that a unrelated database took meanwhile', async () => {
    databases.change('orders', { resourceId: 'cluster-UNRELATED' });
    databases.add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }));
    await expect(swap()).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining('cluster-UNRELATED'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('SwapNames refuses an old database that was renamed by hand', async () => {
    databases.change('orders', { identifier: 'orders-backup' });
    await expect(swap()).rejects.toMatchObject({ name: 'NotOurs' });
    expect(databases.accepted).toEqual([]);
  });

  it('SwapNames fails by name when the restored database is gone', async () => {
    databases = new FakeDatabases().add(aDatabase({ resourceId: 'cluster-OLD' }));
    await expect(swap()).rejects.toMatchObject({ name: 'DatabaseNotFound' });
    expect(databases.accepted).toEqual([]);
  });

  it.each(['backing-up', 'modifying'])(
    'SwapNames waits while the old database is %s',
    async (status) => {
      databases.change('orders', { status });
      expect(await swap()).toMatchObject({ waitingFor: `"orders" (${status})` });
      expect(databases.accepted).toEqual([]);
    },
  );

  it('SwapNames is not ready before AWS gives the live endpoint', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: restoredId, endpoint: undefined }),
    );
    expect((await swap(firstPlan)).state).toBe('pending');
  });

  it('SwapNames ends at its deadline', async () => {
    databases.change('orders', { status: 'modifying' });
    await expect(swap(plan, pollingSchedules.CompleteDatabase.deadline)).rejects.toMatchObject({
      name: 'StepOverdue',
      message: expect.stringContaining('"orders" (modifying)'),
    });
  });

  // Row 3: who wants to delete it later has to know that it may have been written to.
  it('SwapNames marks the restored database as gone live just before its last rename', async () => {
    await swap();
    databases.settle();
    expect((await databases.byResourceId(restoredId))[0]?.tags).toEqual({});
    await swap();
    expect(databases.accepted.at(-2)).toMatch(/^tag .*:orders-next understudy:went-live/);
    expect(databases.accepted.at(-1)).toBe('rename orders-next orders');
    expect((await databases.byResourceId(restoredId))[0]?.tags).toEqual({
      [tagKeys.wentLive]: '2026-01-05T10:31:40.000Z',
      [tagKeys.replaces]: 'cluster-OLD',
    });
  });

  it('SwapNames renames nothing where the went-live mark is refused', async () => {
    await swap();
    databases.settle();
    databases.faults.next('tag', new Error('AccessDenied'));
    await expect(swap()).rejects.toThrow('AccessDenied');
    expect(renames()).toEqual(['rename orders orders-retired']);
  });

  it('SwapNames looks again later where AWS puts the went-live mark off', async () => {
    await swap();
    databases.settle();
    databases.faults.next('tag', new NotInState('not available for modification'));
    expect(await swap()).toMatchObject({ waitingFor: 'the name "orders" to be free' });
    expect(renames()).toEqual(['rename orders orders-retired']);
    await swap();
    expect(renames()).toHaveLength(2);
  });

  it('SwapNames keeps the time at which the database first went live', async () => {
    const went = { [tagKeys.wentLive]: '2026-01-04T10:30:00.000Z' };
    databases.change('orders-next', { tags: went });
    await swap();
    databases.settle();
    await swap();
    expect((await databases.byResourceId(restoredId))[0]?.tags).toMatchObject(went);
  });

  // Row 13: what this run puts live no later one replaces.
  it.each([
    ['for the first time', {}],
    ['again', { [tagKeys.wentLive]: '2026-01-04T10:30:00.000Z' }],
  ])(
    'SwapNames puts the hold that was asked for on a database that goes live %s',
    async (_when, tags) => {
      databases.change('orders-next', { tags });
      const held = aRecoveryPlan({ hold: 'applications write here now' });
      await swap(held);
      databases.settle();
      await swap(held);
      expect((await databases.byResourceId(restoredId))[0]?.tags).toMatchObject({
        [tagKeys.hold]: 'applications write here now',
        [tagKeys.replaces]: 'cluster-OLD',
      });
    },
  );

  it('SwapNames marks no database as replaced on a first run', async () => {
    databases = new FakeDatabases().add(...restored);
    await swap(firstPlan);
    expect((await databases.byResourceId(restoredId))[0]?.tags).not.toHaveProperty(
      tagKeys.replaces,
    );
  });

  // Row 13: somebody put a hold on the live database while this run restored.
  it('SwapNames renames nothing where the live database is on hold by now', async () => {
    databases.change('orders', { tags: { [tagKeys.hold]: 'the source is back' } });
    await expect(swap()).rejects.toMatchObject({
      name: 'OnHold',
      message: expect.stringContaining('understudy:hold=the source is back'),
    });
    expect(databases.accepted).toEqual([]);
  });

  it('SwapNames continues where the hold came after the first rename', async () => {
    await swap();
    databases.settle();
    databases.change('orders-retired', { tags: { [tagKeys.hold]: 'too late' } });
    await swap();
    expect(renames()).toHaveLength(2);
  });

  // The live name is nobody's by then: the restored one is all that can answer to it.
  it.each(['failed', 'stopped'])(
    'SwapNames takes the live name though the retired database is %s',
    async (status) => {
      await swap();
      databases.settle();
      databases.change('orders-retired', { status });
      await swap();
      expect(renames()).toHaveLength(2);
    },
  );
});

describe('SwapNames beside tags of an owner', () => {
  it('SwapNames renames nothing while the marks of what goes live have no room', async () => {
    databases.change('orders-next', {
      tags: { ...ownTags(48), [tagKeys.replaces]: 'cluster-OLD' },
    });
    await expect(swap({ ...plan, hold: 'we live here' })).rejects.toMatchObject({
      name: 'DatabaseNotReady',
      message: expect.stringMatching(
        /it would have 51 tags, and AWS takes 50: .* remove 1 of your own/,
      ),
    });
    expect(databases.accepted).toEqual([]);
    await swap(plan);
    expect(renames()).toEqual(['rename orders orders-retired']);
  });
});
