import { Refused } from '../../shared/ports/aws-errors.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { isForbidden } from '../../shared/rules/status.ts';
import type { Database } from '../../shared/rules/database.ts';
import { attempt } from './attempt.ts';

/**
 * Has RDS manage the master password of the restored database, where it manages that of the old one:
 * no restore brings that along, and the old secret goes with the old database. The secret is new, and so
 * is the password, which the restored database was verified with by then. Under the key of the old one.
 * Sources: Aurora User Guide, "Password management with Secrets Manager"; the SDK's model, which has
 * `ManageMasterUserPassword` in ModifyDBCluster and not in RestoreDBClusterFromSnapshot, and in
 * RestoreDBInstanceFromDBSnapshot for Oracle alone.
 *
 * Where AWS refuses, the swap goes on all the same: a recovery doesn't fail for a secret, and the old
 * database isn't deleted while it has the only one.
 * @returns what is waited for; undefined once there is nothing to be done, or nothing can be done
 */
export async function manageAnew(
  { old, restored }: { readonly old: Database; readonly restored: Database },
  databases: Databases,
): Promise<string | undefined> {
  if (!old.masterSecret || old.status === 'renaming') return undefined;
  const { identifier, status, masterSecret } = restored;
  const waiting = `the secret with the master password of "${identifier}"`;
  if (status === 'resetting-master-credentials' || masterSecret?.status === 'creating') {
    return waiting;
  }
  if (masterSecret || isForbidden(restored, 'modify')) return undefined;
  try {
    await attempt(() => databases.manageMasterPassword(identifier, old.masterSecret?.keyArn));
    return waiting;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
