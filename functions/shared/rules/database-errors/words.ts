import type { Fact } from './fact.ts';

type Said = readonly (readonly [RegExp, Fact])[];

/**
 * What RDS Proxy and PgBouncer say under codes that mean something else from a server: SQLSTATEs of
 * the connection (class 08), and 53300. Sources: RDS User Guide, "Troubleshooting for RDS Proxy";
 * PgBouncer documentation, `query_wait_timeout`, `server_login_retry`.
 */
export const saidByProxies: Said = [
  [/timed-?\s?out waiting to acquire database connection/i, 'pooler-waits'],
  [/\bquery_wait_timeout\b|server login has been failing/i, 'pooler-waits'],
  [/no more connections allowed|remaining connection slots are reserved/i, 'full'],
  [
    /\bIAM authentication failed\b|doesn't support cleartext|credentials? .*(invalid|not found)/i,
    'login-refused',
  ],
];

/** The SQLSTATEs that those words may come under. */
export const statesOfProxies = /^(08...|53300)$/;

/** What pg 8.23 and mysql2 3.24 say where they give no code, or hide Node's behind their own. */
export const saidByDrivers: Said = [
  [/query read timeout/i, 'slow'],
  [/timeout expired|\bETIMEDOUT\b/i, 'no-answer'],
  [/connection terminated due to connection timeout/i, 'no-answer'],
  // pg: the server answered the wish for TLS with an error, as it does when it can't start a process.
  [/error establishing an SSL connection/i, 'not-taking'],
  [/server does not support SSL/i, 'no-proof'],
  [/^Connection terminated|ended unexpectedly|not queryable|was closed/i, 'lost'],
  [/encountered a connection error|connection is in closed state/i, 'lost'],
  // mysql2 calls all that ends a handshake of TLS HANDSHAKE_SSL_ERROR.
  [/disconnected before secure TLS connection|\b(ECONNRESET|EPIPE)\b/, 'lost'],
  [/certificate|altnames|self.signed/i, 'no-proof'],
  [/SASL|password authentication failed/i, 'login-refused'],
];
