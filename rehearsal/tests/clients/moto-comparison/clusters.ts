import { clusters } from '../../../../functions/shared/adapters/rds-clusters.ts';
import { clusterSnapshots } from '../../../../functions/shared/adapters/rds-cluster-snapshots.ts';
import { rdsEndpoints } from '../../../../functions/access/aws/rds-endpoints.ts';
import type {
  Databases,
  MemberRequest,
  RestoreRequest,
} from '../../../../functions/shared/ports/databases.ts';
import { makeCluster } from './make-database.ts';
import { ask, kept, prepare } from './script.ts';
import type { Step } from './script.ts';
import type { World } from './world.ts';

const role = { arn: 'arn:aws:iam::111111111111:role/import', feature: 's3Import' };

function of({ source }: World): Databases {
  return clusters(source.rds);
}

function member(identifier: string, change: Partial<MemberRequest> = {}): MemberRequest {
  return {
    identifier,
    databaseIdentifier: 'orders',
    engine: 'aurora-postgresql',
    instanceClass: 'db.r6g.large',
    promotionTier: 1,
    settings: {},
    tags: { 'understudy:run': 'one' },
    ...change,
  };
}

function restoring(change: Partial<RestoreRequest> = {}): RestoreRequest {
  return {
    identifier: 'orders-restoring',
    // A name, which moto knows; the functions give ARNs.
    snapshotArn: 'orders-captured',
    engine: 'aurora-postgresql',
    engineVersion: '18.4',
    settings: { deletionProtection: false, backupRetentionDays: 7, iamAuthentication: true },
    tags: { 'understudy:run': 'one' },
    ...change,
  };
}

/** A cluster's life up to the swap of names: members, failover, restore, renames. */
export const clusterSteps: readonly Step[] = [
  prepare('a cluster', (world, made) =>
    makeCluster(world, {
      DBClusterIdentifier: 'orders',
      StorageEncrypted: true,
      KmsKeyId: kept(made, 'key'),
      Tags: [{ Key: 'team', Value: 'shop' }],
    }),
  ),
  ask('RDS DescribeDBClusters', 'of a cluster without members', (world) =>
    of(world).byName('orders'),
  ),
  ask(
    'RDS DescribeDBClusters',
    'of nobody',
    async (world) => (await of(world).byName('nobody')) ?? 'nothing',
  ),
  ask('RDS DescribeDBClusters', 'by two names, one of which nobody has', async (world) =>
    (await of(world).byNames('orders', 'nobody')).map(({ identifier }) => identifier),
  ),
  prepare('its identity', async (world, made) => {
    const found = await of(world).byName('orders');
    made.set('orders', found?.resourceId ?? '');
  }),
  ask('RDS DescribeDBClusters', 'by resource id', async (world, made) =>
    (await of(world).byResourceId(kept(made, 'orders'))).map(({ identifier }) => identifier),
  ),
  ask('RDS DescribeDBClusters', 'by a resource id that nobody has', (world) =>
    of(world).byResourceId('cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  ),
  ask('RDS FailoverDBCluster', 'of a cluster without members', (world) =>
    of(world).failOver('orders', 'orders-1'),
  ),
  ask('RDS CreateDBInstance', 'as the first member', (world) =>
    of(world).addMember(member('orders-1', { promotionTier: 0 })),
  ),
  ask('RDS CreateDBInstance', 'under a name that is taken', (world) =>
    of(world).addMember(member('orders-1')),
  ),
  ask('RDS CreateDBInstance', 'in a cluster that is not there', (world) =>
    of(world).addMember(member('stray', { databaseIdentifier: 'nobody' })),
  ),
  ask('RDS CreateDBInstance', 'with another engine than the cluster has', (world) =>
    of(world).addMember(member('stray', { engine: 'aurora-mysql' })),
  ),
  ask('RDS FailoverDBCluster', 'of a cluster with one member', (world) =>
    of(world).failOver('orders', 'orders-1'),
  ),
  ask('RDS CreateDBInstance', 'as a reader', (world) => of(world).addMember(member('orders-2'))),
  ask('RDS DescribeDBInstances', 'of the members of a cluster', async (world) => {
    const found = await of(world).byName('orders');
    return of(world).members({ identifier: 'orders', writer: found?.writer });
  }),
  ask('RDS DescribeDBInstances', 'of the members of nobody', (world) =>
    of(world).members({ identifier: 'nobody' }),
  ),
  ask('RDS DescribeDBClusters', 'with its members, for their endpoints', (world) =>
    rdsEndpoints(world.source.rds).cluster('orders'),
  ),
  ask('RDS FailoverDBCluster', 'to a reader', async (world) => {
    await of(world).failOver('orders', 'orders-2');
    return (await of(world).byName('orders'))?.status;
  }),
  ask(
    'RDS DescribeDBClusters',
    'for the writer after a failover',
    async (world) => (await of(world).byName('orders'))?.writer,
  ),
  ask('RDS FailoverDBCluster', 'to an instance that is not there', (world) =>
    of(world).failOver('orders', 'nobody'),
  ),
  ask('RDS FailoverDBCluster', 'of nobody', (world) => of(world).failOver('nobody', 'orders-1')),
  ask('RDS AddRoleToDBCluster', 'of a role', (world) => of(world).addRole('orders', role)),
  ask('RDS AddRoleToDBCluster', 'of the same role again', (world) =>
    of(world).addRole('orders', role),
  ),
  ask('RDS AddRoleToDBCluster', 'to nobody', (world) => of(world).addRole('nobody', role)),
  prepare('a snapshot of it', (world) =>
    clusterSnapshots(world.source.rds).create({
      identifier: 'orders-captured',
      databaseIdentifier: 'orders',
      tags: {},
    }),
  ),
  ask('RDS RestoreDBClusterFromSnapshot', 'of a snapshot by ARN', async (world) => {
    const snapshotArn = 'arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:orders-captured';
    await of(world).restore(restoring({ identifier: 'orders-by-arn', snapshotArn }));
  }),
  ask('RDS RestoreDBClusterFromSnapshot', 'of a snapshot by name', (world) =>
    of(world).restore(restoring()),
  ),
  ask('RDS RestoreDBClusterFromSnapshot', 'under a name that is taken', (world) =>
    of(world).restore(restoring()),
  ),
  ask('RDS RestoreDBClusterFromSnapshot', 'of a snapshot that is not there', (world) =>
    of(world).restore(
      restoring({
        identifier: 'stray',
        snapshotArn: 'arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:nobody',
      }),
    ),
  ),
  ask('RDS RestoreDBClusterFromSnapshot', 'as another engine', (world) =>
    of(world).restore(restoring({ identifier: 'stray', engine: 'aurora-mysql' })),
  ),
  ask('RDS RestoreDBClusterFromSnapshot', 'under a key that is not there', (world) =>
    of(world).restore(
      restoring({
        identifier: 'stray-of-key',
        keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000',
      }),
    ),
  ),
  ask('RDS RestoreDBClusterFromSnapshot', 'into a subnet group that is not there', (world) =>
    of(world).restore(
      restoring({ identifier: 'stray-of-subnets', settings: { subnetGroup: 'nobody' } }),
    ),
  ),
  ask('RDS ModifyDBCluster', 'to the retired name', async (world) => {
    await of(world).rename('orders', 'orders-retired');
    const [found] = await of(world).byNames('orders', 'orders-retired');
    return { identifier: found?.identifier, status: found?.status };
  }),
  ask('RDS DescribeDBClusters', 'by the new name', async (world, made) => {
    const found = await of(world).byName('orders-retired');
    const identity = found?.resourceId === kept(made, 'orders') ? 'the same' : 'another';
    return { identity, arn: found?.arn, endpoint: found?.endpoint, status: found?.status };
  }),
  ask(
    'RDS DescribeDBClusters',
    'by the former name',
    async (world) => (await of(world).byName('orders')) ?? 'nothing',
  ),
  ask('RDS ModifyDBCluster', 'again, to the name that it has by now', (world) =>
    of(world).rename('orders', 'orders-retired'),
  ),
  ask('RDS ModifyDBCluster', 'to the live name', (world) =>
    of(world).rename('orders-restoring', 'orders'),
  ),
  ask('RDS DescribeDBInstances', 'of the members of the renamed cluster', async (world) =>
    (await of(world).members({ identifier: 'orders-retired' })).map(
      ({ identifier, databaseIdentifier }) => ({
        identifier,
        databaseIdentifier,
      }),
    ),
  ),
  ask('RDS ModifyDBInstance', 'of a member, to another name', async (world) => {
    await of(world).renameMember('orders-2', 'orders-2-retired');
    return (await of(world).members({ identifier: 'orders-retired' })).map(
      ({ identifier, status }) => ({ identifier, status }),
    );
  }),
  ask(
    'RDS DescribeDBClusters',
    'for the writer after its rename',
    async (world) => (await of(world).byName('orders-retired'))?.writer,
  ),
  ask('RDS ModifyDBInstance', 'of nobody', (world) => of(world).renameMember('nobody', 'somebody')),
  ask('RDS ModifyDBInstance', 'to a name that is taken', (world) =>
    of(world).renameMember('orders-1', 'orders-2-retired'),
  ),
];
