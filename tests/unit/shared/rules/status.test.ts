import { describe, expect, it } from '@jest/globals';
import { databaseReadiness, snapshotReadiness } from '../../../../functions/shared/rules/status.ts';

// Defect class: endless poll on a failed status.
describe('snapshotReadiness', () => {
  it.each(['failed', 'deleted', 'deleting', 'incompatible-restore', 'incompatible-parameters'])(
    'a snapshot with the status %s never becomes available',
    (status) => {
      expect(snapshotReadiness(status)).toBe('failed');
    },
  );

  it.each(['creating', 'copying', 'a-status-of-next-year', '', 'Available', 'not-failed'])(
    'a snapshot with the status "%s" may become available',
    (status) => {
      expect(snapshotReadiness(status)).toBe('pending');
    },
  );

  it('a snapshot with the status available is available', () => {
    expect(snapshotReadiness('available')).toBe('available');
  });
});

describe('databaseReadiness', () => {
  it.each([
    'failed',
    'incompatible-create',
    'incompatible-network',
    'incompatible-option-group',
    'incompatible-parameters',
    'incompatible-restore',
    'insufficient-capacity',
    'restore-error',
    'storage-full',
    'inaccessible-encryption-credentials',
    'inaccessible-encryption-credentials-recoverable',
    'upgrade_failed',
    'upgrade-failed',
    'cloning-failed',
    'migration-failed',
    'stopped',
    'deleting',
  ])('a database with the status %s never becomes available', (status) => {
    expect(databaseReadiness(status)).toBe('failed');
  });

  it.each([
    'backing-up',
    'backtracking',
    'configuring-enhanced-monitoring',
    'configuring-iam-database-auth',
    'creating',
    'failing-over',
    'maintenance',
    'migrating',
    'modifying',
    'promoting',
    'rebooting',
    'renaming',
    'resetting-master-credentials',
    'scaling-compute',
    'starting',
    'stopping',
    'storage-optimization',
    'update-iam-db-auth',
    'upgrading',
    'a-status-of-next-year',
  ])('a database with the status %s may become available', (status) => {
    expect(databaseReadiness(status)).toBe('pending');
  });

  it('a database with the status available is available', () => {
    expect(databaseReadiness('available')).toBe('available');
  });
});
