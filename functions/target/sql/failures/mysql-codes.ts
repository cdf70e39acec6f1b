import type { Meaning, Table } from './kind.ts';

/**
 * MySQL's and MariaDB's error numbers that a connection may meet, or a statement that says nothing of
 * the statement. Sources: MySQL 8.4 Error Message Reference, chapters 2 (server) and 3 (client, which
 * a proxy hands on); MariaDB documentation, "MariaDB Error Code Reference". MariaDB's own numbers are
 * those marked so. A number that isn't here means what the class of its SQLSTATE does.
 */
export const numbers: Table<number> = new Map<number, Meaning>([
  [1021, 'busy'], // ER_DISK_FULL
  [1037, 'busy'], // ER_OUTOFMEMORY
  [1038, 'busy'], // ER_OUT_OF_SORTMEMORY
  [1040, 'busy'], // ER_CON_COUNT_ERROR: too many connections
  [1041, 'busy'], // ER_OUT_OF_RESOURCES
  [1042, 'busy'], // ER_BAD_HOST_ERROR: the server can't find our name
  [1043, 'busy'], // ER_HANDSHAKE_ERROR
  [1044, 'refused'], // ER_DBACCESS_DENIED_ERROR
  [1045, 'refused'], // ER_ACCESS_DENIED_ERROR: a wrong password, or a token that was refused
  [1047, 'refused'], // ER_UNKNOWN_COM_ERROR
  [1049, 'refused'], // ER_BAD_DB_ERROR
  [1053, 'absent'], // ER_SERVER_SHUTDOWN
  [1077, 'absent'], // ER_NORMAL_SHUTDOWN
  [1079, 'absent'], // ER_SHUTDOWN_COMPLETE
  [1080, 'absent'], // ER_FORCING_CLOSE
  [1081, 'absent'], // ER_IPSOCK_ERROR
  // ER_UNKNOWN_ERROR: while connecting it tells nothing of the login.
  [1105, { connecting: 'busy', running: 'refused' }],
  // ER_HOST_IS_BLOCKED: until somebody flushes the hosts, or the server restarts.
  [1129, 'refused'],
  [1130, 'refused'], // ER_HOST_NOT_PRIVILEGED
  [1135, 'busy'], // ER_CANT_CREATE_THREAD
  [1152, 'absent'], // ER_ABORTING_CONNECTION
  [1154, 'absent'], // ER_NET_READ_ERROR_FROM_PIPE
  [1155, 'absent'], // ER_NET_FCNTL_ERROR
  [1156, 'absent'], // ER_NET_PACKETS_OUT_OF_ORDER
  [1157, 'absent'], // ER_NET_UNCOMPRESS_ERROR
  [1158, 'absent'], // ER_NET_READ_ERROR
  [1159, 'absent'], // ER_NET_READ_INTERRUPTED
  [1160, 'absent'], // ER_NET_ERROR_ON_WRITE
  [1161, 'absent'], // ER_NET_WRITE_INTERRUPTED
  [1184, 'absent'], // ER_NEW_ABORTING_CONNECTION
  [1203, 'busy'], // ER_TOO_MANY_USER_CONNECTIONS
  [1205, 'busy'], // ER_LOCK_WAIT_TIMEOUT
  [1206, 'busy'], // ER_LOCK_TABLE_FULL
  [1213, 'busy'], // ER_LOCK_DEADLOCK
  [1223, 'busy'], // ER_CANT_UPDATE_WITH_READLOCK: a backup is being taken
  [1226, 'busy'], // ER_USER_LIMIT_REACHED: connections or statements an hour
  [1251, 'refused'], // ER_NOT_SUPPORTED_AUTH_MODE
  [1275, 'refused'], // ER_SERVER_IS_IN_SECURE_AUTH_MODE
  [1290, 'read-only'], // ER_OPTION_PREVENTS_STATEMENT: --read-only, as on each reader
  [1317, 'refused'], // ER_QUERY_INTERRUPTED: somebody ended the statement
  [1524, 'refused'], // ER_PLUGIN_IS_NOT_LOADED
  [1698, 'refused'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  [1792, 'read-only'], // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  [1820, 'refused'], // ER_MUST_CHANGE_PASSWORD
  [1836, 'read-only'], // ER_READ_ONLY_MODE
  [1862, 'refused'], // ER_MUST_CHANGE_PASSWORD_LOGIN
  [1927, 'absent'], // MariaDB: ER_CONNECTION_KILLED
  [2002, 'absent'], // CR_CONNECTION_ERROR
  [2003, 'absent'], // CR_CONN_HOST_ERROR
  [2005, 'absent'], // CR_UNKNOWN_HOST
  [2006, 'absent'], // CR_SERVER_GONE_ERROR
  [2012, 'absent'], // CR_SERVER_HANDSHAKE_ERR
  [2013, 'absent'], // CR_SERVER_LOST
  [2026, 'refused'], // CR_SSL_CONNECTION_ERROR
  [2055, 'absent'], // CR_SERVER_LOST_EXTENDED
  [2059, 'refused'], // CR_AUTH_PLUGIN_CANNOT_LOAD
  [2061, 'refused'], // CR_AUTH_PLUGIN_ERR
  [3024, 'refused'], // ER_QUERY_TIMEOUT: it would take too long again
  [3032, 'busy'], // ER_SERVER_OFFLINE_MODE
  [3118, 'refused'], // ER_ACCOUNT_HAS_BEEN_LOCKED
  [3159, 'refused'], // ER_SECURE_TRANSPORT_REQUIRED
  [3168, 'absent'], // ER_SERVER_ISNT_AVAILABLE
  [3169, 'absent'], // ER_SESSION_WAS_KILLED
  [3955, 'refused'], // ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK
  [4031, 'absent'], // ER_CLIENT_INTERACTION_TIMEOUT
  [4151, 'refused'], // MariaDB: ER_ACCOUNT_HAS_BEEN_LOCKED
]);
