// One file: one step, with each way in which an instance comes late or not at all.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { pollingSchedules } from '../../../../functions/shared/rules/polling-schedule.ts';
import {
  AlreadyExists,
  NoCapacity,
  NotInState,
  Refused,
} from '../../../../functions/shared/ports/aws-errors.ts';
import { QuotaFull } from '../../../../functions/shared/rules/errors.ts';
import { addInstances } from '../../../../functions/target/steps/add-instances.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';

const restoredId = 'cluster-RESTORED';
const { every, firstLook, deadline } = pollingSchedules.AddInstances;
let databases: FakeDatabases;

beforeEach(() => {
  databases = new FakeDatabases().add(
    aDatabase({ identifier: 'orders-next', resourceId: restoredId }),
  );
});

const look = (seconds = 0, plan = aRecoveryPlan()): ReturnType<typeof addInstances> =>
  addInstances(plan, restoredId, startedAt, { databases, clock: clockAfter(seconds) });

describe('AddInstances', () => {
  it('AddInstances makes the writer first and is ready once applications can connect', async () => {
    expect(await look()).toMatchObject({ state: 'pending', waitSeconds: firstLook });
    expect(databases.accepted).toEqual(['addMember orders-next-1', 'addMember orders-next-2']);
    expect((await look(firstLook)).state).toBe('pending');
    databases.settle();
    expect(await look(firstLook + 10)).toEqual({
      state: 'ready',
      endpoint: { host: expect.stringContaining('orders-next'), port: 5432 },
      shortfall: [],
      late: 'none',
    });
    expect(databases.accepted).toHaveLength(2);
  });

  it('AddInstances gives each instance the class, tier, engine and marks of the plan', async () => {
    await look();
    expect(databases.newMembers[1]).toEqual({
      identifier: 'orders-next-2',
      databaseIdentifier: 'orders-next',
      engine: 'aurora-postgresql',
      instanceClass: 'db.r6g.large',
      promotionTier: 1,
      settings: {},
      tags: {
        team: 'orders',
        ...marksOf(snapshotName, 'restored', 'recovery-run'),
        [tagKeys.instance]: 'orders-2',
      },
    });
  });

  it('AddInstances makes a missing instance while another is being created', async () => {
    databases.faults.next('addMember', new Error('socket hang up'), 'after');
    await expect(look()).rejects.toThrow('socket hang up');
    await look(1);
    expect(databases.accepted).toEqual(['addMember orders-next-1', 'addMember orders-next-2']);
  });

  it.each([
    ['capacity', new NoCapacity('Insufficient capacity.')],
    ['quota', new QuotaFull('InstanceQuotaExceededFault: 40 of 40: delete some')],
  ])('AddInstances goes on without a reader for want of %s, and says so', async (_what, lack) => {
    await look(0, aRecoveryPlan({ members: aRecoveryPlan().members.slice(0, 1) }));
    databases.settle();
    databases.faults.next('addMember', lack);

    const seen = await look(firstLook);

    expect(seen).toMatchObject({
      state: 'ready',
      shortfall: [expect.stringMatching(/the reader orders-2 \(db\.r6g\.large\) is missing/)],
    });
  });

  it('AddInstances asks again for a reader while it waits for the writer anyway', async () => {
    await look(0, aRecoveryPlan({ members: aRecoveryPlan().members.slice(0, 1) }));
    databases.faults.next('addMember', new NoCapacity('none'));

    expect(await look(every)).toMatchObject({ state: 'pending' });
    expect(databases.accepted).toEqual(['addMember orders-next-1']);
    await look(2 * every);
    expect(databases.accepted).toEqual(['addMember orders-next-1', 'addMember orders-next-2']);
  });

  it('AddInstances waits for the capacity of a writer until its deadline', async () => {
    databases.faults.next('addMember', new NoCapacity('none'));
    databases.faults.next('addMember', new NoCapacity('none'));

    expect(await look()).toMatchObject({ state: 'pending', waitSeconds: every });
    await expect(look(deadline)).rejects.toMatchObject({ name: 'StepOverdue' });
  });

  it('AddInstances ends where the quota has no room for a writer', async () => {
    databases.faults.next('addMember', new QuotaFull('40 of 40: delete some'));
    await expect(look()).rejects.toMatchObject({ name: 'QuotaFull' });
  });

  it('AddInstances asks again soon where AWS put the creation off', async () => {
    databases.change('orders-next', { status: 'backing-up' });
    expect(await look()).toMatchObject({ state: 'pending', waitSeconds: every });
    databases.settle();
    await look(every);
    expect(databases.accepted).toHaveLength(2);
  });

  it('AddInstances makes no instance where members have their live names already', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: restoredId }),
      [aMember({ identifier: 'orders-1', isWriter: true }), aMember({ identifier: 'orders-2' })],
    );
    expect((await look()).state).toBe('ready');
    expect(databases.accepted).toEqual([]);
  });

  it('AddInstances recognizes an instance that its first, unanswered attempt made', async () => {
    const make = databases.addMember.bind(databases);
    // The client repeats a call by itself: the step meets the second attempt's answer alone.
    databases.addMember = async (request) => {
      await make(request);
      throw new AlreadyExists('DB Instance already exists');
    };
    expect((await look(every + 1)).state).toBe('pending');
    expect(databases.accepted).toHaveLength(2);
  });

  it("AddInstances refuses to continue where another cluster's instance has the name", async () => {
    databases.add(aDatabase({ identifier: 'customers' }), [
      aMember({ identifier: 'orders-next-1' }),
    ]);
    expect((await look(0)).state).toBe('pending');
    await expect(look(every + 1)).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringMatching('"orders-next-1" exists.*set TempDBInstanceIdentifier'),
    });
    expect(databases.accepted).toEqual([]);
  });

  // Defect class: endless poll on a failed status.
  it.each([
    [
      'the writer',
      'incompatible-parameters',
      () => databases.changeMember('orders-next-1', { status: 'incompatible-parameters' }),
    ],
    ['a reader', 'failed', () => databases.changeMember('orders-next-2', { status: 'failed' })],
    [
      'the cluster',
      'inaccessible-encryption-credentials',
      () => {
        databases.settle();
        databases.change('orders-next', { status: 'inaccessible-encryption-credentials' });
      },
    ],
  ])('AddInstances fails within one look when %s is %s', async (_who, status, fail) => {
    await look();
    fail();
    await expect(look(firstLook)).rejects.toMatchObject({
      name: 'DatabaseFailed',
      message: expect.stringContaining(status),
    });
  });

  it('AddInstances gives the cluster each role once, and waits where AWS is busy', async () => {
    const roles = ['import', 'export'].map((name) => ({
      arn: `arn:aws:iam::222222222222:role/${name}`,
    }));
    const plan = aRecoveryPlan({ settings: { roles } });
    databases.faults.next('addRole', new NotInState('modifying'));
    await look(0, plan);
    databases.settle();
    await look(firstLook, plan);
    await look(firstLook, plan);
    const given = databases.accepted.filter((call) => call.startsWith('addRole'));
    expect(given.toSorted()).toEqual(
      roles.map(({ arn }) => `addRole orders-next ${arn}`).toSorted(),
    );
  });

  it('AddInstances sets what a restore does not take, and waits until it is so', async () => {
    const plan = aRecoveryPlan({
      settings: { maintenanceWindow: 'sun:05:00-sun:05:30', dataApi: true, port: 5432 },
    });
    await look(0, plan);
    expect(databases.accepted.slice(2)).toEqual([
      expect.stringMatching(/^enableDataApi arn:/),
      'apply orders-next maintenanceWindow',
    ]);
    databases.settle();
    expect((await look(firstLook, plan)).state).toBe('ready');
    expect(databases.accepted).toHaveLength(4);
  });

  it('AddInstances goes on without what AWS does not take, and says so', async () => {
    const plan = aRecoveryPlan({ settings: { minorVersionUpgrades: true } });
    databases.refusedSettings.push('minorVersionUpgrades');
    await look(0, plan);
    databases.settle();
    expect(await look(firstLook, plan)).toMatchObject({
      state: 'ready',
      shortfall: [expect.stringContaining("AutoMinorVersionUpgrade is AWS's default")],
    });
  });

  it.each(['addRole', 'enableDataApi'] as const)(
    'AddInstances goes on where AWS refuses %s, and says so',
    async (operation) => {
      const plan = aRecoveryPlan({ settings: { roles: [{ arn: 'a' }], dataApi: true } });
      await look(0, plan);
      databases.settle();
      databases.change('orders-next', { settings: {} });
      databases.faults.next(operation, new Refused('AccessDenied'));
      await look(firstLook, plan);
      const shown = { addRole: { dataApi: true }, enableDataApi: { roles: [{ arn: 'a' }] } };
      databases.change('orders-next', { settings: shown[operation] });
      databases.faults.next(operation, new Refused('AccessDenied'));
      const said = { addRole: /^AssociatedRoles is /, enableDataApi: /^HttpEndpointEnabled is / };
      expect(await look(firstLook, plan)).toMatchObject({
        state: 'ready',
        shortfall: [expect.stringMatching(said[operation])],
      });
    },
  );

  it('AddInstances asks for no more changes once it takes longer than it usually does', async () => {
    const plan = aRecoveryPlan({ settings: { maintenanceWindow: 'sun:05:00-sun:05:30' } });
    await look(pollingSchedules.AddInstances.budget + 1, plan);
    expect(databases.accepted).toEqual(['addMember orders-next-1', 'addMember orders-next-2']);
  });

  it('AddInstances makes an instance without settings that AWS refuses', async () => {
    const [member] = aRecoveryPlan().members;
    const settings = { caCertificate: 'rds-ca-none' };
    const plan = aRecoveryPlan({ members: [{ ...member!, settings }] });
    databases.faults.next('addMember', new Refused('CertificateNotFound'));
    await look(0, plan);
    expect(databases.newMembers.map((one) => one.settings)).toEqual([{}]);
  });

  it('AddInstances gives a quiet database neither roles nor parameter groups of members', async () => {
    const [member] = aRecoveryPlan().members;
    const settings = { parameterGroup: 'own', caCertificate: 'ca' };
    const plan = aRecoveryPlan({
      quiet: { parameterGroup: 'quiet' },
      settings: { roles: [{ arn: 'a' }] },
      members: [{ ...member!, settings }],
    });
    await look(0, plan);
    expect(databases.newMembers.map((one) => one.settings)).toEqual([{ caCertificate: 'ca' }]);
    expect(databases.accepted).toEqual(['addMember orders-next-1']);
  });

  const late = { maintenanceWindow: 'sun:05:00-sun:06:00' };
  it.each([
    ['swap', {}, { state: 'ready', shortfall: [], late: 'none' }],
    ['swap', late, { state: 'ready', shortfall: [], late: 'due' }],
    ['standby', late, { state: 'pending' }],
    ['drill', late, { state: 'pending' }],
    ['drill', {}, { state: 'ready' }],
  ] as const)(
    'AddInstances of a %s whose DB instance with the later settings %j is backing-up answers %j',
    async (mode, settings, expected) => {
      const plan = aRecoveryPlan({ kind: 'instance', members: [], mode, settings });
      databases = new FakeDatabases().add(
        aDatabase({
          kind: 'instance',
          identifier: 'orders-next',
          resourceId: restoredId,
          status: 'backing-up',
        }),
      );
      expect(await look(0, plan)).toMatchObject(expected);
      expect(databases.accepted).toEqual([]);
    },
  );

  it.each([
    ['swap', 'ready'],
    ['drill', 'ready'],
    ['standby', 'pending'],
  ] as const)(
    'AddInstances of a %s is %s while a reader is in the making and the writer answers',
    async (mode, state) => {
      const plan = aRecoveryPlan({ mode });
      databases = new FakeDatabases().add(
        aDatabase({ identifier: 'orders-next', resourceId: restoredId, writer: 'orders-next-1' }),
        [
          aMember({ identifier: 'orders-next-1', isWriter: true, status: 'backing-up' }),
          aMember({ identifier: 'orders-next-2', status: 'creating' }),
        ],
      );
      expect((await look(0, plan)).state).toBe(state);
    },
  );

  it('AddInstances waits for a DB instance, which has no members', async () => {
    const plan = aRecoveryPlan({
      kind: 'instance',
      members: [],
      settings: { roles: [{ arn: 'a' }] },
    });
    databases = new FakeDatabases().add(
      aDatabase({ kind: 'instance', identifier: 'orders-next', resourceId: restoredId }),
    );
    // What is shown doesn't tell of the role yet.
    expect(await look(0, plan)).toMatchObject({
      state: 'pending',
      waitSeconds: pollingSchedules.AddInstances.every,
    });
    expect(await look(0, plan)).toMatchObject({ state: 'ready', shortfall: [] });
    databases.change('orders-next', { status: 'creating' });
    expect((await look(0, plan)).state).toBe('pending');
    expect(databases.accepted).toEqual(['addRole orders-next a']);
  });

  it('AddInstances fails by name when the restored database is gone', async () => {
    databases = new FakeDatabases();
    await expect(look()).rejects.toMatchObject({ name: 'DatabaseNotFound' });
  });

  it('AddInstances ends at its deadline', async () => {
    await look();
    await expect(look(deadline)).rejects.toMatchObject({ name: 'StepOverdue' });
  });
});
