import { connectability } from '../rules/connectable.ts';
import type { Database, Member } from '../../shared/rules/database.ts';
import type { Endpoint } from '../../shared/rules/endpoint.ts';
import { DatabaseFailed, NameTaken } from '../../shared/rules/errors.ts';
import { ownershipTags, tagKeys } from '../../shared/rules/tags.ts';
import { pollingSchedules, pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { AlreadyExists, NotInState } from '../../shared/ports/aws-errors.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { findBusyMember } from './find-busy-member.ts';
import { requireDatabase } from './require-database.ts';

/**
 * Gives the restored cluster its instances, the writer first, and waits until applications can
 * connect. A DB instance has none to be given, and is only waited for.
 * @throws DatabaseFailed, DatabaseNotFound, NameTaken, StepOverdue
 */
export async function addInstances(
  plan: RecoveryPlan,
  restoredId: string,
  since: string,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress<{ endpoint: Endpoint }>> {
  const elapsedSeconds = secondsSince(ports.clock, since);
  const expected = plan.members.map(({ temporary }) => temporary);
  const busy = await findBusyMember([plan.names.temporary], ports.databases, expected);
  if (busy) {
    const waitingFor = `instance "${busy.identifier}" (${busy.status})`;
    return pending('AddInstances', { elapsedSeconds, waitingFor });
  }
  const database = await requireDatabase(ports.databases, restoredId, 'the restored database');
  const members = await ports.databases.members(database);
  const missing = missingMembers(plan, members);
  const added = await addMissing(plan, database, missing, elapsedSeconds, ports.databases);
  await addRoles(plan, database, ports.databases);
  const seen = connectability(database, members);
  if (seen.state === 'failed') {
    throw new DatabaseFailed(
      `expected ${seen.what} to become available: look at its events in the RDS console, and start the ` +
        'run again: it restores anew',
    );
  }
  const { endpoint, port } = database;
  if (seen.state === 'connectable' && missing.length === 0 && endpoint && port) {
    return { state: 'ready', endpoint: { host: endpoint, port } };
  }
  const waitingFor = seen.state === 'pending' ? seen.waitingFor : `${missing.length} instances`;
  const progress = pending('AddInstances', { elapsedSeconds, waitingFor });
  if (added === 'all') return progress;
  // What wasn't even begun takes its time from when it is.
  return {
    ...progress,
    waitSeconds: Math.min(progress.waitSeconds, pollingSchedules.AddInstances.every),
  };
}

function missingMembers(
  plan: RecoveryPlan,
  members: readonly Member[],
): readonly RecoveryPlan['members'][number][] {
  const there = new Set(members.map(({ identifier }) => identifier));
  return plan.members.filter(({ temporary, live }) => !there.has(temporary) && !there.has(live));
}

/** In the plan's order: the first instance that a cluster gets becomes its writer. */
async function addMissing(
  plan: RecoveryPlan,
  database: Database,
  missing: readonly RecoveryPlan['members'][number][],
  elapsedSeconds: number,
  databases: Databases,
): Promise<'all' | 'some'> {
  for (const member of missing) {
    try {
      await databases.addMember({
        identifier: member.temporary,
        databaseIdentifier: database.identifier,
        engine: database.engine,
        instanceClass: member.instanceClass,
        promotionTier: member.promotionTier,
        tags: {
          ...plan.tags,
          ...ownershipTags({ ...plan, part: 'restored' }),
          [tagKeys.instance]: member.live,
        },
      });
    } catch (error) {
      if (error instanceof NotInState) return 'some';
      if (!(error instanceof AlreadyExists)) throw error;
      // Of an answer that was lost: the client's own second attempt finds what the first one made.
      const members = await databases.members(database);
      if (members.some(({ identifier }) => identifier === member.temporary)) continue;
      // Just made and not listed yet, perhaps; but not for long.
      if (elapsedSeconds > pollingSchedules.AddInstances.every) {
        throw new NameTaken(
          `an instance "${member.temporary}" exists and isn't a member of ` +
            `"${database.identifier}": rename it, or set TempDBInstanceIdentifier`,
          { cause: error },
        );
      }
      return 'some';
    }
  }
  return 'all';
}

async function addRoles(
  plan: RecoveryPlan,
  database: Database,
  databases: Databases,
): Promise<void> {
  const there = new Set(database.settings.roles?.map(({ arn }) => arn));
  if (database.kind !== 'cluster' || database.status !== 'available') return;
  for (const role of plan.settings.roles ?? []) {
    if (there.has(role.arn)) continue;
    try {
      await databases.addRole(database.identifier, role);
    } catch (error) {
      if (!(error instanceof NotInState)) throw error;
    }
  }
}
