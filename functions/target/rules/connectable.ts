import type { Database, Member } from '../../shared/rules/database.ts';
import { meaningOf } from '../../shared/rules/status.ts';
import type { InStatus } from '../../shared/rules/status.ts';

/** Whether applications can connect and write, and what it hangs on if not. */
export type Connectability =
  | { readonly state: 'connectable' }
  | { readonly state: 'pending'; readonly waitingFor: string }
  | { readonly state: 'failed'; readonly what: string };

/**
 * A cluster that is `available` need not be connectable: its members may be creating for 20–40
 * minutes more. So: the database and its writer in statuses in which they answer, which `available` isn't
 * the only one of, and nothing pending of what could be changed now. A part that has failed is told at once,
 * whoever is asked about.
 * @param whom readers hold up nothing but a swap: `everybody` is asked about before a name changes
 */
export function connectability(
  database: Database,
  members: readonly Member[],
  whom: 'writer' | 'everybody' = 'everybody',
): Connectability {
  const parts = [
    { ...database, role: database.kind === 'cluster' ? 'DB cluster' : 'DB instance' },
    ...members.map((member) => ({
      ...member,
      kind: 'instance' as const,
      role: member.isWriter ? 'writer' : 'reader',
    })),
  ];
  const failed = parts.find((part) => meaningOf(part) === 'failed');
  if (failed) return { state: 'failed', what: name(failed) };
  const waiting = parts
    .filter(({ role }) => whom === 'everybody' || role !== 'reader')
    .find((part) => !answers(part));
  if (waiting) return { state: 'pending', waitingFor: name(waiting) };
  if (database.kind === 'cluster' && !members.some(({ isWriter }) => isWriter)) {
    return { state: 'pending', waitingFor: `a writer in "${database.identifier}"` };
  }
  if (database.endpoint === undefined || database.port === undefined) {
    return { state: 'pending', waitingFor: `an endpoint of "${database.identifier}"` };
  }
  return { state: 'connectable' };
}

/** What waits in `available` may restart it at any moment; in another status it waits for that to end. */
function answers(part: InStatus & { readonly pendingChanges: boolean }): boolean {
  const isPending = part.status === 'available' && part.pendingChanges;
  return meaningOf(part) === 'usable' && !isPending;
}

function name(part: {
  readonly role: string;
  readonly identifier: string;
  readonly status: string;
  readonly pendingChanges: boolean;
}): string {
  const pending = part.status === 'available' && part.pendingChanges ? ', changes pending' : '';
  return `${part.role} "${part.identifier}" (${part.status}${pending})`;
}
