// One file: a DB instance's operations in the order of its life.
import { describe, expect, it } from '@jest/globals';
import type { DBInstanceMessage, ModifyDBInstanceResult } from '@aws-sdk/client-rds';
import {
  cluster,
  instance,
  instanceSnapshot,
  instanceSnapshotWith,
  instanceWith,
  makeDatabase,
  makeInstance,
  makeMember,
  rowsOf,
} from './scenes.ts';
import { handover, minute, sourceLocation, Simulator, targetLocation } from './simulator.ts';

describe('CreateDBInstance', () => {
  it('a new instance passes from creating through configuring and backing up to available', async () => {
    const simulator = new Simulator();
    await simulator.call(sourceLocation, 'CreateDBInstance', {
      DBInstanceIdentifier: 'Ledger',
      DBInstanceClass: 'db.t4g.medium',
      Engine: 'postgres',
      EngineVersion: '18.4',
      AllocatedStorage: 20,
      MasterUsername: 'keeper',
      MasterUserPassword: 'correct horse',
    });
    expect(await instance(simulator, sourceLocation, 'ledger')).not.toHaveProperty('Endpoint');
    const seen = new Set<string>();
    const made = await simulator.until(async () => {
      const found = await instance(simulator, sourceLocation, 'ledger');
      seen.add(found?.DBInstanceStatus ?? '');
      return found?.DBInstanceStatus === 'available' ? found : undefined;
    });
    expect([...seen]).toEqual(['creating', 'configuring-log-exports', 'backing-up', 'available']);
    expect(made).toMatchObject({
      StorageEncrypted: false,
      Endpoint: { Port: 5432, Address: expect.stringMatching(/^ledger\.c/) },
    });
    expect(simulator.answering(made.Endpoint?.Address)).toEqual({
      address: '127.0.1.1',
      port: 40_001,
    });
    expect(simulator.eventIds()).toEqual(['RDS-EVENT-0005', 'RDS-EVENT-0001', 'RDS-EVENT-0002']);
  });

  it('the first instance of a cluster is the writer, and later ones are readers', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await makeMember(simulator, sourceLocation, 'orders', 'orders-2');
    const found = await cluster(simulator, sourceLocation, 'orders');
    expect(found?.DBClusterMembers).toEqual([
      expect.objectContaining({ DBInstanceIdentifier: 'orders-1', IsClusterWriter: true }),
      expect.objectContaining({ DBInstanceIdentifier: 'orders-2', IsClusterWriter: false }),
    ]);
    expect(await instance(simulator, sourceLocation, 'orders-2')).toMatchObject({
      DBClusterIdentifier: 'orders',
      MasterUsername: 'keeper',
      EngineVersion: '18.4',
    });
    expect(simulator.engine.starts).toBe(1);
  });

  it.each([
    ['what its cluster decides', { MasterUsername: 'other' }, 'InvalidParameterCombination'],
    ['another engine', { Engine: 'aurora-mysql' }, 'InvalidParameterCombination'],
    ['another version', { EngineVersion: '18.5' }, 'InvalidParameterCombination'],
    ['no cluster', { DBClusterIdentifier: 'nobody' }, 'DBClusterNotFoundFault'],
    ['a taken name', { DBInstanceIdentifier: 'orders-1' }, 'DBInstanceAlreadyExistsFault'],
    [
      'a class without capacity',
      { DBInstanceClass: 'db.serverless' },
      'InvalidDBClusterStateFault',
    ],
  ])("a cluster's instance is refused with %s", async (_what, more, name) => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await expect(
      makeMember(simulator, sourceLocation, 'orders', 'orders-2', more),
    ).rejects.toMatchObject({
      name,
    });
  });
});

describe('renaming an instance', () => {
  it('the rename of an instance restarts the writer’s server and moves its host name', async () => {
    const simulator = new Simulator({ durations: { renamedHost: [30, 30] } });
    const { Endpoint: clusterHost = '' } = await makeDatabase(simulator, sourceLocation, 'orders');
    const before = await instance(simulator, sourceLocation, 'orders-1');
    const starts = simulator.engine.starts;
    await simulator.call(sourceLocation, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'orders-1',
      NewDBInstanceIdentifier: 'orders-one',
      ApplyImmediately: true,
    });
    await instanceWith(simulator, sourceLocation, 'orders-1', 'renaming');
    expect(simulator.names.resolve(before?.Endpoint?.Address ?? '')).toEqual([]);
    expect(simulator.answering(clusterHost)).toBeDefined();
    await instanceWith(simulator, sourceLocation, 'orders-one', 'rebooting');
    expect(simulator.answering(clusterHost)).toBeUndefined();
    const after = await instanceWith(simulator, sourceLocation, 'orders-one', 'available');
    expect(after.DbiResourceId).toBe(before?.DbiResourceId);
    expect(simulator.engine.starts).toBe(starts + 1);
    expect(simulator.answering(clusterHost)).toBeDefined();
    expect(simulator.names.resolve(after.Endpoint?.Address ?? '')).toEqual([]);
    await simulator.pass(30_000);
    expect(simulator.answering(after.Endpoint?.Address)?.address).toBe('127.0.1.2');
    expect(simulator.answering(clusterHost)?.address).toBe('127.0.1.2');
    const found = await cluster(simulator, sourceLocation, 'orders');
    expect(found?.DBClusterMembers?.[0]).toMatchObject({
      DBInstanceIdentifier: 'orders-one',
      IsClusterWriter: true,
    });
  });

  it('the rename of an instance waits for the maintenance window without ApplyImmediately', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, sourceLocation, 'ledger');
    const { DBInstance } = await simulator.call<ModifyDBInstanceResult>(
      sourceLocation,
      'ModifyDBInstance',
      {
        DBInstanceIdentifier: 'ledger',
        NewDBInstanceIdentifier: 'ledger-old',
      },
    );
    expect(DBInstance?.PendingModifiedValues).toEqual({ DBInstanceIdentifier: 'ledger-old' });
    await simulator.pass(60 * minute);
    expect(await instance(simulator, sourceLocation, 'ledger')).toMatchObject({
      DBInstanceStatus: 'available',
    });
  });
});

describe('ModifyDBInstance', () => {
  it('ModifyDBInstance restarts an instance for another class, and shows it as pending meanwhile', async () => {
    const simulator = new Simulator({ durations: { describeLag: [1, 1], modify: [30, 30] } });
    await makeInstance(simulator, sourceLocation, 'ledger');
    await simulator.call(sourceLocation, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'ledger',
      DBInstanceClass: 'db.r6g.large',
      ApplyImmediately: true,
    });
    await simulator.pass(5000);
    expect(await instance(simulator, sourceLocation, 'ledger')).toMatchObject({
      DBInstanceStatus: 'modifying',
      PendingModifiedValues: { DBInstanceClass: 'db.r6g.large' },
    });
    expect(await instanceWith(simulator, sourceLocation, 'ledger', 'available')).toMatchObject({
      DBInstanceClass: 'db.r6g.large',
      PendingModifiedValues: {},
    });
    expect(simulator.engine.starts).toBe(2);
  });

  it('ModifyDBInstance refuses settings that the cluster decides', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await expect(
      simulator.call(sourceLocation, 'ModifyDBInstance', {
        DBInstanceIdentifier: 'orders-1',
        DeletionProtection: true,
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  it('ModifyDBInstance applies a parameter group at the next reboot', async () => {
    const simulator = new Simulator();
    simulator.rds.createParameterGroup(sourceLocation, { name: 'tuned', family: 'postgres18' });
    const { Endpoint: endpoint } = await makeInstance(simulator, sourceLocation, 'ledger');
    await simulator.call(sourceLocation, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'ledger',
      DBParameterGroupName: 'tuned',
    });
    expect((await instance(simulator, sourceLocation, 'ledger'))?.DBParameterGroups).toEqual([
      { DBParameterGroupName: 'tuned', ParameterApplyStatus: 'pending-reboot' },
    ]);
    await simulator.call(sourceLocation, 'RebootDBInstance', { DBInstanceIdentifier: 'ledger' });
    await instanceWith(simulator, sourceLocation, 'ledger', 'rebooting');
    expect(simulator.answering(endpoint?.Address)).toBeUndefined();
    const rebooted = await instanceWith(simulator, sourceLocation, 'ledger', 'available');
    expect(rebooted.DBParameterGroups?.[0]?.ParameterApplyStatus).toBe('in-sync');
    expect(simulator.eventIds().slice(-2)).toEqual(['RDS-EVENT-0004', 'RDS-EVENT-0006']);
  });
});

describe('DeleteDBInstance', () => {
  it('DeleteDBInstance takes no final snapshot of an instance of a cluster', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await expect(
      simulator.call(sourceLocation, 'DeleteDBInstance', {
        DBInstanceIdentifier: 'orders-1',
        FinalDBSnapshotIdentifier: 'final',
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  it('DeleteDBInstance of the writer lets a reader take over', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders', { rows: ['one'] });
    await makeMember(simulator, sourceLocation, 'orders', 'orders-2');
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    await simulator.pass(15 * minute);
    const left = await cluster(simulator, sourceLocation, 'orders');
    expect(left?.DBClusterMembers).toEqual([
      expect.objectContaining({ DBInstanceIdentifier: 'orders-2', IsClusterWriter: true }),
    ]);
    expect(simulator.answering(left?.Endpoint)?.address).toBe('127.0.1.2');
    expect(rowsOf(simulator, left?.DbClusterResourceId)).toEqual(['one']);
  });

  it('DeleteDBInstance keeps the data in a final snapshot', async () => {
    const simulator = new Simulator();
    const made = await makeInstance(simulator, sourceLocation, 'ledger', {
      DeletionProtection: true,
    });
    rowsOf(simulator, made.DbiResourceId).push('one');
    const input = { DBInstanceIdentifier: 'ledger', FinalDBSnapshotIdentifier: 'final' };
    await expect(simulator.call(sourceLocation, 'DeleteDBInstance', input)).rejects.toThrow(
      'protected',
    );
    await simulator.call(sourceLocation, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'ledger',
      DeletionProtection: false,
    });
    await simulator.call(sourceLocation, 'DeleteDBInstance', input);
    await simulator.until(async () =>
      (await instance(simulator, sourceLocation, 'ledger')) === undefined ? true : undefined,
    );
    expect(await instanceSnapshot(simulator, sourceLocation, 'final')).toMatchObject({
      Status: 'available',
    });
    expect([...simulator.engine.dumps.values()]).toEqual([
      expect.objectContaining({ rows: ['one'] }),
    ]);
    expect(simulator.engine.volumes.size).toBe(0);
  });

  it('DeleteDBInstance is refused for a busy instance', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, sourceLocation, 'ledger');
    await simulator.call(sourceLocation, 'RebootDBInstance', { DBInstanceIdentifier: 'ledger' });
    await expect(
      simulator.call(sourceLocation, 'DeleteDBInstance', {
        DBInstanceIdentifier: 'ledger',
        SkipFinalSnapshot: true,
      }),
    ).rejects.toMatchObject({ name: 'InvalidDBInstanceStateFault' });
  });
});

describe('the recovery of a DB instance', () => {
  it('a DB snapshot crosses account and Region in one copy, with its events, and is restored', async () => {
    const simulator = new Simulator();
    const key = simulator.keys.make(sourceLocation, 'source');
    const target = simulator.keys.make(targetLocation, 'target');
    const made = await makeInstance(simulator, sourceLocation, 'ledger', {
      StorageEncrypted: true,
      KmsKeyId: key,
    });
    rowsOf(simulator, made.DbiResourceId).push('one');
    await simulator.call(sourceLocation, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    const taken = await instanceSnapshotWith(simulator, sourceLocation, 'taken', 'available');
    await simulator.call(sourceLocation, 'ModifyDBSnapshotAttribute', {
      DBSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [targetLocation.accountId],
    });
    await simulator.call(targetLocation, 'CopyDBSnapshot', {
      SourceDBSnapshotIdentifier: taken.DBSnapshotArn,
      TargetDBSnapshotIdentifier: 'secured',
      KmsKeyId: target,
    });
    await instanceSnapshotWith(simulator, targetLocation, 'secured', 'available');
    await simulator.call(targetLocation, 'RestoreDBInstanceFromDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'secured',
    });
    const restored = await instanceWith(simulator, targetLocation, 'ledger', 'available');
    expect(restored).toMatchObject({
      KmsKeyId: target,
      EngineVersion: '18.4',
      DBInstanceClass: 'db.t4g.medium',
    });
    expect(rowsOf(simulator, restored.DbiResourceId)).toEqual(['one']);
    expect(simulator.rds.problems).toEqual([]);
    const copied = simulator.events.filter(
      ({ detailType }) => detailType === 'RDS DB Snapshot Event',
    );
    expect(copied.map(({ detail, location }) => [detail['EventID'], location.region])).toEqual([
      ['RDS-EVENT-0040', 'eu-west-1'],
      ['RDS-EVENT-0042', 'eu-west-1'],
      ['RDS-EVENT-0059', 'eu-central-1'],
      ['RDS-EVENT-0060', 'eu-central-1'],
      ['RDS-EVENT-0043', 'eu-central-1'],
    ]);
    await simulator.call(targetLocation, 'DeleteDBSnapshot', { DBSnapshotIdentifier: 'secured' });
    await simulator.pass(minute);
    expect(await instanceSnapshot(simulator, targetLocation, 'secured')).toBeUndefined();
    expect(simulator.eventIds().at(-1)).toBe('RDS-EVENT-0041');
  });
});

describe('DescribeDBInstances', () => {
  it('DescribeDBInstances filters by cluster, name and resource id', async () => {
    const simulator = new Simulator();
    const orders = await makeDatabase(simulator, sourceLocation, 'orders');
    const ledger = await makeInstance(simulator, sourceLocation, 'ledger');
    await makeDatabase(simulator, handover, 'orders');
    const found = async (Name: string, Value: string | undefined) => {
      const input = { Filters: [{ Name, Values: [Value] }] };
      const answer = await simulator.call<DBInstanceMessage>(
        sourceLocation,
        'DescribeDBInstances',
        input,
      );
      return answer.DBInstances?.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier);
    };
    expect(await found('db-cluster-id', 'orders')).toEqual(['orders-1']);
    expect(await found('db-cluster-id', orders.DBClusterArn)).toEqual(['orders-1']);
    expect(await found('db-instance-id', 'ledger')).toEqual(['ledger']);
    expect(await found('dbi-resource-id', ledger.DbiResourceId)).toEqual(['ledger']);
    await expect(found('status', 'available')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

describe('an instance of a cluster that fails', () => {
  it('a failed instance of a cluster shows its status, and can be deleted', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    simulator.rds.faults.plan({
      operation: 'create-instance',
      outcome: { status: 'incompatible-network' },
    });
    await simulator.call(sourceLocation, 'CreateDBInstance', {
      DBInstanceIdentifier: 'orders-2',
      DBClusterIdentifier: 'orders',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    });
    await instanceWith(simulator, sourceLocation, 'orders-2', 'incompatible-network');
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-2' });
    await simulator.pass(15 * minute);
    expect(await instance(simulator, sourceLocation, 'orders-2')).toBeUndefined();
    expect((await cluster(simulator, sourceLocation, 'orders'))?.DBClusterMembers).toHaveLength(1);
  });
});
