import { connectability } from '../rules/connectable.ts';
import type { MemberSettings } from '../../shared/rules/database-settings.ts';
import type { Database, Member } from '../../shared/rules/database.ts';
import { endpointOf } from '../../shared/rules/endpoint.ts';
import type { Endpoint } from '../../shared/rules/endpoint.ts';
import { DatabaseFailed, NameTaken, QuotaFull } from '../../shared/rules/errors.ts';
import { ownershipTags, tagKeys } from '../../shared/rules/tags.ts';
import { pollingSchedules, pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { AlreadyExists, NoCapacity, Refused } from '../../shared/ports/aws-errors.ts';
import { isLater } from '../../shared/ports/later.ts';
import type { Databases, MemberRequest } from '../../shared/ports/databases.ts';
import { isForbidden } from '../../shared/rules/status.ts';
import { describeLack, describeNoRoom, withRoom } from '../rules/room.ts';
import { describeShortfall } from '../rules/shortfall.ts';
import { findBusyMember } from './find-busy-member.ts';
import { requireDatabase } from './require-database.ts';
import { settleSettings } from './settle-settings.ts';
import type { Late, Settled } from './settle-settings.ts';

/**
 * Gives the restored cluster its instances, the writer first, and waits until the writer can be connected
 * to, so that it is verified as soon as it answers. A DB instance has none to be given, and is only waited
 * for. Settings that a restore doesn't take are set meanwhile.
 *
 * What hours of `backing-up` and readers in the making hold up is a swap, and no verification: SwapNames
 * waits for the rest before it changes a name. A standby is waited for as a whole, for nothing comes after
 * its verification that could.
 * @returns when ready, the endpoint, a sentence for each setting that AWS didn't take, and whether the
 * database's own settings are still to be set
 * @throws DatabaseFailed, DatabaseNotFound, NameTaken, StepOverdue
 */
export async function addInstances(
  plan: RecoveryPlan,
  restoredId: string,
  since: string,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress<{ endpoint: Endpoint; shortfall: readonly string[]; late: Late }>> {
  const elapsedSeconds = secondsSince(ports.clock, since);
  const expected = plan.members.map(({ temporary }) => temporary);
  const whom = plan.mode === 'standby' ? 'everybody' : 'writer';
  // The first instance that a cluster gets is its writer.
  const awaited = whom === 'writer' ? expected.slice(0, 1) : expected;
  const busy = await findBusyMember(
    [plan.names.temporary],
    ports.databases,
    'usable',
    expected,
    awaited,
  );
  if (busy) {
    const waitingFor = `instance "${busy.identifier}" (${busy.status})`;
    return pending('AddInstances', { elapsedSeconds, waitingFor });
  }
  const database = await requireDatabase(ports.databases, restoredId, 'the restored database');
  const members = await ports.databases.members(database);
  const missing = missingMembers(plan, members);
  const { added, lacking } = await addMissing(
    plan,
    { database, members, missing },
    elapsedSeconds,
    ports.databases,
  );
  const outcome = await settle(plan, database, elapsedSeconds, ports.databases);
  const seen = connectability(database, withRoom(members), whom);
  if (seen.state === 'failed') {
    throw new DatabaseFailed(
      `expected ${seen.what} to become available: look at its events in the RDS console, and start the ` +
        'run again: it restores anew',
    );
  }
  const endpoint = endpointOf(database);
  const late = outcome === 'forbidden' && mayBeLate(plan) ? 'due' : 'none';
  // A reader for which there is no room keeps nobody from the data that the writer has.
  const isComplete = missing.length === lacking.length && (outcome === 'nothing' || late === 'due');
  if (seen.state === 'connectable' && isComplete && endpoint) {
    // Of what is late, and of readers by then, SwapNames tells.
    const asked = late === 'due' ? { ...plan, settings: {} } : plan;
    const noRoom = plan.mode === 'swap' ? [] : describeNoRoom(plan, members);
    const shortfall = [...describeShortfall(asked, database, members), ...lacking, ...noRoom];
    return { state: 'ready', endpoint, shortfall, late };
  }
  const waitingFor =
    seen.state === 'pending'
      ? seen.waitingFor
      : missing.length > 0
        ? `${missing.length} instances`
        : 'settings that a restore does not take';
  const progress = pending('AddInstances', { elapsedSeconds, waitingFor });
  if (added === 'all' && seen.state === 'pending') return progress;
  // What wasn't even begun takes its time from when it is, and settings take less than an instance.
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

/**
 * In the plan's order: the first instance that a cluster gets becomes its writer, without which nothing
 * goes. For a reader there may be no room.
 * @returns `lacking`: a sentence for each reader that the cluster has to do without
 */
async function addMissing(
  plan: RecoveryPlan,
  seen: {
    readonly database: Database;
    readonly members: readonly Member[];
    readonly missing: readonly RecoveryPlan['members'][number][];
  },
  elapsedSeconds: number,
  databases: Databases,
): Promise<{ readonly added: 'all' | 'some'; readonly lacking: readonly string[] }> {
  const { database, members, missing } = seen;
  const lacking: string[] = [];
  let hasWriter = members.length > 0;
  for (const member of missing) {
    try {
      await addMember(databases, {
        identifier: member.temporary,
        databaseIdentifier: database.identifier,
        engine: database.engine,
        instanceClass: member.instanceClass,
        promotionTier: member.promotionTier,
        settings: plan.quiet ? withoutGroup(member.settings) : member.settings,
        tags: {
          ...member.tags,
          ...ownershipTags({ ...plan, part: 'restored' }),
          [tagKeys.instance]: member.live,
        },
      });
    } catch (error) {
      if (hasWriter && (error instanceof NoCapacity || error instanceof QuotaFull)) {
        lacking.push(describeLack(member, error));
        continue;
      }
      if (isLater(error)) return { added: 'some', lacking };
      if (!(error instanceof AlreadyExists)) throw error;
      // Of an answer that was lost: the client's own second attempt finds what the first one made.
      const there = await databases.members(database);
      if (there.some(({ identifier }) => identifier === member.temporary)) {
        hasWriter = true;
        continue;
      }
      // Just made and not listed yet, perhaps; but not for long.
      if (elapsedSeconds > pollingSchedules.AddInstances.every) {
        throw new NameTaken(
          `an instance "${member.temporary}" exists and isn't a member of ` +
            `"${database.identifier}": rename it, or set TempDBInstanceIdentifier`,
          { cause: error },
        );
      }
      return { added: 'some', lacking };
    }
    hasWriter = true;
  }
  return { added: 'all', lacking };
}

/** As of a database: a setting that AWS refuses keeps no instance back. */
async function addMember(databases: Databases, request: MemberRequest): Promise<void> {
  try {
    await databases.addMember(request);
  } catch (error) {
    const isBare = Object.keys(request.settings).length === 0;
    if (!(error instanceof Refused) || isBare) throw error;
    await databases.addMember({ ...request, settings: {} });
  }
}

/** What a quiet parameter group of the cluster turns off, one of an instance could turn on again. */
function withoutGroup(settings: MemberSettings): MemberSettings {
  const { parameterGroup: _, ...others } = settings;
  return others;
}

/**
 * A DB instance goes from `creating` to `backing-up`, and takes no settings before the swap does. A cluster
 * has taken its own before it gets its first instance.
 */
function mayBeLate({ mode, kind }: RecoveryPlan): boolean {
  return mode === 'swap' && kind === 'instance';
}

/**
 * Settles settings while the step waits for instances anyway. Once it takes longer than it usually does,
 * what AWS hasn't taken by then is left to the report; in a swap what is forbidden is left to SwapNames.
 */
async function settle(
  plan: RecoveryPlan,
  database: Database,
  elapsedSeconds: number,
  databases: Databases,
): Promise<Settled> {
  const isLong = elapsedSeconds > pollingSchedules.AddInstances.budget;
  if (isLong && !(mayBeLate(plan) && isForbidden(database, 'modify'))) return 'nothing';
  return await settleSettings(plan, database, databases);
}
