/**
 * Every status that the User Guides list or that was seen besides, by what it means to applications.
 * Source: Aurora User Guide, "Viewing DB cluster status"; RDS User Guide, "Viewing DB instance status".
 */
export const clusterStatuses = {
  failed: [
    'cloning-failed',
    'deleting',
    'inaccessible-encryption-credentials',
    'inaccessible-encryption-credentials-recoverable',
    'migration-failed',
    'stopped',
    'upgrade_failed',
  ],
  /** It passes, and nobody can write meanwhile. */
  silent: ['creating', 'migrating', 'rebooting', 'starting', 'stopping', 'upgrading'],
  /** It passes, and applications may write all the same. */
  busy: [
    'backing-up',
    'backtracking',
    'configuring-enhanced-monitoring',
    'configuring-iam-database-auth',
    'failing-over',
    'maintenance',
    'modifying',
    'promoting',
    'renaming',
    'resetting-master-credentials',
    'scaling-compute',
    'storage-optimization',
    'update-iam-db-auth',
    'a-status-of-next-year',
  ],
} as const;

export const instanceStatuses = {
  failed: [
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
  ],
  silent: ['creating', 'rebooting', 'starting', 'stopping', 'upgrading'],
  busy: [
    'backing-up',
    'configuring-enhanced-monitoring',
    'configuring-iam-database-auth',
    'configuring-log-exports',
    'maintenance',
    'modifying',
    'renaming',
    'resetting-master-credentials',
    'storage-initialization',
    'storage-optimization',
    'a-status-of-next-year',
  ],
} as const;

/** Each group's statuses in one list. */
export function allOf(groups: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return ['available', ...Object.values(groups).flat()];
}
