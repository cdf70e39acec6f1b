import type { Fact } from './fact.ts';

/**
 * Codes that Node and the drivers give, by name. Sources: Node.js documentation, "Errors" (system
 * errors, OpenSSL, `ERR_*`) and "TLS", "X509 certificate error codes"; getaddrinfo(3) as libuv names
 * it; mysql2 3.24 (`lib/base/connection.js`, `lib/commands`).
 */
export const factsOfNames: ReadonlyMap<string, Fact> = new Map<string, Fact>([
  ...named(
    'no-name',
    'ENOTFOUND',
    'ENODATA',
    'ESERVFAIL',
    'EAI_AGAIN',
    'EAI_FAIL',
    'EAI_NODATA',
    'EAI_NONAME',
  ),
  ...named('not-listening', 'ECONNREFUSED'),
  ...named('unreachable', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH'),
  ...named('no-answer', 'ETIMEDOUT', 'ERR_SOCKET_CONNECTION_TIMEOUT', 'ERR_TLS_HANDSHAKE_TIMEOUT'),
  // mysql2's own limit of a statement.
  ...named('slow', 'PROTOCOL_SEQUENCE_TIMEOUT'),
  ...named('handshake-broken', 'HANDSHAKE_UNKNOWN_ERROR'),
  ...named(
    'lost',
    'ECONNRESET',
    'ECONNABORTED',
    'ENETRESET',
    'ENOTCONN',
    'EPIPE',
    'ESHUTDOWN',
    'ERR_SOCKET_CLOSED',
    'ERR_STREAM_DESTROYED',
    'ERR_STREAM_PREMATURE_CLOSE',
    'ERR_STREAM_WRITE_AFTER_END',
    'PROTOCOL_CONNECTION_LOST',
    'PROTOCOL_PACKETS_OUT_OF_ORDER',
  ),
  ...named('out-of-resources', 'EADDRNOTAVAIL', 'EAGAIN', 'EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'),
  ...named(
    'no-proof',
    'CERT_CHAIN_TOO_LONG',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_REJECTED',
    'CERT_REVOKED',
    'CERT_SIGNATURE_FAILURE',
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'HANDSHAKE_NO_SSL_SUPPORT',
  ),
  ...named('login-refused', 'AUTH_SWITCH_PLUGIN_ERROR', 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED'),
]);

function named(fact: Fact, ...codes: readonly string[]): readonly (readonly [string, Fact])[] {
  return codes.map((code) => [code, fact] as const);
}
