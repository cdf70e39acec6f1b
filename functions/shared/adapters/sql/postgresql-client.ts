import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate } from 'node:tls';
import { Client } from 'pg';
import type { Credentials } from './login.ts';
import type { ServerAsked } from './server-asked.ts';

/**
 * Opens a connection with TLS to a server that proves by a certificate of the authorities to have the
 * name. Nothing of the login goes out before that. A server may ask for the password as it is, as RDS
 * does for a token of IAM: within TLS, to whom the name belongs.
 * @throws the driver's error
 */
export async function openPostgresql(
  { host, port, provenName, authorities, milliseconds, label }: ServerAsked,
  { user, password, database }: Credentials,
): Promise<Client> {
  const client = new Client({
    host,
    port,
    user,
    password,
    database: database ?? 'postgres',
    ssl: {
      ca: [...authorities],
      rejectUnauthorized: true,
      // pg has TLS look for `host` in the certificate, whatever other name it is given.
      ...(provenName !== undefined && {
        checkServerIdentity: (_: string, certificate: PeerCertificate) =>
          checkServerIdentity(provenName, certificate),
      }),
    },
    connectionTimeoutMillis: milliseconds.connect,
    ...(milliseconds.statement !== undefined && { statement_timeout: milliseconds.statement }),
    ...(milliseconds.answer !== undefined && { query_timeout: milliseconds.answer }),
    ...(label !== undefined && { application_name: label }),
  });
  // A connection that breaks between two queries shows in the next query.
  client.on('error', () => {});
  await client.connect();
  return client;
}
