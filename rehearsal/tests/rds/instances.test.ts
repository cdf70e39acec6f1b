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
import { HANDOVER, MINUTE, SOURCE, Stage, TARGET } from './stage.ts';

describe('a new instance', () => {
  it('passes from creating through configuring and backing up to available', async () => {
    const stage = new Stage();
    await stage.call(SOURCE, 'CreateDBInstance', {
      DBInstanceIdentifier: 'Ledger',
      DBInstanceClass: 'db.t4g.medium',
      Engine: 'postgres',
      EngineVersion: '18.4',
      AllocatedStorage: 20,
      MasterUsername: 'keeper',
      MasterUserPassword: 'correct horse',
    });
    expect(await instance(stage, SOURCE, 'ledger')).not.toHaveProperty('Endpoint');
    const seen = new Set<string>();
    const made = await stage.until(async () => {
      const found = await instance(stage, SOURCE, 'ledger');
      seen.add(found?.DBInstanceStatus ?? '');
      return found?.DBInstanceStatus === 'available' ? found : undefined;
    });
    expect([...seen]).toEqual(['creating', 'configuring-log-exports', 'backing-up', 'available']);
    expect(made).toMatchObject({
      StorageEncrypted: false,
      Endpoint: { Port: 5432, Address: expect.stringMatching(/^ledger\.c/) },
    });
    expect(stage.answering(made.Endpoint?.Address)).toEqual({ address: '127.0.1.1', port: 40_001 });
    expect(stage.eventIds()).toEqual(['RDS-EVENT-0001', 'RDS-EVENT-0002', 'RDS-EVENT-0005']);
  });

  it('is the writer where it is its cluster’s first; others read', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    await makeMember(stage, SOURCE, 'orders', 'orders-2');
    const found = await cluster(stage, SOURCE, 'orders');
    expect(found?.DBClusterMembers).toEqual([
      expect.objectContaining({ DBInstanceIdentifier: 'orders-1', IsClusterWriter: true }),
      expect.objectContaining({ DBInstanceIdentifier: 'orders-2', IsClusterWriter: false }),
    ]);
    expect(await instance(stage, SOURCE, 'orders-2')).toMatchObject({
      DBClusterIdentifier: 'orders',
      MasterUsername: 'keeper',
      EngineVersion: '18.4',
    });
    expect(stage.engine.starts).toBe(1);
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
  ])('of a cluster is refused with %s', async (_what, more, name) => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    await expect(makeMember(stage, SOURCE, 'orders', 'orders-2', more)).rejects.toMatchObject({
      name,
    });
  });
});

describe('renaming an instance', () => {
  it('restarts the writer’s server and moves its host name', async () => {
    const stage = new Stage({ durations: { renamedHost: [30, 30] } });
    const { Endpoint: clusterHost = '' } = await makeDatabase(stage, SOURCE, 'orders');
    const before = await instance(stage, SOURCE, 'orders-1');
    const starts = stage.engine.starts;
    await stage.call(SOURCE, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'orders-1',
      NewDBInstanceIdentifier: 'orders-one',
      ApplyImmediately: true,
    });
    await instanceWith(stage, SOURCE, 'orders-1', 'renaming');
    expect(stage.names.resolve(before?.Endpoint?.Address ?? '')).toEqual([]);
    expect(stage.answering(clusterHost)).toBeDefined();
    await instanceWith(stage, SOURCE, 'orders-one', 'rebooting');
    expect(stage.answering(clusterHost)).toBeUndefined();
    const after = await instanceWith(stage, SOURCE, 'orders-one', 'available');
    expect(after.DbiResourceId).toBe(before?.DbiResourceId);
    expect(stage.engine.starts).toBe(starts + 1);
    expect(stage.answering(clusterHost)).toBeDefined();
    expect(stage.names.resolve(after.Endpoint?.Address ?? '')).toEqual([]);
    await stage.pass(30_000);
    expect(stage.answering(after.Endpoint?.Address)?.address).toBe('127.0.1.2');
    expect(stage.answering(clusterHost)?.address).toBe('127.0.1.2');
    const found = await cluster(stage, SOURCE, 'orders');
    expect(found?.DBClusterMembers?.[0]).toMatchObject({
      DBInstanceIdentifier: 'orders-one',
      IsClusterWriter: true,
    });
  });

  it('waits for the maintenance window without ApplyImmediately', async () => {
    const stage = new Stage();
    await makeInstance(stage, SOURCE, 'ledger');
    const { DBInstance } = await stage.call<ModifyDBInstanceResult>(SOURCE, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'ledger',
      NewDBInstanceIdentifier: 'ledger-old',
    });
    expect(DBInstance?.PendingModifiedValues).toEqual({ DBInstanceIdentifier: 'ledger-old' });
    await stage.pass(60 * MINUTE);
    expect(await instance(stage, SOURCE, 'ledger')).toMatchObject({
      DBInstanceStatus: 'available',
    });
  });
});

describe('modifying an instance', () => {
  it('restarts it for another class, and shows it as pending meanwhile', async () => {
    const stage = new Stage({ durations: { describeLag: [1, 1], modify: [30, 30] } });
    await makeInstance(stage, SOURCE, 'ledger');
    await stage.call(SOURCE, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'ledger',
      DBInstanceClass: 'db.r6g.large',
      ApplyImmediately: true,
    });
    await stage.pass(5000);
    expect(await instance(stage, SOURCE, 'ledger')).toMatchObject({
      DBInstanceStatus: 'modifying',
      PendingModifiedValues: { DBInstanceClass: 'db.r6g.large' },
    });
    expect(await instanceWith(stage, SOURCE, 'ledger', 'available')).toMatchObject({
      DBInstanceClass: 'db.r6g.large',
      PendingModifiedValues: {},
    });
    expect(stage.engine.starts).toBe(2);
  });

  it('is refused for a member’s what its cluster decides', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    await expect(
      stage.call(SOURCE, 'ModifyDBInstance', {
        DBInstanceIdentifier: 'orders-1',
        DeletionProtection: true,
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  it('of its parameter group waits for a reboot', async () => {
    const stage = new Stage();
    stage.rds.createParameterGroup(SOURCE, { name: 'tuned', family: 'postgres18' });
    const { Endpoint: endpoint } = await makeInstance(stage, SOURCE, 'ledger');
    await stage.call(SOURCE, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'ledger',
      DBParameterGroupName: 'tuned',
    });
    expect((await instance(stage, SOURCE, 'ledger'))?.DBParameterGroups).toEqual([
      { DBParameterGroupName: 'tuned', ParameterApplyStatus: 'pending-reboot' },
    ]);
    await stage.call(SOURCE, 'RebootDBInstance', { DBInstanceIdentifier: 'ledger' });
    await instanceWith(stage, SOURCE, 'ledger', 'rebooting');
    expect(stage.answering(endpoint?.Address)).toBeUndefined();
    const rebooted = await instanceWith(stage, SOURCE, 'ledger', 'available');
    expect(rebooted.DBParameterGroups?.[0]?.ParameterApplyStatus).toBe('in-sync');
    expect(stage.eventIds().slice(-2)).toEqual(['RDS-EVENT-0004', 'RDS-EVENT-0006']);
  });
});

describe('deleting an instance', () => {
  it('of a cluster takes no final snapshot', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    await expect(
      stage.call(SOURCE, 'DeleteDBInstance', {
        DBInstanceIdentifier: 'orders-1',
        FinalDBSnapshotIdentifier: 'final',
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  it('lets a reader take over from the writer', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders', { rows: ['one'] });
    await makeMember(stage, SOURCE, 'orders', 'orders-2');
    await stage.call(SOURCE, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    await stage.pass(15 * MINUTE);
    const left = await cluster(stage, SOURCE, 'orders');
    expect(left?.DBClusterMembers).toEqual([
      expect.objectContaining({ DBInstanceIdentifier: 'orders-2', IsClusterWriter: true }),
    ]);
    expect(stage.answering(left?.Endpoint)?.address).toBe('127.0.1.2');
    expect(rowsOf(stage, left?.DbClusterResourceId)).toEqual(['one']);
  });

  it('keeps its data in a final snapshot', async () => {
    const stage = new Stage();
    const made = await makeInstance(stage, SOURCE, 'ledger', { DeletionProtection: true });
    rowsOf(stage, made.DbiResourceId).push('one');
    const input = { DBInstanceIdentifier: 'ledger', FinalDBSnapshotIdentifier: 'final' };
    await expect(stage.call(SOURCE, 'DeleteDBInstance', input)).rejects.toThrow('protected');
    await stage.call(SOURCE, 'ModifyDBInstance', {
      DBInstanceIdentifier: 'ledger',
      DeletionProtection: false,
    });
    await stage.call(SOURCE, 'DeleteDBInstance', input);
    await stage.until(async () =>
      (await instance(stage, SOURCE, 'ledger')) === undefined ? true : undefined,
    );
    expect(await instanceSnapshot(stage, SOURCE, 'final')).toMatchObject({ Status: 'available' });
    expect([...stage.engine.dumps.values()]).toEqual([expect.objectContaining({ rows: ['one'] })]);
    expect(stage.engine.volumes.size).toBe(0);
  });

  it('is refused while it is busy', async () => {
    const stage = new Stage();
    await makeInstance(stage, SOURCE, 'ledger');
    await stage.call(SOURCE, 'RebootDBInstance', { DBInstanceIdentifier: 'ledger' });
    await expect(
      stage.call(SOURCE, 'DeleteDBInstance', {
        DBInstanceIdentifier: 'ledger',
        SkipFinalSnapshot: true,
      }),
    ).rejects.toMatchObject({ name: 'InvalidDBInstanceStateFault' });
  });
});

describe('an instance’s recovery', () => {
  it('crosses account and Region in one copy, with its events, and restores its data', async () => {
    const stage = new Stage();
    const key = stage.keys.make(SOURCE, 'source');
    const target = stage.keys.make(TARGET, 'target');
    const made = await makeInstance(stage, SOURCE, 'ledger', {
      StorageEncrypted: true,
      KmsKeyId: key,
    });
    rowsOf(stage, made.DbiResourceId).push('one');
    await stage.call(SOURCE, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    const taken = await instanceSnapshotWith(stage, SOURCE, 'taken', 'available');
    await stage.call(SOURCE, 'ModifyDBSnapshotAttribute', {
      DBSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [TARGET.accountId],
    });
    await stage.call(TARGET, 'CopyDBSnapshot', {
      SourceDBSnapshotIdentifier: taken.DBSnapshotArn,
      TargetDBSnapshotIdentifier: 'secured',
      KmsKeyId: target,
    });
    await instanceSnapshotWith(stage, TARGET, 'secured', 'available');
    await stage.call(TARGET, 'RestoreDBInstanceFromDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'secured',
    });
    const restored = await instanceWith(stage, TARGET, 'ledger', 'available');
    expect(restored).toMatchObject({
      KmsKeyId: target,
      EngineVersion: '18.4',
      DBInstanceClass: 'db.t4g.medium',
    });
    expect(rowsOf(stage, restored.DbiResourceId)).toEqual(['one']);
    expect(stage.rds.problems).toEqual([]);
    const copied = stage.events.filter(({ detailType }) => detailType === 'RDS DB Snapshot Event');
    expect(copied.map(({ detail, location }) => [detail['EventID'], location.region])).toEqual([
      ['RDS-EVENT-0040', 'eu-west-1'],
      ['RDS-EVENT-0042', 'eu-west-1'],
      ['RDS-EVENT-0059', 'eu-central-1'],
      ['RDS-EVENT-0060', 'eu-central-1'],
      ['RDS-EVENT-0043', 'eu-central-1'],
    ]);
    await stage.call(TARGET, 'DeleteDBSnapshot', { DBSnapshotIdentifier: 'secured' });
    await stage.pass(MINUTE);
    expect(await instanceSnapshot(stage, TARGET, 'secured')).toBeUndefined();
    expect(stage.eventIds().at(-1)).toBe('RDS-EVENT-0041');
  });
});

describe('describing instances', () => {
  it('filters by cluster, name and resource id', async () => {
    const stage = new Stage();
    const orders = await makeDatabase(stage, SOURCE, 'orders');
    const ledger = await makeInstance(stage, SOURCE, 'ledger');
    await makeDatabase(stage, HANDOVER, 'orders');
    const found = async (Name: string, Value: string | undefined) => {
      const input = { Filters: [{ Name, Values: [Value] }] };
      const answer = await stage.call<DBInstanceMessage>(SOURCE, 'DescribeDBInstances', input);
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

describe('a member that fails', () => {
  it('shows its status, and can be deleted', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    stage.rds.faults.plan({ deed: 'create-instance', outcome: { status: 'incompatible-network' } });
    await stage.call(SOURCE, 'CreateDBInstance', {
      DBInstanceIdentifier: 'orders-2',
      DBClusterIdentifier: 'orders',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    });
    await instanceWith(stage, SOURCE, 'orders-2', 'incompatible-network');
    await stage.call(SOURCE, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-2' });
    await stage.pass(15 * MINUTE);
    expect(await instance(stage, SOURCE, 'orders-2')).toBeUndefined();
    expect((await cluster(stage, SOURCE, 'orders'))?.DBClusterMembers).toHaveLength(1);
  });
});
