import type { Fact } from './fact.ts';

/**
 * SQLSTATE by class, every one of them: what holds for a code that isn't named below. Source:
 * PostgreSQL documentation, Appendix A, "PostgreSQL Error Codes", versions 11 to 18.
 */
export const factsOfStateClasses: ReadonlyMap<string, Fact> = new Map<string, Fact>([
  ['00', 'statement-refused'], // successful completion
  ['01', 'statement-refused'], // warning
  ['02', 'statement-refused'], // no data
  ['03', 'statement-refused'], // SQL statement not yet complete
  ['08', 'lost'], // connection exception
  ['09', 'statement-refused'], // triggered action exception
  ['0A', 'statement-refused'], // feature not supported
  ['0B', 'statement-refused'], // invalid transaction initiation
  ['0F', 'statement-refused'], // locator exception
  ['0L', 'statement-refused'], // invalid grantor
  ['0P', 'statement-refused'], // invalid role specification
  ['0Z', 'statement-refused'], // diagnostics exception
  ['10', 'statement-refused'], // XQuery error
  ['20', 'statement-refused'], // case not found
  ['21', 'statement-refused'], // cardinality violation
  ['22', 'statement-refused'], // data exception
  ['23', 'statement-refused'], // integrity constraint violation
  ['24', 'statement-refused'], // invalid cursor state
  ['25', 'statement-refused'], // invalid transaction state
  ['26', 'statement-refused'], // invalid SQL statement name
  ['27', 'statement-refused'], // triggered data change violation
  ['28', 'login-refused'], // invalid authorization specification
  ['2B', 'statement-refused'], // dependent privilege descriptors still exist
  ['2D', 'statement-refused'], // invalid transaction termination
  ['2F', 'statement-refused'], // SQL routine exception
  ['34', 'statement-refused'], // invalid cursor name
  ['38', 'statement-refused'], // external routine exception
  ['39', 'statement-refused'], // external routine invocation exception
  ['3B', 'statement-refused'], // savepoint exception
  ['3D', 'login-refused'], // invalid catalog name
  ['3F', 'statement-refused'], // invalid schema name
  ['40', 'contended'], // transaction rollback
  ['42', 'statement-refused'], // syntax error or access rule violation; 42501 is a privilege that is missing
  ['44', 'statement-refused'], // WITH CHECK OPTION violation
  ['53', 'out-of-resources'], // insufficient resources
  ['54', 'too-large'], // program limit exceeded
  ['55', 'contended'], // object not in prerequisite state
  ['57', 'intervention'], // operator intervention
  ['58', 'storage-fault'],
  ['72', 'statement-refused'], // snapshot failure, until version 16
  ['F0', 'misconfigured'], // configuration file error
  ['HV', 'statement-refused'], // foreign data wrapper error
  ['P0', 'statement-refused'], // PL/pgSQL error
  ['XX', 'damaged'], // internal error
]);

/** SQLSTATEs that a connection may meet, or that mean something else than their class. */
export const factsOfStates: ReadonlyMap<string, Fact> = new Map<string, Fact>([
  ['08000', 'lost'], // connection exception
  ['08001', 'not-listening'], // client unable to establish the connection
  ['08003', 'lost'], // connection does not exist
  ['08004', 'rejected'], // server rejected the connection
  ['08006', 'lost'], // connection failure
  ['08007', 'lost'], // transaction resolution unknown
  ['08P01', 'statement-refused'], // protocol violation
  ['25006', 'read-only'], // read-only transaction
  ['25P03', 'lost'], // idle-in-transaction time-out
  ['25P04', 'lost'], // transaction time-out: the server ended the session
  ['28000', 'login-refused'], // IAM's PAM authentication failed is this
  ['28P01', 'login-refused'], // wrong password
  ['3D000', 'login-refused'], // no such database
  ['40002', 'statement-refused'], // integrity constraint: the statement's own
  ['40003', 'unsettled'], // statement completion unknown
  ['42501', 'login-refused'], // no privilege
  ['53000', 'out-of-resources'], // insufficient resources
  ['53100', 'out-of-resources'], // disk full
  ['53200', 'out-of-resources'], // out of memory
  ['53300', 'full'], // of the server, the database or the role
  ['53400', 'out-of-resources'], // configuration limit exceeded
  ['55000', 'closed'], // the database takes no connections
  ['55006', 'contended'], // object in use
  ['55P02', 'statement-refused'], // can't change a parameter at run time
  ['55P03', 'contended'], // lock not available
  ['55P04', 'statement-refused'], // unsafe use of a new enum value
  ['57000', 'intervention'], // operator intervention
  ['57014', 'slow'], // statement time-out
  ['57P01', 'lost'], // ended by an administrator: a restart, a failover
  ['57P02', 'lost'], // ended by a crash
  ['57P03', 'starting'], // starting up, shutting down or recovering
  ['57P04', 'dropped'], // the database was dropped
  ['57P05', 'lost'], // idle session time-out
  ['XX000', 'internal'], // internal error
  ['XX001', 'damaged'], // data corrupted
  ['XX002', 'damaged'], // index corrupted
]);
