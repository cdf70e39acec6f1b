/** What is asked of an instance and depends on its status. */
export type InstanceCall =
  | 'ModifyDBInstance'
  | 'RebootDBInstance'
  | 'DeleteDBInstance'
  | 'CreateDBSnapshot'
  | 'AddRoleToDBInstance';

const everything: readonly InstanceCall[] = [
  'ModifyDBInstance',
  'RebootDBInstance',
  'DeleteDBInstance',
  'CreateDBSnapshot',
  'AddRoleToDBInstance',
];
const nothing: readonly InstanceCall[] = [];
const deletion: readonly InstanceCall[] = ['DeleteDBInstance'];

/**
 * Every status of the RDS User Guide's table, "Viewing Amazon RDS DB instance status", and of the Aurora
 * User Guide's on members, with what RDS takes in it. Sources: the guide says of `storage-initialization`
 * "It remains available for operations", of `storage-optimization` "the DB instance remains available", of
 * `storage-full` "scale up your storage by modifying the DB instance"; the SDK's model of CreateDBSnapshot,
 * "must be in the available or storage-optimization state", and of DeleteDBInstance on what has failed; AWS's
 * template for the field's "Database instance is not in available state", which names backing-up. All else:
 * from memory, unverified.
 */
export const instanceStatuses: Readonly<Record<string, readonly InstanceCall[]>> = {
  available: everything,
  'backing-up': nothing,
  backtracking: nothing,
  'configuring-enhanced-monitoring': nothing,
  'configuring-iam-database-auth': nothing,
  'configuring-log-exports': nothing,
  'converting-to-vpc': nothing,
  creating: nothing,
  'delete-precheck': nothing,
  deleting: nothing,
  failed: deletion,
  'inaccessible-encryption-credentials': deletion,
  'inaccessible-encryption-credentials-recoverable': deletion,
  'incompatible-create': deletion,
  'incompatible-network': deletion,
  'incompatible-option-group': deletion,
  'incompatible-parameters': ['DeleteDBInstance', 'RebootDBInstance'],
  'incompatible-restore': deletion,
  'insufficient-capacity': deletion,
  maintenance: nothing,
  modifying: nothing,
  'moving-to-vpc': nothing,
  rebooting: nothing,
  renaming: nothing,
  'resetting-master-credentials': nothing,
  'restore-error': deletion,
  starting: nothing,
  stopped: deletion,
  stopping: nothing,
  'storage-config-upgrade': nothing,
  'storage-full': ['ModifyDBInstance', 'DeleteDBInstance', 'RebootDBInstance'],
  'storage-initialization': [
    'ModifyDBInstance',
    'RebootDBInstance',
    'DeleteDBInstance',
    'AddRoleToDBInstance',
  ],
  'storage-optimization': everything,
  'upgrade-failed': deletion,
  upgrading: nothing,
};
