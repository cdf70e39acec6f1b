import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RestoreDBClusterFromSnapshotResult } from '@aws-sdk/client-rds';
import {
  cluster,
  clusterWith,
  makeClusterSnapshot,
  makeDatabase,
  makeMember,
  rowsOf,
} from './scenes.ts';
import { minute, sourceLocation, Simulator, targetLocation } from './simulator.ts';

const other = { accountId: targetLocation.accountId, region: sourceLocation.region };

function restore(simulator: Simulator, more: object = {}, place = sourceLocation) {
  return simulator.call<RestoreDBClusterFromSnapshotResult>(place, 'RestoreDBClusterFromSnapshot', {
    DBClusterIdentifier: 'restored',
    SnapshotIdentifier: 'taken',
    Engine: 'aurora-postgresql',
    EngineVersion: '18.4',
    ...more,
  });
}

async function taken(simulator: Simulator, encryption: object = { StorageEncrypted: false }) {
  await makeDatabase(simulator, sourceLocation, 'orders', { cluster: encryption, rows: ['one'] });
  return (
    (await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'taken'))
      .DBClusterSnapshotArn ?? ''
  );
}

describe('RestoreDBClusterFromSnapshot', () => {
  let simulator: Simulator;
  beforeEach(() => {
    simulator = new Simulator();
  });

  it('a restored cluster has the data and credentials of the snapshot, and no instances', async () => {
    await taken(simulator);
    await restore(simulator);
    const restored = await clusterWith(simulator, sourceLocation, 'restored', 'available');
    expect(restored).toMatchObject({ DBClusterMembers: [], MasterUsername: 'keeper' });
    expect(rowsOf(simulator, restored.DbClusterResourceId)).toEqual(['one']);
    expect(simulator.eventIds().filter((id) => id === 'RDS-EVENT-0170')).toHaveLength(1);
  });

  it('a restored cluster gets the Region’s default version when none is given', async () => {
    await taken(simulator);
    const { DBCluster } = await restore(simulator, { EngineVersion: undefined });
    expect(DBCluster?.EngineVersion).toBe('18.5');
  });

  it.each([
    ['a version that nobody offers', { EngineVersion: '17.1' }, 'InvalidParameterCombination'],
    ['another engine', { Engine: 'aurora-mysql' }, 'InvalidRestoreFault'],
    ['a snapshot that isn’t there', { SnapshotIdentifier: 'x' }, 'DBClusterSnapshotNotFoundFault'],
    ['a taken name', { DBClusterIdentifier: 'orders' }, 'DBClusterAlreadyExistsFault'],
    ['an unknown subnet group', { DBSubnetGroupName: 'x' }, 'DBSubnetGroupNotFoundFault'],
    [
      'an unknown parameter group',
      { DBClusterParameterGroupName: 'x' },
      'DBClusterParameterGroupNotFoundFault',
    ],
    ['a managed password', { ManageMasterUserPassword: true }, 'NotSimulated'],
  ])('a restore is refused with %s', async (_what, more, name) => {
    await taken(simulator);
    await expect(restore(simulator, more)).rejects.toMatchObject({ name });
  });

  it('a restored cluster takes groups, protection and tags from the request only', async () => {
    simulator.rds.createSubnetGroup(sourceLocation, {
      name: 'private',
      vpcId: 'vpc-1',
      subnets: [{ id: 'subnet-1', zone: 'eu-west-1a' }],
    });
    simulator.rds.createClusterParameterGroup(sourceLocation, {
      name: 'tuned',
      family: 'aurora-postgresql18',
    });
    await taken(simulator, { StorageEncrypted: false, DBSubnetGroupName: 'private' });
    await restore(simulator);
    expect(await cluster(simulator, sourceLocation, 'restored')).toMatchObject({
      DBSubnetGroup: 'default',
      DBClusterParameterGroup: 'default.aurora-postgresql18',
      DeletionProtection: false,
    });
    await restore(simulator, {
      DBClusterIdentifier: 'restored-2',
      DBSubnetGroupName: 'private',
      DBClusterParameterGroupName: 'tuned',
      DeletionProtection: true,
      Tags: [{ Key: 'understudy:run', Value: 'r1' }],
    });
    expect(await cluster(simulator, sourceLocation, 'restored-2')).toMatchObject({
      DBSubnetGroup: 'private',
      DBClusterParameterGroup: 'tuned',
      DeletionProtection: true,
      TagList: [{ Key: 'understudy:run', Value: 'r1' }],
    });
  });

  it('a restored cluster is encrypted by KmsKeyId when the snapshot is not encrypted', async () => {
    const key = simulator.keys.make(sourceLocation, 'other');
    await taken(simulator);
    await restore(simulator, { KmsKeyId: key });
    expect(await cluster(simulator, sourceLocation, 'restored')).toMatchObject({
      StorageEncrypted: true,
      KmsKeyId: key,
    });
  });

  it('a cluster restored without a KmsKeyId keeps depending on the other account’s key', async () => {
    const key = simulator.keys.make(sourceLocation, 'source');
    const own = simulator.keys.make(other, 'own');
    const arn = await taken(simulator, { KmsKeyId: key });
    await simulator.call(sourceLocation, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [other.accountId],
    });
    await restore(simulator, { SnapshotIdentifier: arn }, other);
    await restore(
      simulator,
      { SnapshotIdentifier: arn, DBClusterIdentifier: 'secured', KmsKeyId: own },
      other,
    );
    const restored = await clusterWith(simulator, other, 'restored', 'available');
    expect(restored.KmsKeyId).toBe(key);
    await makeMember(simulator, other, 'restored', 'restored-1');
    await clusterWith(simulator, other, 'secured', 'available');
    simulator.keys.setState(key, 'Disabled');
    expect(await cluster(simulator, other, 'restored')).toMatchObject({
      Status: 'inaccessible-encryption-credentials-recoverable',
    });
    expect(simulator.names.resolve(restored.Endpoint ?? '')).toEqual([]);
    expect(await cluster(simulator, other, 'secured')).toMatchObject({ Status: 'available' });
    await simulator.pass(8 * 24 * 60 * minute);
    expect(await cluster(simulator, other, 'restored')).toMatchObject({
      Status: 'inaccessible-encryption-credentials',
    });
  });

  it('a restored cluster takes no instance before it is available', async () => {
    await taken(simulator);
    await restore(simulator);
    await expect(
      simulator.call(sourceLocation, 'CreateDBInstance', {
        DBInstanceIdentifier: 'restored-1',
        DBClusterIdentifier: 'restored',
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
      }),
    ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
  });

  it('a restore can fail', async () => {
    await taken(simulator);
    simulator.rds.faults.plan({
      operation: 'restore-cluster',
      identifier: 'restored',
      location: sourceLocation,
      outcome: { status: 'incompatible-restore' },
    });
    await restore(simulator);
    await clusterWith(simulator, sourceLocation, 'restored', 'incompatible-restore');
    expect(simulator.rds.problems).toEqual([]);
    await restore(simulator, { DBClusterIdentifier: 'another' });
    await clusterWith(simulator, sourceLocation, 'another', 'available');
  });
});
