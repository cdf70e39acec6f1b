import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
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
  databases = clusters(sortFailures(new RDSClient(world.simulator.client), rdsAnswers));
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

describe('requests to RDS about clusters', () => {
  // Defect class: rename without ApplyImmediately.
  it('a cluster is renamed at once', async () => {
    expect(await sent('ModifyDBCluster', () => databases.rename('a', 'b'))).toEqual({
      DBClusterIdentifier: 'a',
      NewDBClusterIdentifier: 'b',
      ApplyImmediately: true,
    });
  });

  it.each([undefined, targetKeyArn])(
    "a cluster's master password is taken over at once, under the key %s",
    async (keyArn) => {
      const act = (): Promise<void> => databases.manageMasterPassword('a', keyArn);
      expect(await sent('ModifyDBCluster', act)).toEqual({
        DBClusterIdentifier: 'a',
        ManageMasterUserPassword: true,
        ...(keyArn && { MasterUserSecretKmsKeyId: keyArn }),
        ApplyImmediately: true,
      });
    },
  );

  it('a cluster is tagged by its ARN', async () => {
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

  it('a member is renamed at once', async () => {
    expect(await sent('ModifyDBInstance', () => databases.renameMember('a', 'b'))).toEqual({
      DBInstanceIdentifier: 'a',
      NewDBInstanceIdentifier: 'b',
      ApplyImmediately: true,
    });
  });

  it('a member is deleted without a parameter for a final snapshot', async () => {
    expect(await sent('DeleteDBInstance', () => databases.deleteMember('a'))).toEqual({
      DBInstanceIdentifier: 'a',
    });
  });

  it.each([
    ['a final snapshot', 'final', { SkipFinalSnapshot: false, FinalDBSnapshotIdentifier: 'final' }],
    ['none', undefined, { SkipFinalSnapshot: true }],
  ])('a cluster is deleted with this final snapshot: %s', async (_what, final, expected) => {
    expect(await sent('DeleteDBCluster', () => databases.delete('a', final))).toEqual({
      DBClusterIdentifier: 'a',
      ...expected,
    });
  });

  it('a failover names the member that becomes the writer', async () => {
    expect(await sent('FailoverDBCluster', () => databases.failOver('a', 'a-2'))).toEqual({
      DBClusterIdentifier: 'a',
      TargetDBInstanceIdentifier: 'a-2',
    });
  });

  it('a cluster is given a role with its feature', async () => {
    const role = { arn: 'arn:role', feature: 's3Import' };
    expect(await sent('AddRoleToDBCluster', () => databases.addRole('a', role))).toEqual({
      DBClusterIdentifier: 'a',
      RoleArn: 'arn:role',
      FeatureName: 's3Import',
    });
  });

  it('a member is created private and with its tags', async () => {
    const member = {
      identifier: 'a-1',
      databaseIdentifier: 'a',
      engine: 'aurora-postgresql',
      instanceClass: 'db.r6g.large',
      promotionTier: 0,
      settings: {},
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

  it('a cluster is restored with the version pinned and every setting', async () => {
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
      BacktrackWindow: 3604,
      Domain: 'd-live',
      EnableInternetAccessGateway: true,
      EnablePerformanceInsights: true,
      EnableVPCNetworking: true,
      EngineLifecycleSupport: 'live-support',
      MonitoringInterval: 4,
      MonitoringRoleArn: 'arn:aws:iam::222222222222:role/live-monitoring',
      NetworkType: 'live-network',
      PerformanceInsightsKMSKeyId: 'live-key',
      PerformanceInsightsRetentionPeriod: 4,
      PreferredBackupWindow: 'live-backups',
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
  });

  it('a restore leaves unset settings to AWS, and names no key where none is given', async () => {
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
describe('errors of AWS about clusters', () => {
  it.each([
    ['rename', 'DBClusterAlreadyExistsFault', 'AlreadyExists'],
    ['rename', 'InvalidDBClusterStateFault', 'NotInState'],
    ['rename', 'DBClusterNotFoundFault', 'Gone'],
    ['renameMember', 'DBInstanceAlreadyExistsFault', 'AlreadyExists'],
    ['renameMember', 'InvalidDBInstanceStateFault', 'NotInState'],
    ['deleteMember', 'InvalidDBInstanceStateFault', 'NotInState'],
    ['deleteMember', 'InvalidDBClusterStateFault', 'NotInState'],
    ['delete', 'InvalidDBClusterStateFault', 'NotInState'],
    ['delete', 'DBClusterSnapshotAlreadyExistsFault', 'AlreadyExists'],
    ['delete', 'InvalidGlobalClusterStateFault', 'Refused'],
    ['failOver', 'InvalidDBClusterStateFault', 'NotInState'],
  ] as const)('a call of %s that fails with %s throws %s', async (act, fault, name) => {
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
    ['DBClusterQuotaExceededFault', 'QuotaFull'],
    ['InvalidRestoreFault', 'Refused'],
    ['Throttling', 'ServiceUnavailable'],
  ])('a restore that fails with %s throws %s and keeps the cause', async (fault, name) => {
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
