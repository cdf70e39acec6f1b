import { describe, expect, it } from '@jest/globals';
import { makeCluster, makeClusterSnapshot, makeDatabase, makeInstance } from './scenes.ts';
import { handover, minute, sourceLocation, Simulator } from './simulator.ts';

const place = 'arn:aws:rds:eu-west-1:111111111111';
const role = 'arn:aws:iam::111111111111:role/export';

/** What each operation asks for, in order: action without its service, and resource. */
const cases: readonly [operation: string, input: object, asked: readonly string[]][] = [
  [
    'CreateDBCluster',
    {
      DBClusterIdentifier: 'new',
      Engine: 'aurora-postgresql',
      EngineVersion: '18.4',
      MasterUsername: 'keeper',
      ManageMasterUserPassword: true,
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    [
      `rds:CreateDBCluster ${place}:cluster:new`,
      `rds:CreateDBCluster ${place}:cluster-pg:default.aurora-postgresql18`,
      `rds:CreateDBCluster ${place}:og:default:aurora-postgresql-18`,
      `rds:CreateDBCluster ${place}:subgrp:default`,
      `rds:AddTagsToResource ${place}:cluster:new`,
      'secretsmanager:CreateSecret arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!cluster-*',
      'secretsmanager:TagResource arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!cluster-*',
      'kms:DescribeKey arn:aws:kms:eu-west-1:111111111111:key/aws-secretsmanager',
    ],
  ],
  [
    'CreateDBInstance',
    {
      DBInstanceIdentifier: 'orders-2',
      DBClusterIdentifier: 'orders',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    },
    [
      `rds:CreateDBInstance ${place}:db:orders-2`,
      `rds:CreateDBInstance ${place}:cluster:orders`,
      `rds:CreateDBInstance ${place}:og:default:aurora-postgresql-18`,
      `rds:CreateDBInstance ${place}:pg:default.aurora-postgresql18`,
      `rds:CreateDBInstance ${place}:subgrp:default`,
    ],
  ],
  [
    'DescribeDBClusterSnapshots',
    {},
    [
      `rds:DescribeDBClusterSnapshots ${place}:cluster-snapshot:*`,
      `rds:DescribeDBClusterSnapshots ${place}:cluster:*`,
    ],
  ],
  [
    'DescribeDBClusterSnapshots',
    { DBClusterSnapshotIdentifier: 'taken' },
    [`rds:DescribeDBClusterSnapshots ${place}:cluster-snapshot:taken`],
  ],
  [
    'DescribeDBSnapshots',
    {},
    [`rds:DescribeDBSnapshots ${place}:snapshot:*`, `rds:DescribeDBSnapshots ${place}:db:*`],
  ],
  ['DescribeDBClusters', {}, [`rds:DescribeDBClusters ${place}:cluster:*`]],
  [
    'DescribeDBClusters',
    { DBClusterIdentifier: 'orders' },
    [`rds:DescribeDBClusters ${place}:cluster:orders`],
  ],
  ['DescribeDBInstances', {}, [`rds:DescribeDBInstances ${place}:db:*`]],
  [
    'DescribeDBClusterSnapshots',
    { DBClusterIdentifier: 'orders' },
    [
      `rds:DescribeDBClusterSnapshots ${place}:cluster-snapshot:*`,
      `rds:DescribeDBClusterSnapshots ${place}:cluster:orders`,
    ],
  ],
  [
    'CreateDBClusterSnapshot',
    {
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: 'new',
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    [
      `rds:CreateDBClusterSnapshot ${place}:cluster:orders`,
      `rds:CreateDBClusterSnapshot ${place}:cluster-snapshot:new`,
      `rds:AddTagsToResource ${place}:cluster-snapshot:new`,
    ],
  ],
  [
    'CopyDBClusterSnapshot',
    {
      SourceDBClusterSnapshotIdentifier: 'taken',
      TargetDBClusterSnapshotIdentifier: 'new',
    },
    [
      `rds:CopyDBClusterSnapshot ${place}:cluster-snapshot:taken`,
      `rds:CopyDBClusterSnapshot ${place}:cluster-snapshot:new`,
    ],
  ],
  [
    'RestoreDBClusterFromSnapshot',
    {
      DBClusterIdentifier: 'new',
      SnapshotIdentifier: 'taken',
      Engine: 'aurora-postgresql',
      EngineVersion: '18.4',
    },
    [
      `rds:RestoreDBClusterFromSnapshot ${place}:cluster-snapshot:taken`,
      `rds:RestoreDBClusterFromSnapshot ${place}:cluster:new`,
      `rds:RestoreDBClusterFromSnapshot ${place}:cluster-pg:default.aurora-postgresql18`,
      `rds:RestoreDBClusterFromSnapshot ${place}:og:default:aurora-postgresql-18`,
      `rds:RestoreDBClusterFromSnapshot ${place}:subgrp:default`,
    ],
  ],
  [
    'ModifyDBCluster',
    { DBClusterIdentifier: 'orders', DeletionProtection: false },
    [`rds:ModifyDBCluster ${place}:cluster:orders`],
  ],
  [
    'AddRoleToDBCluster',
    { DBClusterIdentifier: 'orders', RoleArn: role, FeatureName: 's3Export' },
    [`rds:AddRoleToDBCluster ${place}:cluster:orders`, `iam:PassRole ${role}`],
  ],
  [
    'DeleteDBInstance',
    { DBInstanceIdentifier: 'orders-1' },
    [`rds:DeleteDBInstance ${place}:db:orders-1`],
  ],
  [
    'AddTagsToResource',
    { ResourceName: `${place}:cluster:orders`, Tags: [{ Key: 'a', Value: 'b' }] },
    [`rds:AddTagsToResource ${place}:cluster:orders`],
  ],
  [
    'ModifyDBClusterSnapshotAttribute',
    {
      DBClusterSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: ['222222222222'],
    },
    [`rds:ModifyDBClusterSnapshotAttribute ${place}:cluster-snapshot:taken`],
  ],
  ['DescribeAccountAttributes', {}, ['rds:DescribeAccountAttributes *']],
];

describe.each(cases)('%s', (operation, input, asked) => {
  it('the operation asks for every resource that it needs, and respects a denial', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'taken');
    simulator.asked.length = 0;
    await simulator.call(sourceLocation, operation, input);
    expect(simulator.asked.map(({ action, resource }) => `${action} ${resource}`)).toEqual(asked);
    simulator.denied.add(`rds:${operation}`);
    await expect(simulator.call(sourceLocation, operation, input)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});

describe('final snapshots', () => {
  it('a final snapshot needs the permission to create it', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    simulator.denied.add('rds:CreateDBClusterSnapshot');
    const input = { DBClusterIdentifier: 'orders', FinalDBSnapshotIdentifier: 'final' };
    await expect(simulator.call(sourceLocation, 'DeleteDBCluster', input)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});

describe('what depends on a database', () => {
  it.each([
    ['cluster', true, 'AccessDenied'],
    ['cluster', false, 'taken'],
    ['instance', true, 'AccessDenied'],
    ['instance', false, 'taken'],
  ] as const)(
    'the final snapshot of a %s is tagged by who deletes it where its tags are copied: %s',
    async (kind, CopyTagsToSnapshot, expected) => {
      const simulator = new Simulator();
      const make = kind === 'cluster' ? makeCluster : makeInstance;
      await make(simulator, sourceLocation, 'orders', { CopyTagsToSnapshot });
      await simulator.pass(30 * minute);
      simulator.denied.add('rds:AddTagsToResource');
      const [operation, name] =
        kind === 'cluster'
          ? ['DeleteDBCluster', 'DBClusterIdentifier']
          : ['DeleteDBInstance', 'DBInstanceIdentifier'];
      const input = { [name]: 'orders', FinalDBSnapshotIdentifier: 'final' };
      const outcome = await simulator.call(sourceLocation, operation, input).then(
        () => 'taken',
        (error: Error) => error.name,
      );
      expect(outcome).toBe(expected);
    },
  );

  it.each(['kms:DescribeKey', 'kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'])(
    "a member needs its caller's %s for the key of its cluster",
    async (action) => {
      const simulator = new Simulator();
      const KmsKeyId = simulator.keys.make(sourceLocation, 'own');
      await makeCluster(simulator, sourceLocation, 'orders', { KmsKeyId });
      await simulator.pass(30 * minute);
      simulator.keys.forbidden.add(`${sourceLocation.accountId} ${action} ${KmsKeyId}`);
      const input = {
        DBInstanceIdentifier: 'orders-1',
        DBClusterIdentifier: 'orders',
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
      };
      await expect(simulator.call(sourceLocation, 'CreateDBInstance', input)).rejects.toMatchObject(
        { name: 'KMSKeyNotAccessibleFault', message: expect.stringContaining(action) },
      );
    },
  );
});

describe('all operations of RDS', () => {
  it('every operation asks the authorizer, whatever the resource', async () => {
    const simulator = new Simulator();
    for (const operation of Object.keys(simulator.rds.operations)) {
      simulator.denied.add(`rds:${operation}`);
      await expect(simulator.call(handover, operation, anything(operation))).rejects.toMatchObject({
        name: expect.stringMatching(/^(AccessDenied|DBClusterSnapshotNotFound|DBSnapshotNotFound)/),
      });
      const first = simulator.asked.pop();
      expect(first?.action).toBe(`rds:${operation}`);
    }
  });
});

/** An input that gets an operation to where it asks, without there being anything. */
function anything(operation: string): object {
  const tags = { ResourceName: `${place}:cluster:x`, Tags: [], TagKeys: [] };
  const instanceSource = /^(CreateDBSnapshot|CreateDBInstance)$/.test(operation);
  const inputs: Readonly<Record<string, object>> = {
    AddTagsToResource: { ResourceName: tags.ResourceName, Tags: tags.Tags },
    RemoveTagsFromResource: { ResourceName: tags.ResourceName, TagKeys: tags.TagKeys },
    ListTagsForResource: { ResourceName: tags.ResourceName },
    CreateDBClusterEndpoint: { DBClusterIdentifier: 'x', DBClusterEndpointIdentifier: 'x' },
    DeleteDBClusterEndpoint: { DBClusterEndpointIdentifier: 'x' },
    CreateDBCluster: { DBClusterIdentifier: 'x', Engine: 'aurora-postgresql' },
    CreateDBInstance: {
      DBInstanceIdentifier: 'x',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'postgres',
    },
    RestoreDBClusterFromSnapshot: {
      DBClusterIdentifier: 'x',
      SnapshotIdentifier: 'x',
      Engine: 'aurora-postgresql',
    },
    RestoreDBInstanceFromDBSnapshot: { DBInstanceIdentifier: 'x', DBSnapshotIdentifier: 'x' },
    CreateDBClusterSnapshot: { DBClusterIdentifier: 'x', DBClusterSnapshotIdentifier: 'x' },
    CreateDBSnapshot: { DBInstanceIdentifier: 'x', DBSnapshotIdentifier: 'x' },
    CopyDBClusterSnapshot: {
      SourceDBClusterSnapshotIdentifier: 'x',
      TargetDBClusterSnapshotIdentifier: 'x',
    },
    CopyDBSnapshot: { SourceDBSnapshotIdentifier: 'x', TargetDBSnapshotIdentifier: 'x' },
    AddRoleToDBCluster: { DBClusterIdentifier: 'x', RoleArn: role },
    RemoveRoleFromDBCluster: { DBClusterIdentifier: 'x', RoleArn: role },
    EnableHttpEndpoint: { ResourceArn: tags.ResourceName },
    DisableHttpEndpoint: { ResourceArn: tags.ResourceName },
    StartActivityStream: { ResourceArn: tags.ResourceName },
    StopActivityStream: { ResourceArn: tags.ResourceName },
    DescribeDBClusterParameters: { DBClusterParameterGroupName: 'x' },
  };
  if (inputs[operation]) return inputs[operation];
  if (operation === 'DeleteDBProxyEndpoint') return { DBProxyEndpointName: 'x' };
  if (/DBProxy/.test(operation)) return { DBProxyName: 'x' };
  const group = /^\w+?(DB(Subnet|(Cluster)?Parameter)Group)$/.exec(operation)?.[1];
  if (group !== undefined) return { [`${group}Name`]: 'x' };
  if (/ClusterSnapshotAttribute/.test(operation)) {
    const modify = operation.startsWith('Modify') ? { AttributeName: 'restore' } : {};
    return { DBClusterSnapshotIdentifier: 'x', ...modify };
  }
  if (/SnapshotAttribute/.test(operation)) {
    const modify = operation.startsWith('Modify') ? { AttributeName: 'restore' } : {};
    return { DBSnapshotIdentifier: 'x', ...modify };
  }
  if (operation === 'DeleteDBClusterSnapshot') return { DBClusterSnapshotIdentifier: 'x' };
  if (operation === 'DeleteDBSnapshot') return { DBSnapshotIdentifier: 'x' };
  if (/^(Describe)/.test(operation)) return {};
  return instanceSource || operation.endsWith('DBInstance')
    ? { DBInstanceIdentifier: 'x' }
    : { DBClusterIdentifier: 'x' };
}
