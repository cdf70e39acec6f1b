import type { Meaning, Table } from './kind.ts';

/**
 * Codes that Node and the drivers give, by name. Sources: Node.js documentation, "Errors" (system
 * errors, OpenSSL, `ERR_*`) and "TLS", "X509 certificate error codes"; getaddrinfo(3) as libuv names
 * it; mysql2 3.24 (`lib/base/connection.js`, `lib/commands`).
 */
export const names: Table<string> = new Map<string, Meaning>([
  // The name leads nowhere, as while a rename is under way.
  ['ENOTFOUND', 'absent'],
  ['ENODATA', 'absent'],
  ['ESERVFAIL', 'absent'],
  ['EAI_AGAIN', 'absent'],
  ['EAI_FAIL', 'absent'],
  ['EAI_NODATA', 'absent'],
  ['EAI_NONAME', 'absent'],
  // No server listens, or none any more.
  ['ECONNREFUSED', 'absent'],
  ['ECONNRESET', 'absent'],
  ['ECONNABORTED', 'absent'],
  ['EHOSTDOWN', 'absent'],
  ['EHOSTUNREACH', 'absent'],
  ['ENETDOWN', 'absent'],
  ['ENETRESET', 'absent'],
  ['ENETUNREACH', 'absent'],
  ['ENOTCONN', 'absent'],
  ['EPIPE', 'absent'],
  ['ESHUTDOWN', 'absent'],
  ['ETIMEDOUT', 'absent'],
  ['ERR_SOCKET_CLOSED', 'absent'],
  ['ERR_SOCKET_CONNECTION_TIMEOUT', 'absent'],
  ['ERR_STREAM_DESTROYED', 'absent'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'absent'],
  ['ERR_STREAM_WRITE_AFTER_END', 'absent'],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'absent'],
  ['PROTOCOL_CONNECTION_LOST', 'absent'],
  ['PROTOCOL_PACKETS_OUT_OF_ORDER', 'absent'],
  // Our own sockets and files.
  ['EADDRNOTAVAIL', 'busy'],
  ['EAGAIN', 'busy'],
  ['EMFILE', 'busy'],
  ['ENFILE', 'busy'],
  ['ENOBUFS', 'busy'],
  ['ENOMEM', 'busy'],
  // A certificate that proves nothing.
  ['CERT_CHAIN_TOO_LONG', 'refused'],
  ['CERT_HAS_EXPIRED', 'refused'],
  ['CERT_NOT_YET_VALID', 'refused'],
  ['CERT_REJECTED', 'refused'],
  ['CERT_REVOKED', 'refused'],
  ['CERT_SIGNATURE_FAILURE', 'refused'],
  ['CERT_UNTRUSTED', 'refused'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'refused'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'refused'],
  ['HOSTNAME_MISMATCH', 'refused'],
  ['INVALID_CA', 'refused'],
  ['INVALID_PURPOSE', 'refused'],
  ['PATH_LENGTH_EXCEEDED', 'refused'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'refused'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'refused'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'refused'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'refused'],
  // What mysql2 itself says no to.
  ['AUTH_SWITCH_PLUGIN_ERROR', 'refused'],
  ['HANDSHAKE_NO_SSL_SUPPORT', 'refused'],
  ['HANDSHAKE_UNKNOWN_ERROR', 'refused'],
  ['MYSQL_CLEAR_PASSWORD_NOT_ENABLED', 'refused'],
  ['PROTOCOL_SEQUENCE_TIMEOUT', 'refused'],
]);

/** What pg 8.23 and mysql2 3.24 say where they give no code, or hide Node's behind their own. */
export const words: readonly (readonly [RegExp, Meaning])[] = [
  // pg: the server answered the wish for TLS with an error, as it does when it can't start a process.
  [/error establishing an SSL connection/i, 'busy'],
  [/^Connection terminated|ended unexpectedly|timeout expired|connect ETIMEDOUT/i, 'absent'],
  [/encountered a connection error|connection is in closed state/i, 'absent'],
  // mysql2 calls all that ends a handshake of TLS HANDSHAKE_SSL_ERROR.
  [/disconnected before secure TLS connection|\b(ECONNRESET|EPIPE)\b/, 'absent'],
];
