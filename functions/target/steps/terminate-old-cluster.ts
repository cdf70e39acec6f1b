import { abilityOf, describeAbility } from '../rules/ability.ts';
import type { Database } from '../../shared/rules/database.ts';
import {
  DatabaseFailed,
  NotOurs,
  SnapshotFailed,
  SnapshotQuotaFull,
} from '../../shared/rules/errors.ts';
import { pending } from '../../shared/rules/polling-schedule.ts';
import type { Pending, Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { isRestored, isToRetire, mayRetire } from '../rules/safety.ts';
import { snapshotReadiness } from '../../shared/rules/status.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';
import type { Ties } from '../ports/ties.ts';
import { findFinal, freeFinalName } from './final-snapshot.ts';
import { findPair } from './find-pair.ts';
import { hindranceOf } from './look-at-ties.ts';
import { removeDatabase } from './remove-database.ts';
import type { Removal } from './remove-database.ts';
import { sight } from './sight.ts';

interface Ports {
  readonly databases: Databases;
  readonly snapshots: Snapshots;
  readonly ties: Ties;
  readonly clock: Clock;
}

/**
 * Deletes the database whose resource id was recorded before the swap, and nothing else: it must by
 * now bear the retired name, and the live name must lead to the database that this run verified. It
 * is done once the final snapshot is available.
 * @throws DatabaseFailed, NameTaken, NotOurs, SnapshotFailed, SnapshotQuotaFull, StepOverdue
 */
export async function terminateOldCluster(
  plan: RecoveryPlan,
  restoredId: string,
  since: string,
  ports: Ports,
): Promise<Progress<Removal>> {
  const resourceId = plan.live?.resourceId ?? plan.replaced;
  if (resourceId === undefined) {
    return { state: 'ready', outcome: 'kept', detail: 'there was no old database' };
  }
  const { old, restored } = await findPair(plan, restoredId, ports.databases);
  if (!old) return settleSnapshot(resourceId, since, ports);
  const meant = isToRetire(plan, old);
  if (meant.verdict === 'no') return { state: 'ready', outcome: 'kept', detail: meant.why };
  if (old.identifier !== plan.names.retired) {
    throw new NotOurs(
      `expected the old database ${old.resourceId} as "${plan.names.retired}", found it as ` +
        `"${old.identifier}": it was not deleted`,
    );
  }
  return removeDatabase(
    {
      step: 'TerminateOldCluster',
      database: old,
      since,
      finalSnapshot: () => freeFinalName(resourceId, ports.snapshots),
      objection: () => objectionOf(plan, { old, restored, restoredId }, since, ports),
    },
    ports,
  );
}

/**
 * Since the last verification anything may have happened: a grace period has days. The old database
 * goes only while the verified one has the live name and can be written to, and while what is to be
 * left of it can be made.
 */
async function objectionOf(
  plan: RecoveryPlan,
  seen: {
    readonly old: Database;
    readonly restored: Database | undefined;
    readonly restoredId: string;
  },
  since: string,
  ports: Ports,
): Promise<Progress<Removal> | undefined> {
  const { old, restored, restoredId } = seen;
  const { live, retired } = plan.names;
  const named = restored?.identifier === live ? restored : await ports.databases.byName(live);
  const [holder] = await sight(ports.databases, named);
  const verdict = mayRetire(plan, holder, restoredId);
  if (verdict.verdict === 'no') return { state: 'ready', outcome: 'kept', detail: verdict.why };
  if (verdict.verdict === 'wait') return waitOn(verdict.waitingFor, since, ports.clock);
  if (holder?.database.resourceId !== restoredId || !isRestored(plan, holder.database)) {
    throw new NotOurs(
      `expected the live name "${live}" to lead to what this recovery verified, found ` +
        `${holder?.database.resourceId} under it: "${retired}" was not deleted`,
    );
  }
  if (abilityOf(holder) !== 'able') {
    throw new DatabaseFailed(
      `expected "${live}" to be available and to have a writer, found ` +
        `${describeAbility(holder, 'nobody')}: "${retired}" was not deleted; see "RollBack" in the ` +
        'operating guide for how to give the name back to it',
    );
  }
  const hindrance = await hindranceOf(plan, old, ports.ties);
  if (hindrance !== undefined) return { state: 'ready', outcome: 'kept', detail: hindrance };
  const secret = secretObjection(plan, old, holder.database);
  if (secret) return { state: 'ready', outcome: 'kept', detail: secret };
  if (old.masterSecret && holder.database.masterSecret?.status === 'creating') {
    return waitOn(`the secret with the master password of "${live}"`, since, ports.clock);
  }
  await requireRoom(retired, ports.snapshots);
  await freeFinalName(old.resourceId, ports.snapshots);
  return undefined;
}

/**
 * The secret of a managed master password goes with its database: the old one stays for as long as its
 * successor has none. Source: Aurora User Guide, "Password management with Secrets Manager".
 */
function secretObjection(plan: RecoveryPlan, old: Database, holder: Database): string | undefined {
  if (!old.masterSecret || holder.masterSecret) return undefined;
  const thing = plan.kind === 'cluster' ? 'cluster' : 'instance';
  return (
    `RDS manages the master password of "${old.identifier}" in ${old.masterSecret.arn}, which would go ` +
    `with it, and that of "${holder.identifier}" isn't managed: "${old.identifier}" stays; run aws rds ` +
    `modify-db-${thing} --region ${plan.place.region} --db-${thing}-identifier ${holder.identifier} ` +
    '--manage-master-user-password --apply-immediately, then start the run again'
  );
}

/**
 * AWS refuses the final snapshot once the cluster is to go, and its instances are gone by then.
 * Source: the SDK's model, DeleteDBCluster throws `SnapshotQuotaExceededFault`.
 */
async function requireRoom(retired: string, snapshots: Snapshots): Promise<void> {
  const quota = await snapshots.quota();
  if (!quota || quota.used < quota.maximum) return;
  throw new SnapshotQuotaFull(
    `expected room for the final snapshot of "${retired}", found ${quota.used} of ${quota.maximum} ` +
      'manual snapshots: it was not deleted; delete manual snapshots in this Region, or ask AWS ' +
      'for a higher quota, then start the run again',
  );
}

/** Nothing is retired before what is left of it can be restored. */
async function settleSnapshot(
  resourceId: string,
  since: string,
  { snapshots, clock }: Ports,
): Promise<Progress<Removal>> {
  const snapshot = await findFinal(resourceId, snapshots);
  if (!snapshot) {
    return {
      state: 'ready',
      outcome: 'gone',
      detail:
        `the old database ${resourceId} isn't there any more, and no final snapshot of it: somebody ` +
        'else deleted the one or the other',
    };
  }
  const { identifier, status } = snapshot;
  switch (snapshotReadiness(status)) {
    case 'available':
      return { state: 'ready', outcome: 'deleted', detail: `final snapshot "${identifier}"` };
    case 'pending':
      return waitOn(`the final snapshot "${identifier}" (${status})`, since, clock);
    case 'failed':
      throw new SnapshotFailed(
        `expected the old database's final snapshot "${identifier}" to become available, found it ` +
          `${status}: the old database is gone, and this was to be what is left of it; look at ` +
          'its events in the RDS console, and for automated backups that were retained',
      );
  }
}

function waitOn(waitingFor: string, since: string, clock: Clock): Pending {
  const elapsedSeconds = secondsSince(clock, since);
  return pending('TerminateOldCluster', { elapsedSeconds, waitingFor });
}
