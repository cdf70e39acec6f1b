import { NotOurs } from '../domain/errors.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { Databases } from '../ports/databases.ts';
import { removeDatabase } from './remove-database.ts';
import type { Removal } from './remove-database.ts';

/**
 * Deletes the database whose resource id was recorded before the swap, and nothing else: it must by
 * now bear the retired name.
 * @throws NotOurs, StepOverdue
 */
export async function terminateOldCluster(
  plan: RecoveryPlan,
  since: string,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress<Removal>> {
  if (!plan.live) return { state: 'ready', outcome: 'kept', detail: 'there was no old database' };
  const [database] = await ports.databases.byResourceId(plan.live.resourceId);
  if (plan.retirement === 'keep' && database) {
    const detail = `Retirement is keep: it stays as "${database.identifier}"`;
    return { state: 'ready', outcome: 'kept', detail };
  }
  if (database && database.identifier !== plan.names.retired) {
    throw new NotOurs(
      `expected the old database ${plan.live.resourceId} as "${plan.names.retired}", found it as ` +
        `"${database.identifier}": it was not deleted`,
    );
  }
  return removeDatabase(
    { step: 'TerminateOldCluster', database, since, finalSnapshot: plan.names.final },
    ports,
  );
}
