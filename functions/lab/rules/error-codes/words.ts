import type { ErrorClass } from '../error-class.ts';

type Said = readonly (readonly [RegExp, ErrorClass])[];

/** What is known by its words alone. */
export const saidClasses: { readonly proxy: Said; readonly driver: Said } = {
  /**
   * Of RDS Proxy and PgBouncer, which give them codes that mean something else from a server. Sources:
   * RDS User Guide, "Troubleshooting for RDS Proxy"; PgBouncer documentation, `query_wait_timeout`,
   * `server_login_retry`.
   */
  proxy: [
    [/timed-?\s?out waiting to acquire database connection/i, 'pooler-timeout'],
    [/\bquery_wait_timeout\b|server login has been failing/i, 'pooler-timeout'],
    [
      /no more connections allowed|remaining connection slots are reserved/i,
      'too-many-connections',
    ],
    [
      /\bIAM authentication failed\b|doesn't support cleartext|credentials? .*(invalid|not found)/i,
      'sign-in',
    ],
  ],
  /** Of pg 8.23 and mysql2 3.24 where they give no code, or hide Node's behind their own. */
  driver: [
    [/timeout expired|read timeout|\bETIMEDOUT\b/i, 'timeout'],
    [/connection terminated due to connection timeout/i, 'timeout'],
    [/error establishing an SSL connection/i, 'not-accepting'],
    [/server does not support SSL/i, 'certificate'],
    [/^Connection terminated|ended unexpectedly|not queryable|was closed/i, 'connection-lost'],
    [/encountered a connection error|connection is in closed state/i, 'connection-lost'],
    [/disconnected before secure TLS connection|\b(ECONNRESET|EPIPE)\b/, 'connection-lost'],
    // mysql2 calls all that ends a handshake of TLS HANDSHAKE_SSL_ERROR.
    [/certificate|altnames|self.signed/i, 'certificate'],
    [/SASL|password authentication failed/i, 'sign-in'],
  ],
};
