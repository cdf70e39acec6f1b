import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { clusters } from '../../../../functions/shared/adapters/rds-clusters.ts';
import type { Databases } from '../../../../functions/shared/ports/databases.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { targetKeyArn } from '../../factories/locations.ts';
import { inPages, startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
let databases: Databases;

beforeAll(async () => {
  world = await startWorld({
    rds: ['DescribeDBClusters', 'DescribeDBInstances'],
  });
  databases = clusters(sortFailures(new RDSClient(world.simulator.client), rdsAnswers));
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const described = {
  DBClusterIdentifier: 'orders',
  DbClusterResourceId: 'cluster-ORDERS',
  DBClusterArn: 'arn:aws:rds:eu-central-1:222222222222:cluster:orders',
  Status: 'available',
  Engine: 'aurora-postgresql',
  EngineVersion: '16.4',
  Endpoint: 'orders.example',
  Port: 5432,
  StorageEncrypted: true,
  StorageEncryptionType: 'sse-kms',
  KmsKeyId: targetKeyArn,
  DeletionProtection: true,
  DBClusterMembers: [
    { DBInstanceIdentifier: 'orders-1', IsClusterWriter: false },
    { DBInstanceIdentifier: 'orders-2', IsClusterWriter: true },
  ],
  TagList: [{ Key: 'team', Value: 'orders & co' }],
};

describe('the description of a cluster', () => {
  it('a cluster is read with its identity, state, settings and tags', async () => {
    world.answer('DescribeDBClusters', () => ({
      DBClusters: [
        {
          ...described,
          DBSubnetGroup: 'recovery',
          VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1', Status: 'active' }],
          DBClusterParameterGroup: 'parameters',
          EnabledCloudwatchLogsExports: ['postgresql'],
          IAMDatabaseAuthenticationEnabled: true,
          CopyTagsToSnapshot: true,
          BackupRetentionPeriod: 7,
          StorageType: 'aurora-iopt1',
          ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 16 },
          AssociatedRoles: [{ RoleArn: 'arn:role', FeatureName: 's3Import', Status: 'ACTIVE' }],
        },
      ],
    }));
    expect(await databases.byName('orders')).toEqual({
      kind: 'cluster',
      identifier: 'orders',
      resourceId: 'cluster-ORDERS',
      arn: described.DBClusterArn,
      status: 'available',
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
      endpoint: 'orders.example',
      port: 5432,
      encryption: { type: 'sse-kms', encrypted: true, keyArn: targetKeyArn },
      deletionProtection: true,
      writer: 'orders-2',
      pendingChanges: false,
      nature: {},
      toRestart: [],
      settings: {
        subnetGroup: 'recovery',
        securityGroups: ['sg-1'],
        parameterGroup: 'parameters',
        port: 5432,
        logExports: ['postgresql'],
        iamAuthentication: true,
        copyTagsToSnapshots: true,
        deletionProtection: true,
        backupRetentionDays: 7,
        storageType: 'aurora-iopt1',
        serverlessCapacity: { minimum: 0.5, maximum: 16 },
        roles: [{ arn: 'arn:role', feature: 's3Import' }],
      },
      notCarried: [],
      tags: { team: 'orders & co' },
    });
    expect(world.met[0]?.input).toEqual({ DBClusterIdentifier: 'orders' });
  });

  it('a cluster is read with whether changes are pending', async () => {
    const pending = { ...described, PendingModifiedValues: { EngineVersion: '16.6' } };
    world.answer('DescribeDBClusters', () => ({ DBClusters: [pending] }));
    expect((await databases.byName('orders'))?.pendingChanges).toBe(true);
  });

  it('a missing cluster is read as undefined', async () => {
    world.answer('DescribeDBClusters', () => {
      throw new AwsError('DBClusterNotFoundFault', 'DBCluster orders not found.');
    });
    expect(await databases.byName('orders')).toBeUndefined();
  });

  // Defect class: swallowed exception.
  it.each(['byName', 'byNames', 'byResourceId'] as const)(
    'a cluster that AWS refuses to describe %s is an error, not a missing cluster',
    async (look) => {
      world.answer('DescribeDBClusters', () => {
        throw new AwsError('AccessDenied', 'not authorized to perform rds:DescribeDBClusters', 403);
      });
      await expect(databases[look]('orders')).rejects.toMatchObject({ name: 'Refused' });
    },
  );

  it.each([
    ['byNames', 'db-cluster-id'],
    ['byResourceId', 'db-cluster-resource-id'],
  ] as const)('a cluster is looked up %s by the filter %s, among several', async (look, filter) => {
    world.answer('DescribeDBClusters', () => ({ DBClusters: [described] }));
    expect(await databases[look]('cluster-ORDERS', 'other')).toHaveLength(1);
    expect(world.met[0]?.input).toEqual({
      Filters: [{ Name: filter, Values: ['cluster-ORDERS', 'other'] }],
    });
  });

  // Defect class: first page only.
  it('a cluster is found on the last of several pages', async () => {
    const many = Array.from({ length: 250 }, (_, index) => ({
      ...described,
      DbClusterResourceId: `cluster-${index}`,
    }));
    world.answer('DescribeDBClusters', inPages('DBClusters', many));
    expect(await databases.byResourceId('cluster-249')).toHaveLength(1);
    expect(world.met).toHaveLength(3);
  });

  it('a cluster with another resource id is left out though the filter let it pass', async () => {
    world.answer('DescribeDBClusters', () => ({ DBClusters: [described] }));
    expect(await databases.byResourceId('cluster-OTHER')).toEqual([]);
  });

  it.each(['DBClusterIdentifier', 'DbClusterResourceId'] as const)(
    'a described cluster without its %s is an error',
    async (field) => {
      world.answer('DescribeDBClusters', () => ({
        DBClusters: [{ ...described, [field]: undefined }],
      }));
      await expect(databases.byName('orders')).rejects.toMatchObject({
        name: 'AnswerUnreadable',
        message: expect.stringContaining(field),
      });
    },
  );

  it('a listing of clusters without an end is an error after 100 pages', async () => {
    world.answer('DescribeDBClusters', () => ({ DBClusters: [described], Marker: 'again' }));
    await expect(databases.byNames('orders')).rejects.toMatchObject({
      name: 'AnswerUnreadable',
      message: expect.stringContaining('no end of it after 100 pages'),
    });
    expect(world.met).toHaveLength(100);
  });
});

function instance(DBInstanceIdentifier: string, more: object = {}): object {
  return {
    DBInstanceIdentifier,
    DBClusterIdentifier: 'orders',
    DbiResourceId: `db-${DBInstanceIdentifier}`,
    DBInstanceStatus: 'available',
    DBInstanceClass: 'db.r6g.large',
    PromotionTier: 1,
    ...more,
  };
}

describe('the members of a cluster', () => {
  it('the members of a cluster come writer first, then by tier and name, from every page', async () => {
    const many = [
      ...Array.from({ length: 120 }, (_, index) => instance(`reader-${100 + index}`)),
      instance('tier-0', { PromotionTier: 0 }),
      instance('the-writer', { PromotionTier: 15 }),
    ];
    world.answer('DescribeDBInstances', inPages('DBInstances', many));
    const members = await databases.members({ identifier: 'orders', writer: 'the-writer' });
    expect(members.map(({ identifier }) => identifier).slice(0, 3)).toEqual([
      'the-writer',
      'tier-0',
      'reader-100',
    ]);
    expect(members).toHaveLength(122);
    expect(members.filter(({ isWriter }) => isWriter)).toHaveLength(1);
    expect(world.met[0]?.input).toEqual({
      Filters: [{ Name: 'db-cluster-id', Values: ['orders'] }],
    });
  });

  it('a cluster that leaves its storage type unsaid has the type aurora', async () => {
    world.answer('DescribeDBClusters', () => ({ DBClusters: [described] }));
    expect((await databases.byName('orders'))?.settings.storageType).toBe('aurora');
  });

  it('the members of a cluster come with state, cluster and pending changes', async () => {
    const busy = instance('orders-1', {
      DBInstanceStatus: 'rebooting',
      PendingModifiedValues: { DBInstanceClass: 'db.r8g.large' },
      TagList: [{ Key: 'team', Value: 'orders' }],
    });
    world.answer('DescribeDBInstances', () => ({ DBInstances: [busy] }));
    expect(await databases.members({ identifier: 'orders' })).toEqual([
      {
        identifier: 'orders-1',
        databaseIdentifier: 'orders',
        resourceId: 'db-orders-1',
        status: 'rebooting',
        isWriter: false,
        instanceClass: 'db.r6g.large',
        promotionTier: 1,
        pendingChanges: true,
        isToRestart: false,
        settings: {},
        notCarried: [
          {
            member: 'PendingModifiedValues',
            found: 'DBInstanceClass',
            advice: expect.stringContaining('modify the live instance again'),
          },
        ],
        tags: { team: 'orders' },
      },
    ]);
  });
});

// Defect class: hard-coded Region or partition.
it('the clusters adapter calls the Region of its client', async () => {
  const regions: string[] = [];
  world.answer('DescribeDBClusters', (_input, call) => {
    regions.push(call.location.region);
    return { DBClusters: [] };
  });
  for (const region of ['cn-north-1', 'us-gov-west-1', 'eu-central-1']) {
    await clusters(
      sortFailures(new RDSClient({ ...world.simulator.client, region }), rdsAnswers),
    ).byName('orders');
  }
  expect(regions).toEqual(['cn-north-1', 'us-gov-west-1', 'eu-central-1']);
});
