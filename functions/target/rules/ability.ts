import type { Database, Member } from '../../shared/rules/database.ts';
import { asInstance, meaningOf, statusRow } from '../../shared/rules/status.ts';
import type { InStatus } from '../../shared/rules/status.ts';

/** A database as it was seen at one moment, with its instances. */
export interface Sighting {
  readonly database: Database;
  /** Empty for DB instances, and for a cluster that has lost all of its own. */
  readonly members: readonly Member[];
}

/**
 * Whether applications can write to a database:
 * - `able`: its status says that it answers and so, in a cluster, does its writer's
 * - `pending`: it is at something that AWS says passes, or a reader may yet be promoted
 * - `unable`: it is gone, failed or stopped, or is a cluster without an instance that could answer
 */
export type Ability = 'able' | 'pending' | 'unable';

/**
 * A cluster's own status tells nothing of its instances: without any it stays `available`.
 * Source: Aurora User Guide, "Viewing DB cluster status" and "Viewing DB instance status", which list
 * them apart.
 */
export function abilityOf(seen: Sighting | undefined): Ability {
  if (!seen) return 'unable';
  const { database, members } = seen;
  const own = meaningOf(database);
  if (own === 'failed') return 'unable';
  if (database.kind === 'cluster') {
    const alive = members.filter((member) => meaningOf(asInstance(member)) !== 'failed');
    if (alive.length === 0) return 'unable';
    const writes = alive.some(
      (member) => member.isWriter && meaningOf(asInstance(member)) === 'usable',
    );
    if (!writes) return 'pending';
  }
  return own === 'usable' ? 'able' : 'pending';
}

/**
 * Whether somebody may be writing to it now, though it isn't seen to be able: an instance that is
 * `backing-up` or `modifying` answers as ever, and so may one in a status that AWS adds one day.
 */
export function mayBeWritten(seen: Sighting): boolean {
  const { database, members } = seen;
  if (!mayAnswer(database)) return false;
  if (database.kind === 'instance') return true;
  return members.some((member) => member.isWriter && mayAnswer(asInstance(member)));
}

function mayAnswer(database: InStatus): boolean {
  const { means, connects } = statusRow(database);
  return means !== 'failed' && connects !== 'no';
}

/** How a sentence calls it: `"orders" (available, writer "orders-1" deleting)`. */
export function describeAbility(seen: Sighting | undefined, otherwise: string): string {
  if (!seen) return otherwise;
  const { database, members } = seen;
  const writer = members.find(({ isWriter }) => isWriter);
  const instances =
    database.kind === 'instance'
      ? ''
      : writer
        ? `, writer "${writer.identifier}" ${writer.status}`
        : ', without a writer';
  return `"${database.identifier}" (${database.status}${instances})`;
}
