/** What a status of AWS means to a step that waits for `available`. */
export type Readiness = 'available' | 'pending' | 'failed';

const failedSnapshot = /^(failed|deleted|deleting|incompatible-.*)$/;
const failedDatabase =
  /^(failed|incompatible-.*|insufficient-capacity|restore-error|storage-full|inaccessible-.*|upgrade[_-]failed|cloning-failed|migration-failed|stopped|deleting)$/;

/**
 * A status that AWS adds one day is pending until the step's deadline; a known-bad one fails at
 * once. Source: the RDS and Aurora User Guides, "Viewing … status".
 */
export function snapshotReadiness(status: string): Readiness {
  if (status === 'available') return 'available';
  return failedSnapshot.test(status) ? 'failed' : 'pending';
}

/** Of a cluster, a member or a DB instance. `available` says nothing yet of being connectable. */
export function databaseReadiness(status: string): Readiness {
  if (status === 'available') return 'available';
  return failedDatabase.test(status) ? 'failed' : 'pending';
}
