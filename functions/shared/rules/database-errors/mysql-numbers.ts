import type { Fact } from './fact.ts';

/**
 * MySQL's and MariaDB's error numbers. Sources: MySQL 8.4 Error Message Reference, chapters 2 (server)
 * and 3 (client, which a proxy hands on); MariaDB documentation, "MariaDB Error Code Reference"; RDS
 * User Guide, "Troubleshooting for RDS Proxy" (9501).
 */
export const factsOfNumbers: ReadonlyMap<number, Fact> = new Map<number, Fact>([
  [1021, 'out-of-resources'], // ER_DISK_FULL
  [1037, 'out-of-resources'], // ER_OUTOFMEMORY
  [1038, 'out-of-resources'], // ER_OUT_OF_SORTMEMORY
  [1040, 'full'], // ER_CON_COUNT_ERROR
  [1041, 'out-of-resources'], // ER_OUT_OF_RESOURCES
  [1042, 'client-unresolved'], // ER_BAD_HOST_ERROR
  [1043, 'handshake-broken'], // ER_HANDSHAKE_ERROR
  [1044, 'login-refused'], // ER_DBACCESS_DENIED_ERROR
  [1045, 'login-refused'], // ER_ACCESS_DENIED_ERROR
  [1047, 'statement-refused'], // ER_UNKNOWN_COM_ERROR
  [1049, 'login-refused'], // ER_BAD_DB_ERROR
  [1053, 'starting'], // ER_SERVER_SHUTDOWN
  [1077, 'starting'], // ER_NORMAL_SHUTDOWN
  [1079, 'starting'], // ER_SHUTDOWN_COMPLETE
  [1080, 'lost'], // ER_FORCING_CLOSE
  [1081, 'lost'], // ER_IPSOCK_ERROR
  [1105, 'internal'], // ER_UNKNOWN_ERROR
  [1129, 'login-refused'], // ER_HOST_IS_BLOCKED
  [1130, 'login-refused'], // ER_HOST_NOT_PRIVILEGED
  [1135, 'out-of-resources'], // ER_CANT_CREATE_THREAD
  [1152, 'lost'], // ER_ABORTING_CONNECTION
  [1154, 'lost'], // ER_NET_READ_ERROR_FROM_PIPE
  [1155, 'lost'], // ER_NET_FCNTL_ERROR
  [1156, 'lost'], // ER_NET_PACKETS_OUT_OF_ORDER
  [1157, 'lost'], // ER_NET_UNCOMPRESS_ERROR
  [1158, 'lost'], // ER_NET_READ_ERROR
  [1159, 'lost'], // ER_NET_READ_INTERRUPTED
  [1160, 'lost'], // ER_NET_ERROR_ON_WRITE
  [1161, 'lost'], // ER_NET_WRITE_INTERRUPTED
  [1184, 'lost'], // ER_NEW_ABORTING_CONNECTION
  [1203, 'full'], // ER_TOO_MANY_USER_CONNECTIONS
  [1205, 'contended'], // ER_LOCK_WAIT_TIMEOUT
  [1206, 'contended'], // ER_LOCK_TABLE_FULL
  [1213, 'contended'], // ER_LOCK_DEADLOCK
  [1223, 'contended'], // ER_CANT_UPDATE_WITH_READLOCK
  [1226, 'full'], // ER_USER_LIMIT_REACHED
  [1251, 'login-refused'], // ER_NOT_SUPPORTED_AUTH_MODE
  [1275, 'login-refused'], // ER_SERVER_IS_IN_SECURE_AUTH_MODE
  [1290, 'read-only'], // ER_OPTION_PREVENTS_STATEMENT
  [1317, 'interrupted'], // ER_QUERY_INTERRUPTED
  [1524, 'login-refused'], // ER_PLUGIN_IS_NOT_LOADED
  [1698, 'login-refused'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  [1792, 'read-only'], // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  [1820, 'login-refused'], // ER_MUST_CHANGE_PASSWORD
  [1836, 'read-only'], // ER_READ_ONLY_MODE
  [1862, 'login-refused'], // ER_MUST_CHANGE_PASSWORD_LOGIN
  [1927, 'lost'], // MariaDB: ER_CONNECTION_KILLED
  [1969, 'slow'], // MariaDB: ER_STATEMENT_TIMEOUT
  [2002, 'not-listening'], // CR_CONNECTION_ERROR
  [2003, 'not-listening'], // CR_CONN_HOST_ERROR
  [2005, 'no-name'], // CR_UNKNOWN_HOST
  [2006, 'lost'], // CR_SERVER_GONE_ERROR
  [2012, 'lost'], // CR_SERVER_HANDSHAKE_ERR
  [2013, 'lost'], // CR_SERVER_LOST
  [2026, 'no-proof'], // CR_SSL_CONNECTION_ERROR
  [2055, 'lost'], // CR_SERVER_LOST_EXTENDED
  [2059, 'login-refused'], // CR_AUTH_PLUGIN_CANNOT_LOAD
  [2061, 'login-refused'], // CR_AUTH_PLUGIN_ERR
  [3024, 'slow'], // ER_QUERY_TIMEOUT
  [3032, 'not-taking'], // ER_SERVER_OFFLINE_MODE
  [3118, 'login-refused'], // ER_ACCOUNT_HAS_BEEN_LOCKED
  [3159, 'login-refused'], // ER_SECURE_TRANSPORT_REQUIRED
  [3168, 'starting'], // ER_SERVER_ISNT_AVAILABLE
  [3169, 'lost'], // ER_SESSION_WAS_KILLED
  [3955, 'login-refused'], // ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK
  [4031, 'lost'], // ER_CLIENT_INTERACTION_TIMEOUT
  [4151, 'login-refused'], // MariaDB: ER_ACCOUNT_HAS_BEEN_LOCKED
  [9501, 'pooler-waits'], // RDS Proxy: timed out waiting to acquire a database connection
]);
