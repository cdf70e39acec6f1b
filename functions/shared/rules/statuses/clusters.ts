import { allBut, clusterCalls, unverified } from './row.ts';
import type { ClusterCall, StatusRow } from './row.ts';

type Row = StatusRow<ClusterCall>;

const guide = 'Aurora User Guide, "Viewing DB cluster status"';
const ofInstances = `listed for instances alone; of clusters ${unverified}`;

const nothing: readonly ClusterCall[] = [];
const everything = clusterCalls;
const allButDeletion = allBut(clusterCalls, 'DeleteDBCluster');
const allButInstances = allBut(clusterCalls, 'CreateDBInstance');

function usable(forbids: readonly ClusterCall[], source: string): Row {
  return { means: 'usable', connects: 'yes', forbids, source };
}

function passing(connects: 'perhaps' | 'no', source = `${guide}; the calls: ${unverified}`): Row {
  return { means: 'passing', connects, forbids: everything, source };
}

/** What has failed goes by DeleteDBCluster, without a final snapshot. */
function failed(source = `${guide}; that it can be deleted: ${unverified}`): Row {
  return { means: 'failed', connects: 'no', forbids: allButDeletion, source };
}

/** What each status of a DB cluster means, and which calls it forbids. Spelled with hyphens. */
export const clusterStatuses: Readonly<Record<string, Row>> = {
  available: usable(nothing, `${guide}: "The DB cluster is available for modifications"`),
  'backing-up': usable(
    allButInstances,
    `${guide}; the field: InvalidDBClusterStateFault, "not available for modification with status ` +
      `backing-up"; terraform-provider-aws#40333: a snapshot wants "the available state"; the rest: ${unverified}`,
  ),
  backtracking: passing('perhaps'),
  'cloning-failed': failed(),
  creating: passing('no', `${guide}: "inaccessible while it is being created"`),
  deleting: { means: 'failed', connects: 'no', forbids: everything, source: guide },
  'failing-over': passing('perhaps'),
  'inaccessible-encryption-credentials': failed(),
  'inaccessible-encryption-credentials-recoverable': failed(),
  maintenance: passing('perhaps'),
  migrating: passing('no'),
  'migration-failed': failed(),
  modifying: usable(allButInstances, `${guide}; the calls: ${unverified}`),
  'preparing-data-migration': passing('perhaps'),
  promoting: passing(
    'perhaps',
    `${guide}; terraform-provider-aws#40333: takes no deletion with a snapshot`,
  ),
  renaming: passing('perhaps'),
  'resetting-master-credentials': passing('perhaps'),
  starting: passing('no'),
  stopped: failed(),
  stopping: passing('no'),
  'storage-optimization': usable(
    nothing,
    `${guide}: "fully operational", but for "changes to the storage"`,
  ),
  'update-iam-db-auth': usable(everything, `${guide}; the calls: ${unverified}`),
  'upgrade-failed': failed(`${guide}, which writes upgrade_failed`),
  upgrading: passing('no'),
  'configuring-enhanced-monitoring': usable(everything, ofInstances),
  'configuring-iam-database-auth': usable(
    everything,
    'listed for instances alone; the field: "DB cluster is not available for modification with status ' +
      'configuring-iam-database-auth"',
  ),
  'configuring-log-exports': usable(everything, ofInstances),
  rebooting: passing('no', ofInstances),
  'scaling-compute': passing('perhaps', `seen of Aurora Serverless; ${unverified}`),
  failed: failed(ofInstances),
  'incompatible-create': failed(ofInstances),
  'incompatible-network': failed(ofInstances),
  'incompatible-option-group': failed(ofInstances),
  'incompatible-parameters': failed(ofInstances),
  'incompatible-restore': failed(ofInstances),
  'insufficient-capacity': failed(ofInstances),
  'restore-error': failed(ofInstances),
  'storage-full': failed(ofInstances),
};
