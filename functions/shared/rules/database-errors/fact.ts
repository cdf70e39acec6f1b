/**
 * What an error of a database, a proxy or a driver says has happened, and nothing of what follows from
 * it: whoever waits for a database, and whoever measures one, draw their own conclusions.
 */
export const facts = [
  /** The name leads nowhere. */
  'no-name',
  /** The server can't find the client's name. */
  'client-unresolved',
  'not-listening',
  /** A server, or a proxy, turned the connection away. */
  'rejected',
  /** There is no way to the host. */
  'unreachable',
  /** Nobody answered in the time that there was for a connection. */
  'no-answer',
  /** A statement took longer than it may: its own limit, or the driver's. */
  'slow',
  /** Somebody ended the statement. */
  'interrupted',
  /** The connection ended. */
  'lost',
  /** It ended before it was one. */
  'handshake-broken',
  /** An operator, or the server itself, stepped in. */
  'intervention',
  /** Nobody knows whether the statement was carried out. */
  'unsettled',
  /** The database itself was dropped. */
  'dropped',
  /** A server that starts, recovers or shuts down. */
  'starting',
  /** A server that is up and takes nobody for now. */
  'not-taking',
  /** The database takes no connections, by its own setting. */
  'closed',
  'read-only',
  /** Too many connections: of the server, the database or the user. */
  'full',
  /** Memory, disk or another limit of the server. */
  'out-of-resources',
  /** A limit that the statement itself goes beyond. */
  'too-large',
  /** What is outside of the database failed, as storage does. */
  'storage-fault',
  'misconfigured',
  /** A lock, a deadlock, a transaction that was rolled back for another's sake. */
  'contended',
  /** A wrong password, a token that was refused, a user, right or database that isn't there. */
  'login-refused',
  /** A certificate that proves nothing. */
  'no-proof',
  /** The proxy or pooler had no connection to the database for as long as it waits for one. */
  'pooler-waits',
  'statement-refused',
  'internal',
  /** Data or an index is corrupted. */
  'damaged',
] as const;
export type Fact = (typeof facts)[number];
