/** What a client may meet, in the words of the result and of the metric's dimension. */
export const errorClasses = [
  /** The name leads nowhere. */
  'dns',
  'connection-refused',
  /** There is no way to the host. */
  'unreachable',
  /** Nobody answered in the time that the client has. */
  'timeout',
  /** The connection ended under the client, or before it was one. */
  'connection-lost',
  /** A server that starts, recovers or shuts down. */
  'not-accepting',
  /** A reader, or a writer that isn't one any more. */
  'read-only',
  'too-many-connections',
  /** A wrong password, a token that was refused, a user or a database that isn't there. */
  'sign-in',
  /** A certificate that proves nothing. */
  'certificate',
  /** The proxy or pooler had no connection to the database for as long as it waits for one. */
  'pooler-timeout',
  /** Memory, disk or another limit. */
  'resources',
  /** A lock, a deadlock, a transaction that was rolled back for another's sake. */
  'conflict',
  /** The statement itself was refused. */
  'statement',
  'other',
] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** Whether a row that was sent may be there although the client met this. */
export function leavesOutcomeOpen(error: ErrorClass): boolean {
  return openOutcomes.has(error);
}

/** All but what a database says no by: it has rolled the statement back then. */
const openOutcomes: ReadonlySet<ErrorClass> = new Set<ErrorClass>([
  'dns',
  'connection-refused',
  'unreachable',
  'timeout',
  'connection-lost',
  'not-accepting',
  'certificate',
  'pooler-timeout',
  'other',
]);
