import type { Refusal } from '../postgresql/protocol/messages.ts';

/**
 * What RDS Proxy tells a client of PostgreSQL that it doesn't serve.
 * Source: RDS User Guide, "Troubleshooting for RDS Proxy", connecting to a PostgreSQL proxy. Its texts
 * come without an SQLSTATE there: the codes are those that PostgreSQL has for the same, unverified.
 */
export const refusals = {
  tlsRequired: fatal('28000', 'This RDS Proxy requires TLS connections.'),
  tokenWithoutTls: fatal('28000', 'IAM authentication is allowed only with SSL connections.'),
  noUser: fatal(
    '28000',
    'A user name is missing from the connection startup packet. Provide a user name for this connection.',
  ),
  version: fatal(
    '0A000',
    'Feature not supported: RDS Proxy supports only version 3.0 of the PostgreSQL messaging protocol.',
  ),
  replication: fatal(
    '0A000',
    "Feature not supported: RDS Proxy currently doesn't support streaming replication mode.",
  ),
  option: (name: string) =>
    fatal(
      '0A000',
      `Feature not supported: RDS Proxy currently doesn't support the option ${name}.`,
    ),
  noCredentials: (user: string) =>
    fatal(
      '28000',
      `This RDS proxy has no credentials for the role ${user}. Check the credentials for this role and try again.`,
    ),
  wrongPassword: (user: string) =>
    fatal('28P01', `The password that was provided for the role ${user} is wrong.`),
  /** The reason follows, which AWS keeps to its log. */
  wrongToken: (user: string, why: string) =>
    fatal(
      '28P01',
      `The IAM authentication failed for the role ${user}. Check the IAM token for this role and try again. (${why})`,
    ),
  otherAuthentication: fatal('28000', 'RDS Proxy supports only IAM, MD5, or SCRAM authentication.'),
  timedOut: fatal('53300', 'Timed-out waiting to acquire database connection.'),
  fromServer: ({ code, message }: Refusal) => fatal(code, `Request returned an error: ${message}`),
  /** From memory, unverified, as is that the client's connection ends with it. */
  lost: fatal('08006', 'The connection to the database was lost in the middle of the session.'),
  noReader: (why: string) => fatal('08006', why),
  malformed: (why: string) => fatal('08P01', why),
} as const;

function fatal(code: string, message: string): Refusal {
  return { severity: 'FATAL', code, message };
}
