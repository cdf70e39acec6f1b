import { Client } from 'pg';
import type { Connect, Dialect } from '../ports/sql.ts';
import { refusedBy, requireName, unlessBroken } from './silence.ts';
import type { Login } from './login.ts';

/** Milliseconds: well below the function's own time-out. */
const connectTimeout = 5000;
const statementTimeout = 60_000;

/** Connects with TLS, the certificate verified against the authorities that Lambda knows. */
export function connectPostgresql(login: Login): Connect {
  return async ({ host, port }) => {
    await requireName(host);
    const { user, password, database } = await login(host, port);
    const client = new Client({
      host,
      port,
      user,
      password,
      database: database ?? 'postgres',
      ssl: { rejectUnauthorized: true },
      connectionTimeoutMillis: connectTimeout,
      statement_timeout: statementTimeout,
    });
    // A connection that breaks between two queries shows in the next query.
    client.on('error', () => {});
    try {
      await client.connect();
    } catch (error) {
      throw refusedBy(host, error);
    }
    return {
      query: async (statement) => {
        const { rows } = await unlessBroken(() => client.query<Record<string, unknown>>(statement));
        return rows;
      },
      close: () => client.end(),
    };
  };
}

export const postgresql: Dialect = {
  async serverVersion(connection) {
    const [row] = await connection.query('SHOW server_version');
    return String(row?.server_version).split(' ')[0] ?? '';
  },
  expectedVersion: (engineVersion) => engineVersion.split('-')[0] ?? engineVersion,
  /** In a transaction that is committed, and holds nothing by then. */
  async proveWrites(connection) {
    const [row] = await connection.query('SELECT pg_is_in_recovery() AS recovering');
    if (row?.recovering !== false) throw new Error('the server is a read-only replica');
    await connection.query('BEGIN');
    await connection.query('CREATE TABLE understudy_verification (id integer PRIMARY KEY)');
    await connection.query('INSERT INTO understudy_verification VALUES (1)');
    const [written] = await connection.query('SELECT id FROM understudy_verification');
    await connection.query('DROP TABLE understudy_verification');
    await connection.query('COMMIT');
    if (written?.id !== 1) throw new Error('the row that was written could not be read back');
  },
};
