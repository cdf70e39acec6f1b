// One file: a cluster's operations in the order of its life.
import { describe, expect, it } from '@jest/globals';
import type { DBClusterMessage } from '@aws-sdk/client-rds';
import {
  cluster,
  clusterSnapshot,
  clusterWith,
  instance,
  instanceWith,
  makeCluster,
  makeDatabase,
  makeMember,
} from './scenes.ts';
import { minute, sourceLocation, Simulator } from './simulator.ts';

describe('CreateDBCluster', () => {
  it('a new cluster is creating, then available, and emits RDS-EVENT-0170', async () => {
    const simulator = new Simulator();
    const made = makeCluster(simulator, sourceLocation, 'Orders');
    expect(await made).toMatchObject({ DBClusterIdentifier: 'orders', DBClusterMembers: [] });
    expect(simulator.eventIds()).toEqual(['RDS-EVENT-0170']);
  });

  it('a new cluster is encrypted under an AWS-owned key by default', async () => {
    const simulator = new Simulator();
    const made = await makeCluster(simulator, sourceLocation, 'orders', {});
    expect(made).toMatchObject({ StorageEncrypted: false, StorageEncryptionType: 'sse-rds' });
    expect(made).not.toHaveProperty('KmsKeyId');
  });

  it('a new cluster is encrypted under aws/rds on request', async () => {
    const simulator = new Simulator();
    const made = await makeCluster(simulator, sourceLocation, 'orders', { StorageEncrypted: true });
    expect(made).toMatchObject({
      StorageEncryptionType: 'sse-kms',
      KmsKeyId: simulator.keys.managedKey(sourceLocation, 'rds').arn,
    });
  });

  it.each([
    ['the usual storage', {}, undefined],
    ['the usual storage by name', { StorageType: 'aurora' }, undefined],
    ['other storage', { StorageType: 'aurora-iopt1' }, 'aurora-iopt1'],
  ])('a cluster shows its storage type as AWS does: %s', async (_storage, settings, shown) => {
    const made = await makeCluster(new Simulator(), sourceLocation, 'orders', settings);
    expect(made.StorageType).toBe(shown);
  });

  it('a new cluster is not connectable before its writer is available', async () => {
    const simulator = new Simulator();
    const { Endpoint: host = '' } = await makeCluster(simulator, sourceLocation, 'orders');
    await simulator.call(sourceLocation, 'CreateDBInstance', {
      DBInstanceIdentifier: 'orders-1',
      DBClusterIdentifier: 'orders',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    });
    await simulator.pass(2 * minute);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'available',
    });
    expect(simulator.names.resolve(host)).toEqual([]);
    const writer = await instanceWith(simulator, sourceLocation, 'orders-1', 'available');
    expect(simulator.names.resolve(host)).toEqual([expect.stringMatching(/^10\./)]);
    expect(simulator.answering(host)).toEqual({ address: '127.0.1.1', port: 40_001 });
    expect(writer.Endpoint?.Port).toBe(5432);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({ Port: 5432 });
  });

  it('a new cluster backs itself up after its first instance, and takes no changes meanwhile', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders');
    await simulator.call(sourceLocation, 'CreateDBInstance', {
      DBInstanceIdentifier: 'orders-1',
      DBClusterIdentifier: 'orders',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    });
    await instanceWith(simulator, sourceLocation, 'orders-1', 'available');
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'backing-up',
    });
    await expect(
      simulator.call(sourceLocation, 'ModifyDBCluster', {
        DBClusterIdentifier: 'orders',
        DeletionProtection: true,
      }),
    ).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
      message: expect.stringContaining('not available for modification with status backing-up'),
    });
    await clusterWith(simulator, sourceLocation, 'orders', 'available');
  });

  it('an attribute of a cluster that is not simulated is refused by name', async () => {
    const simulator = new Simulator();
    await expect(
      makeCluster(simulator, sourceLocation, 'orders', { GlobalClusterIdentifier: 'world' }),
    ).rejects.toMatchObject({
      name: 'NotSimulated',
      message: expect.stringMatching(/GlobalClusterIdentifier of CreateDBCluster/),
    });
  });
});

describe('ModifyDBCluster', () => {
  it('ModifyDBCluster sets deletion protection at once', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders');
    const answer = await simulator.call<{ DBCluster: object }>(sourceLocation, 'ModifyDBCluster', {
      DBClusterIdentifier: 'orders',
      DeletionProtection: true,
    });
    expect(answer.DBCluster).toMatchObject({ DeletionProtection: true, Status: 'available' });
  });

  it('ModifyDBCluster takes a while for other settings, and DescribeDBClusters lags', async () => {
    const simulator = new Simulator({ durations: { describeLag: [5, 5], modify: [30, 30] } });
    await makeCluster(simulator, sourceLocation, 'orders');
    await simulator.call(sourceLocation, 'ModifyDBCluster', {
      DBClusterIdentifier: 'orders',
      BackupRetentionPeriod: 7,
      CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql'] },
    });
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      BackupRetentionPeriod: 1,
    });
    await simulator.pass(5000);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'modifying',
      BackupRetentionPeriod: 7,
      EnabledCloudwatchLogsExports: ['postgresql'],
    });
    await simulator.pass(25_000);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'available',
    });
  });
});

describe('DeleteDBCluster', () => {
  const skip = { DBClusterIdentifier: 'orders', SkipFinalSnapshot: true };

  it('DeleteDBCluster is refused under deletion protection, which instances do not have', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders', {
      cluster: { DeletionProtection: true },
    });
    await expect(simulator.call(sourceLocation, 'DeleteDBCluster', skip)).rejects.toThrow(
      'deletion protection',
    );
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    expect(await instance(simulator, sourceLocation, 'orders-1')).toMatchObject({
      DBInstanceStatus: 'deleting',
    });
  });

  it('DeleteDBCluster is refused for a cluster with instances', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await expect(simulator.call(sourceLocation, 'DeleteDBCluster', skip)).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
  });

  it('DeleteDBCluster waits for instances that are being deleted, then deletes the storage', async () => {
    const simulator = new Simulator();
    const { Endpoint: host = '' } = await makeDatabase(simulator, sourceLocation, 'orders');
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    expect(simulator.names.resolve(host)).toEqual([]);
    await simulator.call(sourceLocation, 'DeleteDBCluster', skip);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'deleting',
    });
    await simulator.pass(4 * minute);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'deleting',
    });
    await simulator.pass(12 * minute);
    expect(await cluster(simulator, sourceLocation, 'orders')).toBeUndefined();
    expect(simulator.engine.volumes.size).toBe(0);
    expect(simulator.eventIds().slice(-2)).toEqual(['RDS-EVENT-0003', 'RDS-EVENT-0171']);
  });

  it('DeleteDBCluster takes a final snapshot or skips it: both or none is an error', async () => {
    const simulator = new Simulator();
    await makeCluster(simulator, sourceLocation, 'orders');
    for (const final of [{}, { SkipFinalSnapshot: true, FinalDBSnapshotIdentifier: 'final' }]) {
      const input = { DBClusterIdentifier: 'orders', ...final };
      await expect(simulator.call(sourceLocation, 'DeleteDBCluster', input)).rejects.toMatchObject({
        name: 'InvalidParameterCombination',
      });
    }
    await simulator.call(sourceLocation, 'DeleteDBCluster', {
      DBClusterIdentifier: 'orders',
      FinalDBSnapshotIdentifier: 'final',
    });
    expect(await clusterSnapshot(simulator, sourceLocation, 'final')).toMatchObject({
      Status: 'creating',
    });
    await simulator.until(async () =>
      (await cluster(simulator, sourceLocation, 'orders')) === undefined ? true : undefined,
    );
    expect(await clusterSnapshot(simulator, sourceLocation, 'final')).toMatchObject({
      Status: 'available',
    });
  });

  it('DeleteDBCluster is refused for a busy cluster, and deletes a failed one', async () => {
    const simulator = new Simulator();
    simulator.rds.faults.plan({ operation: 'create-cluster', outcome: { status: 'failed' } });
    const created = simulator.call(sourceLocation, 'CreateDBCluster', {
      DBClusterIdentifier: 'orders',
      Engine: 'aurora-postgresql',
      MasterUsername: 'keeper',
      MasterUserPassword: 'correct horse',
    });
    await created;
    await expect(simulator.call(sourceLocation, 'DeleteDBCluster', skip)).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
    await clusterWith(simulator, sourceLocation, 'orders', 'failed');
    expect(simulator.eventIds()).toEqual(['RDS-EVENT-0354']);
    await simulator.call(sourceLocation, 'DeleteDBCluster', skip);
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'deleting',
    });
  });
});

describe('FailoverDBCluster', () => {
  it('FailoverDBCluster makes the named reader the writer, and the host name follows', async () => {
    const simulator = new Simulator({ durations: { failedOverHost: [20, 20] } });
    const { Endpoint: host = '' } = await makeDatabase(simulator, sourceLocation, 'orders');
    await expect(
      simulator.call(sourceLocation, 'FailoverDBCluster', { DBClusterIdentifier: 'orders' }),
    ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
    await makeMember(simulator, sourceLocation, 'orders', 'orders-2');
    const before = simulator.names.resolve(host);
    await simulator.call(sourceLocation, 'FailoverDBCluster', {
      DBClusterIdentifier: 'orders',
      TargetDBInstanceIdentifier: 'orders-2',
    });
    expect(await cluster(simulator, sourceLocation, 'orders')).toMatchObject({
      Status: 'failing-over',
    });
    const after = await clusterWith(simulator, sourceLocation, 'orders', 'available');
    expect(after.DBClusterMembers).toEqual([
      expect.objectContaining({ DBInstanceIdentifier: 'orders-1', IsClusterWriter: false }),
      expect.objectContaining({ DBInstanceIdentifier: 'orders-2', IsClusterWriter: true }),
    ]);
    expect(simulator.names.resolve(host)).toEqual(before);
    await simulator.pass(20_000);
    expect(simulator.names.resolve(host)).not.toEqual(before);
    expect(simulator.answering(host)).toBeDefined();
    expect(simulator.eventIds()).toContain('RDS-EVENT-0073');
    expect(simulator.eventIds()).toContain('RDS-EVENT-0071');
  });

  it('FailoverDBCluster prefers the reader of the lowest promotion tier', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await makeMember(simulator, sourceLocation, 'orders', 'orders-2', { PromotionTier: 5 });
    await makeMember(simulator, sourceLocation, 'orders', 'orders-3', { PromotionTier: 2 });
    await simulator.call(sourceLocation, 'FailoverDBCluster', { DBClusterIdentifier: 'orders' });
    const after = await clusterWith(simulator, sourceLocation, 'orders', 'available');
    const writer = after.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter);
    expect(writer?.DBInstanceIdentifier).toBe('orders-3');
  });
});

function page(simulator: Simulator, more: object) {
  return simulator.call<DBClusterMessage>(sourceLocation, 'DescribeDBClusters', more);
}

describe('DescribeDBClusters', () => {
  it('DescribeDBClusters gives pages of 20 to 100', async () => {
    const simulator = new Simulator({ durations: { createCluster: [1, 1] } });
    for (let index = 0; index < 40; index++) {
      await makeCluster(simulator, sourceLocation, `orders-${String(index).padStart(2, '0')}`);
    }
    const first = await page(simulator, { MaxRecords: 25 });
    expect(first.DBClusters).toHaveLength(25);
    const second = await page(simulator, { MaxRecords: 25, Marker: first.Marker });
    expect(second.DBClusters).toHaveLength(15);
    expect(second.Marker).toBeUndefined();
    const names = [...(first.DBClusters ?? []), ...(second.DBClusters ?? [])].map(
      ({ DBClusterIdentifier }) => DBClusterIdentifier,
    );
    expect(new Set(names).size).toBe(40);
    await expect(page(simulator, { MaxRecords: 19 })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(makeCluster(simulator, sourceLocation, 'orders-40')).rejects.toMatchObject({
      name: 'DBClusterQuotaExceededFault',
    });
  });

  it('DescribeDBClusters filters by name, ARN, resource id and engine, and refuses other filters', async () => {
    const simulator = new Simulator();
    const made = await makeCluster(simulator, sourceLocation, 'orders');
    await makeCluster(simulator, sourceLocation, 'other');
    const found = async (Name: string, ...Values: string[]) =>
      (await page(simulator, { Filters: [{ Name, Values }] })).DBClusters?.map(
        ({ DBClusterIdentifier }) => DBClusterIdentifier,
      );
    expect(await found('db-cluster-id', 'orders')).toEqual(['orders']);
    expect(await found('db-cluster-id', made.DBClusterArn ?? '')).toEqual(['orders']);
    expect(await found('db-cluster-resource-id', made.DbClusterResourceId ?? '')).toEqual([
      'orders',
    ]);
    expect(await found('engine', 'aurora-postgresql')).toEqual(['orders', 'other']);
    expect(await found('db-cluster-id', 'nobody')).toEqual([]);
    await expect(found('status', 'available')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(found('domain', 'd')).rejects.toMatchObject({ name: 'NotSimulated' });
  });

  it('DescribeDBClusters finds a cluster by ARN, and reports a missing one', async () => {
    const simulator = new Simulator();
    const made = await makeCluster(simulator, sourceLocation, 'orders');
    const byArn = await page(simulator, { DBClusterIdentifier: made.DBClusterArn });
    expect(byArn.DBClusters).toHaveLength(1);
    await expect(page(simulator, { DBClusterIdentifier: 'nobody' })).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
    });
  });
});
