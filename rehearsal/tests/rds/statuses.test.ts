import { describe, expect, it } from '@jest/globals';
import { clusterStatuses as productClusters } from '../../../functions/shared/rules/statuses/clusters.ts';
import { instanceStatuses as productInstances } from '../../../functions/shared/rules/statuses/instances.ts';
import { clusterCalls, instanceCalls } from '../../../functions/shared/rules/statuses/row.ts';
import { clusterStatuses } from '../../aws/services/rds/statuses/cluster-statuses.ts';
import type { ClusterCall } from '../../aws/services/rds/statuses/cluster-statuses.ts';
import { instanceStatuses } from '../../aws/services/rds/statuses/instance-statuses.ts';
import type { InstanceCall } from '../../aws/services/rds/statuses/instance-statuses.ts';
import { makeDatabase, makeMember } from './scenes.ts';
import { minute, Simulator, sourceLocation as place } from './simulator.ts';

/** Aurora User Guide, "Viewing DB cluster status", in the guide's order. */
const clustersOfTheGuide = [
  'available',
  'backing-up',
  'backtracking',
  'cloning-failed',
  'creating',
  'deleting',
  'failing-over',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'maintenance',
  'migrating',
  'migration-failed',
  'modifying',
  'promoting',
  'preparing-data-migration',
  'renaming',
  'resetting-master-credentials',
  'starting',
  'stopped',
  'stopping',
  'storage-optimization',
  'update-iam-db-auth',
  'upgrading',
  'upgrade_failed',
];

/** RDS User Guide, "Viewing Amazon RDS DB instance status"; the Aurora User Guide's has `backtracking` besides. */
const instancesOfTheGuide = [
  'available',
  'backing-up',
  'backtracking',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'converting-to-vpc',
  'creating',
  'delete-precheck',
  'deleting',
  'failed',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'incompatible-create',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'incompatible-restore',
  'insufficient-capacity',
  'maintenance',
  'modifying',
  'moving-to-vpc',
  'rebooting',
  'resetting-master-credentials',
  'renaming',
  'restore-error',
  'starting',
  'stopped',
  'stopping',
  'storage-config-upgrade',
  'storage-full',
  'storage-initialization',
  'storage-optimization',
  'upgrading',
  'upgrade_failed',
];

describe.each([
  ['clusters', clustersOfTheGuide, productClusters, clusterStatuses],
  ['instances', instancesOfTheGuide, productInstances, instanceStatuses],
] as const)('the statuses of %s', (_what, guide, product, simulated) => {
  it('the product and the simulator know every status of the guides', () => {
    const listed = guide.map((status) => status.replaceAll('_', '-'));
    expect(Object.keys(product)).toEqual(expect.arrayContaining(listed));
    expect(Object.keys(simulated)).toEqual(expect.arrayContaining(listed));
  });

  it('the product and the simulator know the same statuses', () => {
    expect(Object.keys(product).toSorted()).toEqual(Object.keys(simulated).toSorted());
  });
});

const ledger = {
  DBInstanceIdentifier: 'ledger',
  DBInstanceClass: 'db.t4g.medium',
  Engine: 'postgres',
  AllocatedStorage: 20,
  MasterUsername: 'keeper',
  MasterUserPassword: 'correct horse',
};
const role = `arn:aws:iam::${place.accountId}:role/import`;

const clusterPairs = pairs(productClusters, clusterCalls);
const instancePairs = pairs(productInstances, instanceCalls);

describe('each call in each status', () => {
  it.each(clusterPairs)('%s: the tables agree on %s', (status, call) => {
    const taken = clusterStatuses[status]?.includes(call as ClusterCall);
    expect(productClusters[status]?.forbids.includes(call as ClusterCall)).toBe(!taken);
  });

  it.each(instancePairs)('%s: the tables agree on %s', (status, call) => {
    const taken = instanceStatuses[status]?.includes(call as InstanceCall);
    expect(productInstances[status]?.forbids.includes(call as InstanceCall)).toBe(!taken);
  });
});

describe('the simulated RDS', () => {
  it.each([
    ['backing-up', 'Cluster orders is not available for modification with status backing-up.'],
    ['modifying', 'Cluster orders is not available for modification with status modifying.'],
  ])('a cluster that is %s refuses a rename in the words of AWS', async (status, message) => {
    const simulator = await withCluster(status);
    await expect(
      simulator.call(place, 'ModifyDBCluster', {
        DBClusterIdentifier: 'orders',
        NewDBClusterIdentifier: 'others',
        ApplyImmediately: true,
      }),
    ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault', message });
  });

  it('a cluster that is backing-up takes an instance', async () => {
    const simulator = await withCluster('backing-up');
    await expect(
      simulator.call(place, 'CreateDBInstance', {
        DBInstanceIdentifier: 'orders-2',
        DBClusterIdentifier: 'orders',
        DBInstanceClass: 'db.r6g.large',
        Engine: 'aurora-postgresql',
      }),
    ).resolves.toBeDefined();
  });

  it.each(clusterPairs)('a cluster that is %s answers %s as its row says', async (status, name) => {
    const simulator = await withCluster(status, name);
    const answer = await nameOfError(
      simulator.call(place, name, clusterInputs[name as ClusterCall]),
    );
    const isForbidden = productClusters[status]?.forbids.includes(name as ClusterCall);
    expect(isStateFault(answer)).toBe(isForbidden);
  });

  it.each(instancePairs)(
    'a DB instance that is %s answers %s as its row says',
    async (status, name) => {
      const simulator = await withInstance(status);
      const answer = await nameOfError(
        simulator.call(place, name, instanceInputs[name as InstanceCall]),
      );
      const isForbidden = productInstances[status]?.forbids.includes(name as InstanceCall);
      expect(isStateFault(answer)).toBe(isForbidden);
    },
  );

  it('an instance without automated backups is never backing-up', async () => {
    const simulator = new Simulator();
    await simulator.call(place, 'CreateDBInstance', { ...ledger, BackupRetentionPeriod: 0 });
    await simulator.pass(30 * minute);
    expect(simulator.eventIds()).toEqual(['RDS-EVENT-0005']);
  });
});

const cluster = { DBClusterIdentifier: 'orders' };
const clusterInputs: Readonly<Record<ClusterCall, object>> = {
  ModifyDBCluster: { ...cluster, DeletionProtection: true },
  CreateDBInstance: {
    ...cluster,
    DBInstanceIdentifier: 'orders-2',
    DBInstanceClass: 'db.r6g.large',
    Engine: 'aurora-postgresql',
  },
  FailoverDBCluster: cluster,
  DeleteDBCluster: { ...cluster, SkipFinalSnapshot: true },
  CreateDBClusterSnapshot: { ...cluster, DBClusterSnapshotIdentifier: 'kept' },
  AddRoleToDBCluster: { ...cluster, RoleArn: role, FeatureName: 's3Import' },
  EnableHttpEndpoint: { ResourceArn: arnOf('cluster', 'orders') },
};

const instance = { DBInstanceIdentifier: 'ledger' };
const instanceInputs: Readonly<Record<InstanceCall, object>> = {
  ModifyDBInstance: { ...instance, DeletionProtection: true },
  RebootDBInstance: instance,
  DeleteDBInstance: { ...instance, SkipFinalSnapshot: true },
  CreateDBSnapshot: { ...instance, DBSnapshotIdentifier: 'kept' },
  AddRoleToDBInstance: { ...instance, RoleArn: role, FeatureName: 's3Import' },
};

/** The name of the error that a call ends in; undefined where it is taken. */
async function nameOfError(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function isStateFault(name: string | undefined): boolean {
  return name !== undefined && /^Invalid.*StateFault$/.test(name);
}

function arnOf(type: 'cluster' | 'db', name: string): string {
  return `arn:aws:rds:${place.region}:${place.accountId}:${type}:${name}`;
}

/** A stand-alone instance, with nothing of it under way. */
async function withInstance(status: string): Promise<Simulator> {
  const simulator = new Simulator();
  await simulator.call(place, 'CreateDBInstance', ledger);
  await simulator.pass(30 * minute);
  simulator.rds.setStatus(arnOf('db', 'ledger'), status);
  return simulator;
}

/** A cluster with a reader to fail over to, and for its deletion without instances that stay. */
async function withCluster(status: string, call?: string): Promise<Simulator> {
  const simulator = new Simulator();
  await makeDatabase(simulator, place, 'orders');
  if (call === 'FailoverDBCluster') await makeMember(simulator, place, 'orders', 'orders-3');
  if (call === 'DeleteDBCluster') {
    await simulator.call(place, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
  }
  await simulator.pass(10 * minute);
  simulator.rds.setStatus(arnOf('cluster', 'orders'), status);
  return simulator;
}

function pairs(
  rows: Readonly<Record<string, unknown>>,
  calls: readonly string[],
): readonly (readonly [status: string, call: string])[] {
  return Object.keys(rows).flatMap((status) => calls.map((call) => [status, call] as const));
}
