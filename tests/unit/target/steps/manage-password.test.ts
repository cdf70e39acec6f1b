import { beforeEach, describe, expect, it } from '@jest/globals';
import { NotInState, Refused } from '../../../../functions/shared/ports/aws-errors.ts';
import type { Database, MasterSecret } from '../../../../functions/shared/rules/database.ts';
import { endpointOf } from '../../../../functions/shared/rules/endpoint.ts';
import { addInstances } from '../../../../functions/target/steps/add-instances.ts';
import { rollBack } from '../../../../functions/target/steps/roll-back.ts';
import { swapNames } from '../../../../functions/target/steps/swap-names.ts';
import { terminateOldCluster } from '../../../../functions/target/steps/terminate-old-cluster.ts';
import { aDatabase, aMasterSecret, aMember } from '../../factories/databases.ts';
import { startedAt, targetKeyArn } from '../../factories/locations.ts';
import { snapshotName } from '../../factories/notices.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';
import { fakeTies } from '../../fakes/ties.ts';

const plan = aRecoveryPlan();
const restoredId = 'cluster-RESTORED';
const ours = marksOf(snapshotName, 'restored');
const old = { identifier: 'orders', resourceId: 'cluster-OLD' };
const restored = { identifier: 'orders-next', resourceId: restoredId, tags: ours };
let databases: FakeDatabases;

const place = (one: Partial<Database>, other: Partial<Database>): void => {
  databases = new FakeDatabases()
    .add(aDatabase(one), [aMember({ identifier: 'orders-1', isWriter: true })])
    .add(aDatabase(other), [aMember({ identifier: 'orders-next-1', isWriter: true })]);
};
const clock = clockAfter(100);
const swap = (): ReturnType<typeof swapNames> =>
  swapNames(plan, restoredId, { since: startedAt }, { databases, clock });
const terminate = (): ReturnType<typeof terminateOldCluster> =>
  terminateOldCluster(plan, restoredId, startedAt, {
    databases,
    snapshots: new FakeSnapshots(),
    ties: fakeTies(),
    clock,
  });
const done = (): readonly string[] => databases.accepted.map((call) => call.split(' ')[0] ?? '');

describe('SwapNames where RDS manages the master password of the old database', () => {
  beforeEach(() => place({ ...old, masterSecret: aMasterSecret() }, restored));

  // Defect class: the old secret goes with the old database, and applications are locked out.
  it('SwapNames has the master password managed anew, and waits for it, before the first rename', async () => {
    expect(await swap()).toMatchObject({ state: 'pending', untouched: true });
    expect(await swap()).toMatchObject({ state: 'pending', untouched: true });
    expect(done()).toEqual(['manageMasterPassword']);
    databases.settle();
    expect(await swap()).toMatchObject({ waitingFor: '"orders" to become "orders-retired"' });
    databases.settle();
    expect(await swap()).not.toHaveProperty('untouched');
    databases.settle();
    expect(await swap()).toMatchObject({
      state: 'ready',
      endpoint: { master: { user: 'keeper', keptIn: 'orders-next-secret' } },
    });
    expect(done().filter((method) => /^(?:manage|rename)/.test(method))).toEqual([
      'manageMasterPassword',
      'rename',
      'rename',
    ]);
  });

  it('SwapNames keeps the key of the old secret', async () => {
    place({ ...old, masterSecret: aMasterSecret({ keyArn: targetKeyArn }) }, restored);
    await swap();
    expect(databases.accepted).toEqual([`manageMasterPassword orders-next ${targetKeyArn}`]);
  });

  it('SwapNames has nothing managed twice while Describe lags', async () => {
    await swap();
    databases.change('orders-next', { masterSecret: undefined });
    expect(await swap()).toMatchObject({ untouched: true });
    expect(done()).toEqual(['manageMasterPassword']);
  });

  it('SwapNames goes on without the secret where AWS refuses one', async () => {
    databases.faults.next('manageMasterPassword', new Refused('AccessDenied'), 'before');
    expect(await swap()).toMatchObject({ waitingFor: '"orders" to become "orders-retired"' });
  });

  it('SwapNames renames nothing while AWS puts it off', async () => {
    databases.faults.next('manageMasterPassword', new NotInState('backing-up'), 'before');
    expect(await swap()).toMatchObject({ untouched: true });
    expect(done()).toEqual([]);
  });

  it('SwapNames fails with an error that it does not know, and renames nothing', async () => {
    databases.faults.next('manageMasterPassword', new Error('socket hang up'), 'before');
    await expect(swap()).rejects.toThrow('socket hang up');
    expect(done()).toEqual([]);
  });

  it.each(['active', 'rotating', 'impaired', 'a status of tomorrow'])(
    'SwapNames takes a secret of the restored database that is %s for done',
    async (status) => {
      databases.change('orders-next', { masterSecret: aMasterSecret({ status }) });
      await swap();
      expect(done()).toEqual(['rename']);
    },
  );

  it('SwapNames has nothing managed once the old database has left the live name', async () => {
    databases.change('orders', { identifier: 'orders-retired' });
    await swap();
    expect(done().filter((method) => method !== 'tag')).toEqual(['rename']);
  });
});

it('SwapNames has nothing managed where RDS manages no master password', async () => {
  place(old, restored);
  await swap();
  expect(done()).toEqual(['rename']);
});

describe('TerminateOldCluster where RDS manages the master password of the old database', () => {
  const retired = { ...old, identifier: 'orders-retired', masterSecret: aMasterSecret() };
  const live = { ...restored, identifier: 'orders' };

  // Defect class: the only secret is deleted.
  it('TerminateOldCluster keeps the old database while its successor has no secret, and says what to do', async () => {
    place(retired, live);
    expect(await terminate()).toMatchObject({
      outcome: 'kept',
      detail: expect.stringMatching(
        /old-secret.*aws rds modify-db-cluster --region eu-central-1 --db-cluster-identifier orders --manage/,
      ),
    });
    expect(done()).toEqual([]);
  });

  it("TerminateOldCluster waits for the successor's secret", async () => {
    place(retired, { ...live, masterSecret: aMasterSecret({ status: 'creating' }) });
    expect(await terminate()).toMatchObject({ state: 'pending' });
    expect(done()).toEqual([]);
  });

  it.each(['active', 'rotating', 'impaired'])(
    "TerminateOldCluster deletes it once the successor's secret is %s",
    async (status) => {
      place(retired, { ...live, masterSecret: aMasterSecret({ status }) });
      await terminate();
      expect(done()).toEqual(['deleteMember']);
    },
  );
});

describe('a second run on a database whose master password is managed', () => {
  const masterSecret: MasterSecret = aMasterSecret({ arn: 'new-secret' });
  const master = { user: 'keeper', keptIn: 'new-secret' };

  it('AddInstances tells whose password is kept where', async () => {
    place(old, { ...restored, masterSecret });
    const withMember = {
      ...plan,
      members: [{ ...plan.members[0], temporary: 'orders-next-1' }] as typeof plan.members,
    };
    expect(
      await addInstances(withMember, restoredId, startedAt, { databases, clock }),
    ).toMatchObject({ state: 'ready', endpoint: { master } });
  });

  it('RollBack tells it where the restored database stays', async () => {
    place(
      { ...old, identifier: 'orders-retired' },
      { ...restored, identifier: 'orders', masterSecret },
    );
    expect(await rollBack(plan, restoredId, startedAt, { databases, clock })).toMatchObject({
      outcome: 'stays',
      endpoint: { master },
    });
  });

  it('an endpoint has no master where RDS manages none', () => {
    expect(endpointOf(aDatabase())).not.toHaveProperty('master');
  });
});
