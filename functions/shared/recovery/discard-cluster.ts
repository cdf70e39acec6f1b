import type { Database } from '../domain/database.ts';
import { NotOurs } from '../domain/errors.ts';
import { isPart, marks } from '../domain/ownership.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { databaseReadiness } from '../domain/status.ts';
import type { Clock } from '../ports/clock.ts';
import type { Databases } from '../ports/databases.ts';
import { findPair } from './find-pair.ts';
import { removeDatabase } from './remove-database.ts';
import type { Removal } from './remove-database.ts';

interface Ports {
  readonly databases: Databases;
  readonly clock: Clock;
}

/**
 * Deletes what a drill restored: by its resource id, and only where it carries this recovery's
 * marks and not the live name.
 * @throws NotOurs, StepOverdue
 */
export async function discardCluster(
  plan: RecoveryPlan,
  restoredId: string,
  since: string,
  ports: Ports,
): Promise<Progress<Removal>> {
  const [database] = await ports.databases.byResourceId(restoredId);
  if (database && !isRestoredAndWaiting(database, plan)) {
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

/**
 * Deletes what a run restored that then failed: only what this very run made, and only while somebody
 * else can answer to the live name. Whatever stands against it is told, and it is kept.
 * @param restoredId undefined where the run failed before it knew
 * @throws StepOverdue
 */
export async function discardFailed(
  plan: RecoveryPlan,
  restoredId: string | undefined,
  since: string,
  ports: Ports,
): Promise<Progress<Removal>> {
  const pair = await findPair(plan, restoredId, ports.databases);
  const { temporary } = plan.names;
  const database =
    restoredId === undefined ? await ports.databases.byName(temporary) : pair.restored;
  const objection = database && objectionTo(database, pair.old, plan);
  if (objection !== undefined) return { state: 'ready', outcome: 'kept', detail: objection };
  return removeDatabase(
    { step: 'DiscardCluster', database, since, finalSnapshot: undefined },
    ports,
  );
}

function objectionTo(
  database: Database,
  old: Database | undefined,
  plan: RecoveryPlan,
): string | undefined {
  const name = `"${database.identifier}"`;
  if (!isRestoredAndWaiting(database, plan)) {
    return `${name} isn't what this recovery restored as "${plan.names.temporary}"`;
  }
  if (database.tags[marks.run] !== plan.run) {
    return `${name} was restored by the run ${database.tags[marks.run]}, which this one took over`;
  }
  if (plan.live && (!old || databaseReadiness(old.status) === 'failed')) {
    return `${name} may be needed: the old database is ${old?.status ?? 'gone'}`;
  }
  return undefined;
}

function isRestoredAndWaiting(database: Database, plan: RecoveryPlan): boolean {
  return (
    isPart(database.tags, { ...plan, part: 'restored' }) &&
    database.identifier === plan.names.temporary
  );
}
