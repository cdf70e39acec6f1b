import type { ErrorClass } from '../error-class.ts';

/**
 * MySQL's and MariaDB's error numbers. Sources: MySQL 8.4 Error Message Reference, chapters 2 (server)
 * and 3 (client, which a proxy hands on); MariaDB documentation, "MariaDB Error Code Reference"; RDS
 * User Guide, "Troubleshooting for RDS Proxy" (9501).
 */
export const classesOfNumbers: ReadonlyMap<number, ErrorClass> = new Map<number, ErrorClass>([
  [1021, 'resources'], // ER_DISK_FULL
  [1037, 'resources'], // ER_OUTOFMEMORY
  [1038, 'resources'], // ER_OUT_OF_SORTMEMORY
  [1040, 'too-many-connections'], // ER_CON_COUNT_ERROR
  [1041, 'resources'], // ER_OUT_OF_RESOURCES
  [1042, 'dns'], // ER_BAD_HOST_ERROR
  [1043, 'connection-lost'], // ER_HANDSHAKE_ERROR
  [1044, 'sign-in'], // ER_DBACCESS_DENIED_ERROR
  [1045, 'sign-in'], // ER_ACCESS_DENIED_ERROR
  [1047, 'statement'], // ER_UNKNOWN_COM_ERROR
  [1049, 'sign-in'], // ER_BAD_DB_ERROR
  [1053, 'not-accepting'], // ER_SERVER_SHUTDOWN
  [1077, 'not-accepting'], // ER_NORMAL_SHUTDOWN
  [1079, 'not-accepting'], // ER_SHUTDOWN_COMPLETE
  [1080, 'connection-lost'], // ER_FORCING_CLOSE
  [1081, 'connection-lost'], // ER_IPSOCK_ERROR
  [1105, 'other'], // ER_UNKNOWN_ERROR
  [1129, 'sign-in'], // ER_HOST_IS_BLOCKED
  [1130, 'sign-in'], // ER_HOST_NOT_PRIVILEGED
  [1135, 'resources'], // ER_CANT_CREATE_THREAD
  [1152, 'connection-lost'], // ER_ABORTING_CONNECTION
  [1154, 'connection-lost'], // ER_NET_READ_ERROR_FROM_PIPE
  [1155, 'connection-lost'], // ER_NET_FCNTL_ERROR
  [1156, 'connection-lost'], // ER_NET_PACKETS_OUT_OF_ORDER
  [1157, 'connection-lost'], // ER_NET_UNCOMPRESS_ERROR
  [1158, 'connection-lost'], // ER_NET_READ_ERROR
  [1159, 'connection-lost'], // ER_NET_READ_INTERRUPTED
  [1160, 'connection-lost'], // ER_NET_ERROR_ON_WRITE
  [1161, 'connection-lost'], // ER_NET_WRITE_INTERRUPTED
  [1184, 'connection-lost'], // ER_NEW_ABORTING_CONNECTION
  [1203, 'too-many-connections'], // ER_TOO_MANY_USER_CONNECTIONS
  [1205, 'conflict'], // ER_LOCK_WAIT_TIMEOUT
  [1206, 'conflict'], // ER_LOCK_TABLE_FULL
  [1213, 'conflict'], // ER_LOCK_DEADLOCK
  [1223, 'conflict'], // ER_CANT_UPDATE_WITH_READLOCK
  [1226, 'too-many-connections'], // ER_USER_LIMIT_REACHED
  [1251, 'sign-in'], // ER_NOT_SUPPORTED_AUTH_MODE
  [1275, 'sign-in'], // ER_SERVER_IS_IN_SECURE_AUTH_MODE
  [1290, 'read-only'], // ER_OPTION_PREVENTS_STATEMENT
  [1317, 'statement'], // ER_QUERY_INTERRUPTED
  [1524, 'sign-in'], // ER_PLUGIN_IS_NOT_LOADED
  [1698, 'sign-in'], // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  [1792, 'read-only'], // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  [1820, 'sign-in'], // ER_MUST_CHANGE_PASSWORD
  [1836, 'read-only'], // ER_READ_ONLY_MODE
  [1862, 'sign-in'], // ER_MUST_CHANGE_PASSWORD_LOGIN
  [1927, 'connection-lost'], // MariaDB: ER_CONNECTION_KILLED
  [2002, 'connection-refused'], // CR_CONNECTION_ERROR
  [2003, 'connection-refused'], // CR_CONN_HOST_ERROR
  [2005, 'dns'], // CR_UNKNOWN_HOST
  [2006, 'connection-lost'], // CR_SERVER_GONE_ERROR
  [2012, 'connection-lost'], // CR_SERVER_HANDSHAKE_ERR
  [2013, 'connection-lost'], // CR_SERVER_LOST
  [2026, 'certificate'], // CR_SSL_CONNECTION_ERROR
  [2055, 'connection-lost'], // CR_SERVER_LOST_EXTENDED
  [2059, 'sign-in'], // CR_AUTH_PLUGIN_CANNOT_LOAD
  [2061, 'sign-in'], // CR_AUTH_PLUGIN_ERR
  [3024, 'timeout'], // ER_QUERY_TIMEOUT
  [3032, 'not-accepting'], // ER_SERVER_OFFLINE_MODE
  [3118, 'sign-in'], // ER_ACCOUNT_HAS_BEEN_LOCKED
  [3159, 'sign-in'], // ER_SECURE_TRANSPORT_REQUIRED
  [3168, 'not-accepting'], // ER_SERVER_ISNT_AVAILABLE
  [3169, 'connection-lost'], // ER_SESSION_WAS_KILLED
  [3955, 'sign-in'], // ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK
  [4031, 'connection-lost'], // ER_CLIENT_INTERACTION_TIMEOUT
  [4151, 'sign-in'], // MariaDB: ER_ACCOUNT_HAS_BEEN_LOCKED
  [9501, 'pooler-timeout'], // RDS Proxy: timed out waiting to acquire a database connection
]);
