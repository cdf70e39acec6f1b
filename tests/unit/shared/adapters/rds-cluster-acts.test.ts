import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clusters } from '../../../../functions/shared/adapters/rds-clusters.ts';
import type { Databases } from '../../../../functions/shared/ports/databases.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { allSettings } from '../../factories/databases.ts';
import { targetKeyArn } from '../../factories/locations.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
let databases: Databases;

beforeAll(async () => {
  world = await startWorld({
    rds: [
      'AddRoleToDBCluster',
      'AddTagsToResource',
      'CreateDBInstance',
      'DeleteDBCluster',
      'DeleteDBInstance',
      'FailoverDBCluster',
      'ModifyDBCluster',
      'ModifyDBInstance',
      'RestoreDBClusterFromSnapshot',
    ],
  });
  databases = clusters(new RDSClient(world.simulator.client));
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const described = { DBClusterIdentifier: 'orders', DbClusterResourceId: 'cluster-ORDERS' };

async function sent(
  operation: string,
  act: () => Promise<unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  world.answer(operation, () => ({}));
  await act();
  expect(world.met.map((call) => call.operation)).toEqual([operation]);
  return world.met[0]?.input ?? {};
}

describe('what is asked of RDS', () => {
  // Defect class: rename without ApplyImmediately.
  it('is to rename a cluster at once', async () => {
    expect(await sent('ModifyDBCluster', () => databases.rename('a', 'b'))).toEqual({
      DBClusterIdentifier: 'a',
      NewDBClusterIdentifier: 'b',
      ApplyImmediately: true,
    });
  });

  it('is to tag a cluster', async () => {
    expect(
      await sent('AddTagsToResource', () => databases.tag('arn:a', { b: 'c', d: 'e' })),
    ).toEqual({
      ResourceName: 'arn:a',
      Tags: [
        { Key: 'b', Value: 'c' },
        { Key: 'd', Value: 'e' },
      ],
    });
  });

  it('is to rename a member at once', async () => {
    expect(await sent('ModifyDBInstance', () => databases.renameMember('a', 'b'))).toEqual({
      DBInstanceIdentifier: 'a',
      NewDBInstanceIdentifier: 'b',
      ApplyImmediately: true,
    });
  });

  it('is to delete a member without a word of a final snapshot', async () => {
    expect(await sent('DeleteDBInstance', () => databases.deleteMember('a'))).toEqual({
      DBInstanceIdentifier: 'a',
    });
  });

  it.each([
    ['a final snapshot', 'final', { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'final' }],
    ['none', undefined, { SkipFinalSnapshot: true }],
  ])('is to delete a cluster with %s', async (_what, final, expected) => {
    expect(await sent('DeleteDBCluster', () => databases.delete('a', final))).toEqual({
      DBClusterIdentifier: 'a',
      ...expected,
    });
  });

  it('is to fail over to one member', async () => {
    expect(await sent('FailoverDBCluster', () => databases.failOver('a', 'a-2'))).toEqual({
      DBClusterIdentifier: 'a',
      TargetDBInstanceIdentifier: 'a-2',
    });
  });

  it('is to give a cluster a role, for a feature where there is one', async () => {
    const role = { arn: 'arn:role', feature: 's3Import' };
    expect(await sent('AddRoleToDBCluster', () => databases.addRole('a', role))).toEqual({
      DBClusterIdentifier: 'a',
      RoleArn: 'arn:role',
      FeatureName: 's3Import',
    });
  });

  it('is to make a private member with its tags', async () => {
    const member = {
      identifier: 'a-1',
      databaseIdentifier: 'a',
      engine: 'aurora-postgresql',
      instanceClass: 'db.r6g.large',
      promotionTier: 0,
      tags: { team: 'orders' },
    };
    expect(await sent('CreateDBInstance', () => databases.addMember(member))).toEqual({
      DBInstanceIdentifier: 'a-1',
      DBClusterIdentifier: 'a',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
      PromotionTier: 0,
      PubliclyAccessible: false,
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
  });

  const request = {
    identifier: 'a',
    snapshotArn: 'arn:snapshot',
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    settings: {},
    tags: {},
  };

  it('is to restore with the version pinned and every setting', async () => {
    world.answer('RestoreDBClusterFromSnapshot', () => ({ DBCluster: described }));
    const restored = await databases.restore({
      ...request,
      keyArn: targetKeyArn,
      settings: { ...allSettings('live'), deletionProtection: false },
      tags: { team: 'orders' },
    });
    expect(restored.resourceId).toBe('cluster-ORDERS');
    expect(world.met[0]?.input).toEqual({
      DBClusterIdentifier: 'a',
      SnapshotIdentifier: 'arn:snapshot',
      Engine: 'aurora-postgresql',
      EngineVersion: '16.4',
      KmsKeyId: targetKeyArn,
      DBSubnetGroupName: 'live-subnets',
      VpcSecurityGroupIds: ['sg-live'],
      DBClusterParameterGroupName: 'live-parameters',
      Port: 5004,
      EnableCloudwatchLogsExports: ['live-log'],
      EnableIAMDatabaseAuthentication: true,
      CopyTagsToSnapshot: true,
      DeletionProtection: false,
      BackupRetentionPeriod: 4,
      StorageType: 'live-storage',
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
  });

  it('is to leave to AWS what nobody set, and to name no key where none is meant', async () => {
    world.answer('RestoreDBClusterFromSnapshot', () => ({ DBCluster: described }));
    await databases.restore(request);
    expect(Object.keys(world.met[0]?.input ?? {}).filter((key) => key !== 'Tags')).toEqual([
      'DBClusterIdentifier',
      'SnapshotIdentifier',
      'Engine',
      'EngineVersion',
    ]);
  });
});

// Defect class: err.code for err.name; the names are those of the SDK's own error classes.
describe('what AWS answers to an act', () => {
  it.each([
    ['rename', 'DBClusterAlreadyExistsFault', 'AlreadyExists'],
    ['rename', 'InvalidDBClusterStateFault', 'NotInState'],
    ['rename', 'DBClusterNotFoundFault', 'DBClusterNotFoundFault'],
    ['renameMember', 'DBInstanceAlreadyExistsFault', 'AlreadyExists'],
    ['renameMember', 'InvalidDBInstanceStateFault', 'NotInState'],
    ['deleteMember', 'InvalidDBInstanceStateFault', 'NotInState'],
    ['deleteMember', 'InvalidDBClusterStateFault', 'NotInState'],
    ['delete', 'InvalidDBClusterStateFault', 'NotInState'],
    ['delete', 'DBClusterSnapshotAlreadyExistsFault', 'AlreadyExists'],
    ['delete', 'InvalidGlobalClusterStateFault', 'InvalidGlobalClusterStateFault'],
    ['failOver', 'InvalidDBClusterStateFault', 'NotInState'],
  ] as const)('to %s with %s is %s', async (act, fault, name) => {
    const operations = {
      rename: 'ModifyDBCluster',
      renameMember: 'ModifyDBInstance',
      deleteMember: 'DeleteDBInstance',
      delete: 'DeleteDBCluster',
      failOver: 'FailoverDBCluster',
    };
    world.answer(operations[act], () => {
      throw new AwsError(fault, `told by ${fault}`);
    });
    await expect(databases[act]('a', 'b')).rejects.toMatchObject({
      name,
      message: expect.stringContaining(`told by ${fault}`),
    });
  });

  it.each([
    ['DBClusterAlreadyExistsFault', 'AlreadyExists'],
    ['KMSKeyNotAccessibleFault', 'Refused'],
    ['DBClusterSnapshotNotFoundFault', 'Refused'],
    ['InvalidParameterCombination', 'Refused'],
    ['InvalidParameterValue', 'Refused'],
    ['AccessDenied', 'Refused'],
    ['DBClusterQuotaExceededFault', 'DBClusterQuotaExceededFault'],
    ['InvalidRestoreFault', 'InvalidRestoreFault'],
    ['Throttling', 'Throttling'],
  ])('to restore with %s is %s, its cause kept', async (fault, name) => {
    world.answer('RestoreDBClusterFromSnapshot', () => {
      throw new AwsError(fault, 'told', 400);
    });
    const request = {
      identifier: 'a',
      snapshotArn: 'arn:snapshot',
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
      settings: {},
      tags: {},
    };
    const error = await databases.restore(request).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ name });
    const told = name === fault ? error : (error as Error).cause;
    expect(told).toMatchObject({ name: fault, message: 'told' });
  });
});
