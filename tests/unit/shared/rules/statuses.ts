/**
 * Every status that the User Guides list or that was seen besides, by what it means to applications.
 * Source: Aurora User Guide, "Viewing DB cluster status"; RDS User Guide, "Viewing DB instance status".
 */
export const clusterStatuses = {
  failed: [
    'cloning-failed',
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
    'migration-failed',
    'restore-error',
    'stopped',
    'storage-full',
    'upgrade_failed',
    'upgrade-failed',
  ],
  /** It passes, and nobody can write meanwhile. */
  silent: ['creating', 'migrating', 'rebooting', 'starting', 'stopping', 'upgrading'],
  /** It passes, and applications may write all the same. */
  busy: [
    'backtracking',
    'failing-over',
    'maintenance',
    'preparing-data-migration',
    'promoting',
    'renaming',
    'resetting-master-credentials',
    'scaling-compute',
    'a-status-of-next-year',
  ],
  /** Applications can connect as ever. */
  usable: [
    'available',
    'backing-up',
    'configuring-enhanced-monitoring',
    'configuring-iam-database-auth',
    'configuring-log-exports',
    'modifying',
    'storage-optimization',
    'update-iam-db-auth',
  ],
} as const;

export const instanceStatuses = {
  failed: [
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
    'restore-error',
    'stopped',
    'storage-full',
    'upgrade_failed',
    'upgrade-failed',
  ],
  silent: ['creating', 'rebooting', 'starting', 'stopping', 'upgrading'],
  busy: [
    'backtracking',
    'converting-to-vpc',
    'maintenance',
    'moving-to-vpc',
    'renaming',
    'resetting-master-credentials',
    'storage-config-upgrade',
    'a-status-of-next-year',
  ],
  usable: [
    'available',
    'backing-up',
    'configuring-enhanced-monitoring',
    'configuring-iam-database-auth',
    'configuring-log-exports',
    'modifying',
    'storage-initialization',
    'storage-optimization',
  ],
} as const;

/** Each group's statuses in one list. */
export function allOf(groups: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.values(groups).flat();
}
