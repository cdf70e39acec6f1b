import type { ErrorClass } from '../error-class.ts';

/**
 * SQLSTATE by class, every one of them: what holds for a code that isn't named below. Source:
 * PostgreSQL documentation, Appendix A, "PostgreSQL Error Codes", versions 11 to 18.
 */
export const classesOfStateClasses: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['00', 'statement'], // successful completion
  ['01', 'statement'], // warning
  ['02', 'statement'], // no data
  ['03', 'statement'], // SQL statement not yet complete
  ['08', 'connection-lost'], // connection exception
  ['09', 'statement'], // triggered action exception
  ['0A', 'statement'], // feature not supported
  ['0B', 'statement'], // invalid transaction initiation
  ['0F', 'statement'], // locator exception
  ['0L', 'statement'], // invalid grantor
  ['0P', 'statement'], // invalid role specification
  ['0Z', 'statement'], // diagnostics exception
  ['10', 'statement'], // XQuery error
  ['20', 'statement'], // case not found
  ['21', 'statement'], // cardinality violation
  ['22', 'statement'], // data exception
  ['23', 'statement'], // integrity constraint violation
  ['24', 'statement'], // invalid cursor state
  ['25', 'statement'], // invalid transaction state
  ['26', 'statement'], // invalid SQL statement name
  ['27', 'statement'], // triggered data change violation
  ['28', 'sign-in'], // invalid authorization specification
  ['2B', 'statement'], // dependent privilege descriptors still exist
  ['2D', 'statement'], // invalid transaction termination
  ['2F', 'statement'], // SQL routine exception
  ['34', 'statement'], // invalid cursor name
  ['38', 'statement'], // external routine exception
  ['39', 'statement'], // external routine invocation exception
  ['3B', 'statement'], // savepoint exception
  ['3D', 'sign-in'], // invalid catalog name
  ['3F', 'statement'], // invalid schema name
  ['40', 'conflict'], // transaction rollback
  ['42', 'statement'], // syntax error or access rule violation; 42501 is a privilege that is missing
  ['44', 'statement'], // WITH CHECK OPTION violation
  ['53', 'resources'], // insufficient resources
  ['54', 'resources'], // program limit exceeded
  ['55', 'conflict'], // object not in prerequisite state
  ['57', 'connection-lost'], // operator intervention
  ['58', 'resources'],
  ['72', 'statement'], // snapshot failure, until version 16
  ['F0', 'resources'], // configuration file error
  ['HV', 'statement'], // foreign data wrapper error
  ['P0', 'statement'], // PL/pgSQL error
  ['XX', 'other'], // internal error
]);

/** SQLSTATEs that a connection may meet, or that mean something else than their class. */
export const classesOfStates: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['08000', 'connection-lost'], // connection exception
  ['08001', 'connection-refused'], // client unable to establish the connection
  ['08003', 'connection-lost'], // connection does not exist
  ['08004', 'connection-refused'], // server rejected the connection
  ['08006', 'connection-lost'], // connection failure
  ['08007', 'connection-lost'], // transaction resolution unknown
  ['08P01', 'statement'], // protocol violation
  ['25006', 'read-only'], // read-only transaction
  ['25P03', 'connection-lost'], // idle-in-transaction time-out
  ['28000', 'sign-in'], // IAM's PAM authentication failed is this
  ['28P01', 'sign-in'], // wrong password
  ['3D000', 'sign-in'], // no such database
  ['40002', 'statement'], // integrity constraint: the statement's own
  ['40003', 'connection-lost'], // statement completion unknown
  ['42501', 'sign-in'], // no privilege
  ['53000', 'resources'], // insufficient resources
  ['53100', 'resources'], // disk full
  ['53200', 'resources'], // out of memory
  ['53300', 'too-many-connections'], // of the server, the database or the role
  ['53400', 'resources'], // configuration limit exceeded
  ['55000', 'not-accepting'], // the database takes no connections
  ['55006', 'conflict'], // object in use
  ['55P02', 'statement'], // can't change a parameter at run time
  ['55P03', 'conflict'], // lock not available
  ['55P04', 'statement'], // unsafe use of a new enum value
  ['57000', 'connection-lost'], // operator intervention
  ['57014', 'timeout'], // statement time-out
  ['57P01', 'connection-lost'], // ended by an administrator: a restart, a failover
  ['57P02', 'connection-lost'], // ended by a crash
  ['57P03', 'not-accepting'], // starting up, shutting down or recovering
  ['57P04', 'connection-lost'], // the database was dropped
  ['57P05', 'connection-lost'], // idle session time-out
  ['XX000', 'other'], // internal error
  ['XX001', 'other'], // data corrupted
  ['XX002', 'other'], // index corrupted
]);
