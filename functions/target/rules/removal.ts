import { isForbidden } from '../../shared/rules/status.ts';
import type { InStatus } from '../../shared/rules/status.ts';

/** What is left of a database that is being removed. */
export interface Removable extends InStatus {
  readonly identifier: string;
  readonly deletionProtection: boolean;
}

export interface RemovableMember {
  readonly identifier: string;
  readonly status: string;
  readonly isWriter: boolean;
}

export type RemovalStep =
  | { readonly type: 'done' }
  /** Deletion protection is on: nothing was touched. */
  | { readonly type: 'protected' }
  | { readonly type: 'delete-members'; readonly identifiers: readonly string[] }
  | { readonly type: 'delete-database' }
  | { readonly type: 'wait'; readonly waitingFor: string };

/**
 * The next step of a removal: protection first, for it keeps the cluster but not its members, and a
 * headless cluster would be left; then the readers, the writer, the cluster. AWS takes the deletion
 * of a cluster once every member is on its way out, and of what has failed only without a final
 * snapshot.
 * Source: Aurora User Guide, "Deleting Aurora DB clusters and DB instances".
 */
export function nextRemovalStep(
  database: Removable | undefined,
  members: readonly RemovableMember[],
  { withSnapshot }: { readonly withSnapshot: boolean },
): RemovalStep {
  if (!database) return { type: 'done' };
  const waiting: RemovalStep = {
    type: 'wait',
    waitingFor: `"${database.identifier}" (${database.status})`,
  };
  if (database.status === 'deleting') return waiting;
  if (database.deletionProtection) return { type: 'protected' };
  const staying = members.filter(({ status }) => status !== 'deleting');
  const readers = staying.filter(({ isWriter }) => !isWriter);
  const next = readers.length > 0 ? readers : staying;
  if (next.length > 0) {
    return { type: 'delete-members', identifiers: next.map(({ identifier }) => identifier) };
  }
  const able =
    !isForbidden(database, 'delete') && !(withSnapshot && isForbidden(database, 'snapshot'));
  return able ? { type: 'delete-database' } : waiting;
}
