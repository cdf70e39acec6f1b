import type { Meaning, Table } from './kind.ts';

/**
 * SQLSTATE by class, every one of them. Source: PostgreSQL documentation, Appendix A, "PostgreSQL
 * Error Codes", versions 11 to 18. What a class means holds for its codes that `states` doesn't name,
 * and so for those that an extension or a later version adds.
 */
export const stateClasses: Table<string> = new Map<string, Meaning>([
  ['00', 'refused'], // successful completion: as an error it makes no sense, and says nothing of later
  ['01', 'refused'], // warning
  ['02', 'refused'], // no data
  ['03', 'refused'], // SQL statement not yet complete
  ['08', 'absent'], // connection exception
  ['09', 'refused'], // triggered action exception
  ['0A', 'refused'], // feature not supported: of the protocol, when connecting
  ['0B', 'refused'], // invalid transaction initiation
  ['0F', 'refused'], // locator exception
  ['0L', 'refused'], // invalid grantor
  ['0P', 'refused'], // invalid role specification
  ['0Z', 'refused'], // diagnostics exception
  ['10', 'refused'], // XQuery error
  ['20', 'refused'], // case not found
  ['21', 'refused'], // cardinality violation
  ['22', 'refused'], // data exception: of a start-up parameter, when connecting
  ['23', 'refused'], // integrity constraint violation
  ['24', 'refused'], // invalid cursor state
  ['25', 'refused'], // invalid transaction state
  ['26', 'refused'], // invalid SQL statement name
  ['27', 'refused'], // triggered data change violation
  ['28', 'refused'], // invalid authorization specification
  ['2B', 'refused'], // dependent privilege descriptors still exist
  ['2D', 'refused'], // invalid transaction termination
  ['2F', 'refused'], // SQL routine exception
  ['34', 'refused'], // invalid cursor name
  ['38', 'refused'], // external routine exception
  ['39', 'refused'], // external routine invocation exception
  ['3B', 'refused'], // savepoint exception
  ['3D', 'refused'], // invalid catalog name: no such database
  ['3F', 'refused'], // invalid schema name
  ['40', 'busy'], // transaction rollback: of others' doing
  ['42', 'refused'], // syntax error or access rule violation; 42501 is a privilege that is missing
  ['44', 'refused'], // WITH CHECK OPTION violation
  ['53', 'busy'], // insufficient resources: connections, memory, disk, a configured limit
  ['54', 'refused'], // program limit exceeded: of the statement
  ['55', 'busy'], // object not in prerequisite state: in use, locked
  ['57', 'busy'], // operator intervention
  // Outside of PostgreSQL: storage that isn't there yet. Under a statement it is what was looked for.
  ['58', { connecting: 'busy', running: 'refused' }],
  ['72', 'refused'], // snapshot failure, until version 16
  ['F0', 'refused'], // configuration file error
  ['HV', 'refused'], // foreign data wrapper error
  ['P0', 'refused'], // PL/pgSQL error
  ['XX', 'refused'], // internal error: corrupted data and indexes are what is looked for
]);

/** SQLSTATEs that mean something else than their class, or that each connection may meet. */
export const states: Table<string> = new Map<string, Meaning>([
  ['08000', 'absent'], // connection exception
  ['08001', 'absent'], // client unable to establish the connection
  ['08003', 'absent'], // connection does not exist
  ['08004', 'busy'], // server rejected the connection; MySQL's 1040 is of this state too
  ['08006', 'absent'], // connection failure
  ['08007', 'absent'], // transaction resolution unknown: everything is checked anew
  ['08P01', 'refused'], // protocol violation
  ['25006', 'read-only'], // read-only transaction: a reader, or a name that leads to a former writer
  ['25P03', 'absent'], // idle-in-transaction time-out: the server ended the session
  // IAM's "PAM authentication failed" is 28000, a wrong password 28P01.
  ['28000', 'refused'],
  ['28P01', 'refused'],
  ['3D000', 'refused'], // no such database
  ['40002', 'refused'], // transaction rollback for an integrity constraint: the statement's own
  ['42501', 'refused'], // no CONNECT privilege, when connecting
  ['53000', 'busy'],
  ['53100', 'busy'], // disk full
  ['53200', 'busy'], // out of memory
  ['53300', 'busy'], // too many connections, of the server, the database or the role
  ['53400', 'busy'], // configuration limit exceeded
  // "database ... is not currently accepting connections" is a setting of that database.
  ['55000', 'refused'],
  ['55006', 'busy'], // object in use
  ['55P02', 'refused'], // can't change a parameter at run time
  ['55P03', 'busy'], // lock not available
  ['55P04', 'refused'], // unsafe use of a new enum value
  ['57000', 'busy'],
  // A statement that takes too long would take too long again; a login that does meets a busy server.
  ['57014', { connecting: 'busy', running: 'refused' }],
  ['57P01', 'absent'], // ended by an administrator: a restart, a failover
  ['57P02', 'absent'], // ended by a crash
  ['57P03', 'absent'], // starting up, shutting down or recovering
  ['57P04', 'refused'], // the database was dropped
  ['57P05', 'absent'], // idle session time-out
  // At a server that has just come up it tells nothing of the login.
  ['XX000', { connecting: 'busy', running: 'refused' }],
  ['XX001', 'refused'], // data corrupted
  ['XX002', 'refused'], // index corrupted
]);
