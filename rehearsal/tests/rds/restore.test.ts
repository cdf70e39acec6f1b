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
import { MINUTE, SOURCE, Stage, TARGET } from './stage.ts';

const OTHER = { accountId: TARGET.accountId, region: SOURCE.region };

function restore(stage: Stage, more: object = {}, place = SOURCE) {
  return stage.call<RestoreDBClusterFromSnapshotResult>(place, 'RestoreDBClusterFromSnapshot', {
    DBClusterIdentifier: 'restored',
    SnapshotIdentifier: 'taken',
    Engine: 'aurora-postgresql',
    EngineVersion: '18.4',
    ...more,
  });
}

async function taken(stage: Stage, encryption: object = { StorageEncrypted: false }) {
  await makeDatabase(stage, SOURCE, 'orders', { cluster: encryption, rows: ['one'] });
  return (await makeClusterSnapshot(stage, SOURCE, 'orders', 'taken')).DBClusterSnapshotArn ?? '';
}

describe('a restored cluster', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });

  it('has the data and credentials, and no instances', async () => {
    await taken(stage);
    await restore(stage);
    const restored = await clusterWith(stage, SOURCE, 'restored', 'available');
    expect(restored).toMatchObject({ DBClusterMembers: [], MasterUsername: 'keeper' });
    expect(rowsOf(stage, restored.DbClusterResourceId)).toEqual(['one']);
    expect(stage.eventIds().filter((id) => id === 'RDS-EVENT-0170')).toHaveLength(1);
  });

  it('gets the Region’s default version when none is given', async () => {
    await taken(stage);
    const { DBCluster } = await restore(stage, { EngineVersion: undefined });
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
  ])('is refused with %s', async (_what, more, name) => {
    await taken(stage);
    await expect(restore(stage, more)).rejects.toMatchObject({ name });
  });

  it('takes groups, protection and tags from the request only', async () => {
    stage.rds.createSubnetGroup(SOURCE, {
      name: 'private',
      vpcId: 'vpc-1',
      subnets: [{ id: 'subnet-1', zone: 'eu-west-1a' }],
    });
    stage.rds.createClusterParameterGroup(SOURCE, { name: 'tuned', family: 'aurora-postgresql18' });
    await taken(stage, { StorageEncrypted: false, DBSubnetGroupName: 'private' });
    await restore(stage);
    expect(await cluster(stage, SOURCE, 'restored')).toMatchObject({
      DBSubnetGroup: 'default',
      DBClusterParameterGroup: 'default.aurora-postgresql18',
      DeletionProtection: false,
    });
    await restore(stage, {
      DBClusterIdentifier: 'restored-2',
      DBSubnetGroupName: 'private',
      DBClusterParameterGroupName: 'tuned',
      DeletionProtection: true,
      Tags: [{ Key: 'understudy:run', Value: 'r1' }],
    });
    expect(await cluster(stage, SOURCE, 'restored-2')).toMatchObject({
      DBSubnetGroup: 'private',
      DBClusterParameterGroup: 'tuned',
      DeletionProtection: true,
      TagList: [{ Key: 'understudy:run', Value: 'r1' }],
    });
  });

  it('is encrypted by KmsKeyId where the snapshot isn’t', async () => {
    const key = stage.keys.make(SOURCE, 'other');
    await taken(stage);
    await restore(stage, { KmsKeyId: key });
    expect(await cluster(stage, SOURCE, 'restored')).toMatchObject({
      StorageEncrypted: true,
      KmsKeyId: key,
    });
  });

  it('keeps depending on the other account’s key without one of its own', async () => {
    const key = stage.keys.make(SOURCE, 'source');
    const own = stage.keys.make(OTHER, 'own');
    const arn = await taken(stage, { KmsKeyId: key });
    await stage.call(SOURCE, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [OTHER.accountId],
    });
    await restore(stage, { SnapshotIdentifier: arn }, OTHER);
    await restore(
      stage,
      { SnapshotIdentifier: arn, DBClusterIdentifier: 'secured', KmsKeyId: own },
      OTHER,
    );
    const restored = await clusterWith(stage, OTHER, 'restored', 'available');
    expect(restored.KmsKeyId).toBe(key);
    await makeMember(stage, OTHER, 'restored', 'restored-1');
    await clusterWith(stage, OTHER, 'secured', 'available');
    stage.keys.setState(key, 'Disabled');
    expect(await cluster(stage, OTHER, 'restored')).toMatchObject({
      Status: 'inaccessible-encryption-credentials-recoverable',
    });
    expect(stage.names.resolve(restored.Endpoint ?? '')).toEqual([]);
    expect(await cluster(stage, OTHER, 'secured')).toMatchObject({ Status: 'available' });
    await stage.pass(8 * 24 * 60 * MINUTE);
    expect(await cluster(stage, OTHER, 'restored')).toMatchObject({
      Status: 'inaccessible-encryption-credentials',
    });
  });

  it('takes no instance before it is available', async () => {
    await taken(stage);
    await restore(stage);
    await expect(
      stage.call(SOURCE, 'CreateDBInstance', {
        DBInstanceIdentifier: 'restored-1',
        DBClusterIdentifier: 'restored',
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
      }),
    ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
  });

  it('can end badly', async () => {
    await taken(stage);
    stage.rds.faults.plan({
      deed: 'restore-cluster',
      identifier: 'restored',
      location: SOURCE,
      outcome: { status: 'incompatible-restore' },
    });
    await restore(stage);
    await clusterWith(stage, SOURCE, 'restored', 'incompatible-restore');
    expect(stage.rds.problems).toEqual([]);
    await restore(stage, { DBClusterIdentifier: 'another' });
    await clusterWith(stage, SOURCE, 'another', 'available');
  });
});
