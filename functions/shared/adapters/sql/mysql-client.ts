import mysql from 'mysql2/promise';
import { connect as connectSocket } from 'node:net';
import type { Credentials } from './login.ts';
import type { ServerAsked } from './server-asked.ts';

/**
 * Opens a connection with TLS to a server that proves by a certificate of the authorities to have the
 * name. Nothing of the login goes out before that: mysql2 sends it once TLS is up.
 *
 * A server may ask for the password in clear (`mysql_clear_password`): it gets a token of IAM, which
 * RDS asks for in this way, and no password of a secret. `sha256_password`, and
 * `caching_sha2_password` where the server doesn't remember the user, have the password sent as it is
 * within TLS; other ways send no more than a hash. So the name is what protects it.
 * @throws the driver's error
 */
export async function openMysql(
  { host, port, provenName, authorities, milliseconds }: ServerAsked,
  { kind, user, password, database }: Credentials,
): Promise<mysql.Connection> {
  const connection = await mysql.createConnection({
    // The driver holds the certificate against the name that it is told to connect to.
    host: provenName ?? host,
    port,
    ...(provenName !== undefined && { stream: () => connectSocket(port, host) }),
    user,
    password,
    ...(database !== undefined && { database }),
    ssl: { ca: [...authorities], rejectUnauthorized: true, verifyIdentity: true },
    connectTimeout: milliseconds.connect,
    enableCleartextPlugin: kind === 'token',
  });
  // A connection that breaks between two queries shows in the next query.
  connection.on('error', () => {});
  return connection;
}
