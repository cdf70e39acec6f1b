import type { Database } from '../domain/database.ts';
import { DatabaseFailed, NotOurs, SnapshotFailed } from '../domain/errors.ts';
import { isPart, marks } from '../domain/ownership.ts';
import { pending } from '../domain/pace.ts';
import type { Pending, Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { databaseReadiness, snapshotReadiness } from '../domain/status.ts';
import { secondsSince } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { Databases } from '../ports/databases.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { findPair } from './find-pair.ts';
import { removeDatabase } from './remove-database.ts';
import type { Removal } from './remove-database.ts';

interface Ports {
  readonly databases: Databases;
  readonly snapshots: Snapshots;
  readonly clock: Clock;
}

/**
 * Deletes the database whose resource id was recorded before the swap, and nothing else: it must by
 * now bear the retired name, and the live name must lead to the database that this run verified. It
 * is done once the final snapshot is available.
 * @throws DatabaseFailed, NotOurs, SnapshotFailed, StepOverdue
 */
export async function terminateOldCluster(
  plan: RecoveryPlan,
  restoredId: string,
  since: string,
  ports: Ports,
): Promise<Progress<Removal>> {
  if (!plan.live) return settleSnapshot(plan, since, ports);
  const { old, restored } = await findPair(plan, restoredId, ports.databases);
  if (!old) return settleSnapshot(plan, since, ports);
  if (plan.retirement === 'keep') {
    const detail = `Retirement is keep: it stays as "${old.identifier}"`;
    return { state: 'ready', outcome: 'kept', detail };
  }
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
      finalSnapshot: plan.names.final,
      objection: () => objectionOf(plan, restored, since, ports),
    },
    ports,
  );
}

/**
 * Since the last verification anything may have happened: a grace period has days. The old database
 * goes only while the verified one has the live name.
 */
async function objectionOf(
  plan: RecoveryPlan,
  restored: Database | undefined,
  since: string,
  ports: Ports,
): Promise<Progress<Removal> | undefined> {
  const { live: liveName, retired } = plan.names;
  const holder =
    restored?.identifier === liveName ? restored : await ports.databases.byName(liveName);
  if (!holder || databaseReadiness(holder.status) === 'pending') {
    return waitOn(`"${liveName}" (${holder?.status ?? 'nobody'})`, since, ports.clock);
  }
  if (isSuccessor(holder, restored, plan)) {
    const detail =
      `a later recovery took "${liveName}" meanwhile: "${retired}" stays, delete it by hand; a grace ` +
      'period and an approval together should be shorter than the time between two captures';
    return { state: 'ready', outcome: 'kept', detail };
  }
  const isOurs = isPart(holder.tags, { ...plan, part: 'restored' });
  if (holder.resourceId !== restored?.resourceId || !isOurs) {
    throw new NotOurs(
      `expected the live name "${liveName}" to lead to what this recovery verified, found ` +
        `${holder.resourceId} under it: "${retired}" was not deleted`,
    );
  }
  if (databaseReadiness(holder.status) === 'available') return undefined;
  throw new DatabaseFailed(
    `expected "${liveName}" to be available, found it ${holder.status}: "${retired}" was not deleted; ` +
      'see "RollBack" in the operating guide for how to give the name back to it',
  );
}

function isSuccessor(
  holder: Database,
  restored: Database | undefined,
  plan: RecoveryPlan,
): boolean {
  const captured = holder.tags[marks.captured];
  return (
    holder.resourceId !== restored?.resourceId &&
    holder.tags[marks.part] === 'restored' &&
    captured !== undefined &&
    Date.parse(captured) >= Date.parse(plan.notice.capturedAt)
  );
}

/** Nothing is retired before what is left of it can be restored. */
async function settleSnapshot(
  plan: RecoveryPlan,
  since: string,
  { snapshots, clock }: Ports,
): Promise<Progress<Removal>> {
  const { final } = plan.names;
  const snapshot = await snapshots.find(final);
  if (!snapshot) {
    return plan.live
      ? {
          state: 'ready',
          outcome: 'gone',
          detail:
            `the old database ${plan.live.resourceId} isn't there any more, and no final snapshot ` +
            `"${final}": somebody else deleted the one or the other`,
        }
      : { state: 'ready', outcome: 'kept', detail: 'there was no old database' };
  }
  switch (snapshotReadiness(snapshot.status)) {
    case 'available':
      return { state: 'ready', outcome: 'deleted', detail: `final snapshot "${final}"` };
    case 'pending':
      return waitOn(`the final snapshot "${final}" (${snapshot.status})`, since, clock);
    case 'failed':
      throw new SnapshotFailed(
        `expected the old database's final snapshot "${final}" to become available, found it ` +
          `${snapshot.status}: the old database is gone, and this was to be what is left of it; look at ` +
          'its events in the RDS console, and for automated backups that were retained',
      );
  }
}

function waitOn(waitingFor: string, since: string, clock: Clock): Pending {
  const elapsedSeconds = secondsSince(clock, since);
  return pending('TerminateOldCluster', { elapsedSeconds, waitingFor });
}
