import type { Database } from '../../shared/rules/database.ts';
import { pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { mayDiscard, mayReplaceLeftover } from '../rules/safety.ts';
import type { Verdict } from '../rules/safety.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { findOld } from './find-old.ts';
import { removeDatabase } from './remove-database.ts';
import type { Removal } from './remove-database.ts';

interface Ports {
  readonly databases: Databases;
  readonly clock: Clock;
}

/**
 * Deletes what a drill restored, or a run that then failed: only what this very execution made, and
 * never what has had the live name. Whatever stands against it is told, and it is kept.
 * @param restoredId undefined where the run failed before it knew
 * @throws StepOverdue
 */
export async function discardCluster(
  plan: RecoveryPlan,
  restoredId: string | undefined,
  since: string,
  ports: Ports,
): Promise<Progress<Removal>> {
  const { databases } = ports;
  const database =
    restoredId === undefined
      ? await databases.byName(plan.names.temporary)
      : (await databases.byResourceId(restoredId))[0];
  const verdict = database && (await judge(plan, database, databases));
  return remove(database, verdict, since, ports);
}

/**
 * Deletes what an earlier run left under the temporary name, to make room for this one.
 * @throws StepOverdue
 */
export async function discardLeftover(
  plan: RecoveryPlan,
  since: string,
  ports: Ports,
): Promise<Progress<Removal>> {
  const [database] = plan.leftover
    ? await ports.databases.byResourceId(plan.leftover.resourceId)
    : [];
  return remove(database, database && mayReplaceLeftover(plan, database), since, ports);
}

async function judge(
  plan: RecoveryPlan,
  database: Database,
  databases: Databases,
): Promise<Verdict> {
  if (plan.mode === 'drill') return mayDiscard(plan, database, undefined);
  const { old, members } = await findOld(plan, databases);
  return mayDiscard(plan, database, old && { database: old, members });
}

async function remove(
  database: Database | undefined,
  verdict: Verdict | undefined,
  since: string,
  ports: Ports,
): Promise<Progress<Removal>> {
  if (verdict?.verdict === 'no') return { state: 'ready', outcome: 'kept', detail: verdict.why };
  if (verdict?.verdict === 'wait') {
    const elapsedSeconds = secondsSince(ports.clock, since);
    return pending('DiscardCluster', { elapsedSeconds, waitingFor: verdict.waitingFor });
  }
  return removeDatabase(
    { step: 'DiscardCluster', database, since, finalSnapshot: undefined },
    ports,
  );
}
