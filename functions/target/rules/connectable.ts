import type { Database, Member } from '../../shared/rules/database.ts';
import { databaseReadiness } from '../../shared/rules/status.ts';

/** Whether applications can connect and write, and what it hangs on if not. */
export type Connectability =
  | { readonly state: 'connectable' }
  | { readonly state: 'pending'; readonly waitingFor: string }
  | { readonly state: 'failed'; readonly what: string };

/**
 * A cluster that is `available` need not be connectable: its members may be creating for 20–40
 * minutes more. So: the database, the writer and every member available, nothing pending.
 */
export function connectability(database: Database, members: readonly Member[]): Connectability {
  const parts = [
    { ...database, role: database.kind === 'cluster' ? 'DB cluster' : 'DB instance' },
    ...members.map((member) => ({ ...member, role: member.isWriter ? 'writer' : 'reader' })),
  ];
  const failed = parts.find(({ status }) => databaseReadiness(status) === 'failed');
  if (failed) return { state: 'failed', what: name(failed) };
  const waiting = parts.find(
    ({ status, pendingChanges }) => status !== 'available' || pendingChanges,
  );
  if (waiting) return { state: 'pending', waitingFor: name(waiting) };
  if (database.kind === 'cluster' && !members.some(({ isWriter }) => isWriter)) {
    return { state: 'pending', waitingFor: `a writer in "${database.identifier}"` };
  }
  if (database.endpoint === undefined || database.port === undefined) {
    return { state: 'pending', waitingFor: `an endpoint of "${database.identifier}"` };
  }
  return { state: 'connectable' };
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
