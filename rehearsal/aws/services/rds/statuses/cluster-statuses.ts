/** What is asked of a cluster and depends on its status. */
export type ClusterCall =
  | 'ModifyDBCluster'
  | 'CreateDBInstance'
  | 'FailoverDBCluster'
  | 'DeleteDBCluster'
  | 'CreateDBClusterSnapshot'
  | 'AddRoleToDBCluster'
  | 'EnableHttpEndpoint';

const everything: readonly ClusterCall[] = [
  'ModifyDBCluster',
  'CreateDBInstance',
  'FailoverDBCluster',
  'DeleteDBCluster',
  'CreateDBClusterSnapshot',
  'AddRoleToDBCluster',
  'EnableHttpEndpoint',
];
const nothing: readonly ClusterCall[] = [];
const deletion: readonly ClusterCall[] = ['DeleteDBCluster'];
const instances: readonly ClusterCall[] = ['CreateDBInstance'];

/**
 * Every status of the Aurora User Guide's table, "Viewing DB cluster status", with what RDS takes in it.
 * The guide says of `available` that the cluster "is available for modifications", and of
 * `storage-optimization` that it "is fully operational". That `backing-up` and
 * `configuring-iam-database-auth` take no modification is in the field's InvalidDBClusterStateFault ("not
 * available for modification with status …"); that a snapshot wants "the available state", in
 * terraform-provider-aws#40333. All else: from memory, unverified.
 */
export const clusterStatuses: Readonly<Record<string, readonly ClusterCall[]>> = {
  available: everything,
  'backing-up': instances,
  backtracking: nothing,
  'cloning-failed': deletion,
  creating: nothing,
  deleting: nothing,
  'failing-over': nothing,
  'inaccessible-encryption-credentials': deletion,
  'inaccessible-encryption-credentials-recoverable': deletion,
  maintenance: nothing,
  migrating: nothing,
  'migration-failed': deletion,
  modifying: instances,
  'preparing-data-migration': nothing,
  promoting: nothing,
  renaming: nothing,
  'resetting-master-credentials': nothing,
  starting: nothing,
  stopped: deletion,
  stopping: nothing,
  'storage-optimization': everything,
  'update-iam-db-auth': nothing,
  'upgrade-failed': deletion,
  upgrading: nothing,
  // Listed for instances alone, or nowhere; seen of clusters all the same.
  'configuring-enhanced-monitoring': nothing,
  'configuring-iam-database-auth': nothing,
  'configuring-log-exports': nothing,
  rebooting: nothing,
  'scaling-compute': nothing,
  failed: deletion,
  'incompatible-create': deletion,
  'incompatible-network': deletion,
  'incompatible-option-group': deletion,
  'incompatible-parameters': deletion,
  'incompatible-restore': deletion,
  'insufficient-capacity': deletion,
  'restore-error': deletion,
  'storage-full': deletion,
};
