import { NotOurs } from '../domain/errors.ts';
import { isPart } from '../domain/ownership.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { Databases } from '../ports/databases.ts';
import { removeDatabase } from './remove-database.ts';
import type { Removal } from './remove-database.ts';

/**
 * Deletes what a drill restored: by its resource id, and only where it carries this recovery's
 * marks and not the live name.
 * @throws NotOurs, StepOverdue
 */
export async function discardCluster(
  plan: RecoveryPlan,
  restoredId: string,
  since: string,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress<Removal>> {
  const [database] = await ports.databases.byResourceId(restoredId);
  const ours =
    !database ||
    (isPart(database.tags, { snapshot: plan.snapshot, part: 'restored' }) &&
      database.identifier === plan.names.temporary);
  if (!ours) {
    throw new NotOurs(
      `expected ${restoredId} to be what this recovery restored as "${plan.names.temporary}", found ` +
        `"${database.identifier}": it was not deleted`,
    );
  }
  return removeDatabase(
    { step: 'DiscardCluster', database, since, finalSnapshot: undefined },
    ports,
  );
}
