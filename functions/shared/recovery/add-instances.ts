import { connectability } from '../domain/connectable.ts';
import type { Database, Member } from '../domain/database.ts';
import { DatabaseFailed, NameTaken } from '../domain/errors.ts';
import { ownershipTags } from '../domain/ownership.ts';
import { nextWait, paces } from '../domain/pace.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { secondsSince } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { AlreadyExists, NotInState } from '../ports/conditions.ts';
import type { Databases } from '../ports/databases.ts';
import { requireDatabase } from './require-database.ts';

/** Where to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

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
  const database = await requireDatabase(ports.databases, restoredId, 'the restored database');
  const members = await ports.databases.members(database);
  const elapsedSeconds = secondsSince(ports.clock, since);
  const missing = missingMembers(plan, members);
  await addMissing(plan, database, missing, elapsedSeconds, ports.databases);
  await addRoles(plan, database, ports.databases);
  const seen = connectability(database, members);
  if (seen.state === 'failed') {
    throw new DatabaseFailed(
      `expected ${seen.what} to become available: look at its events in the RDS console, delete it ` +
        'and start the run again',
    );
  }
  const { endpoint, port } = database;
  if (seen.state === 'connectable' && missing.length === 0 && endpoint && port) {
    return { state: 'ready', endpoint: { host: endpoint, port } };
  }
  const waitingFor = seen.state === 'pending' ? seen.waitingFor : `${missing.length} instances`;
  const waitSeconds = nextWait('AddInstances', { elapsedSeconds, waitingFor });
  return { state: 'pending', waitSeconds, waitingFor };
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
): Promise<void> {
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
          ...ownershipTags({ run: plan.run, snapshot: plan.snapshot, part: 'restored' }),
        },
      });
    } catch (error) {
      // Just made and not listed yet, perhaps; but not for long.
      const strangers = error instanceof AlreadyExists && elapsedSeconds > paces.AddInstances.every;
      if (strangers) {
        throw new NameTaken(
          `an instance "${member.temporary}" exists and isn't a member of ` +
            `"${database.identifier}": delete or rename it, or set TempDBInstanceIdentifier`,
          { cause: error },
        );
      }
      if (error instanceof NotInState || error instanceof AlreadyExists) return;
      throw error;
    }
  }
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
