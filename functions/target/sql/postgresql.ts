import { Client } from 'pg';
import { ReadOnly } from '../ports/sql.ts';
import type { Connect, Dialect } from '../ports/sql.ts';
import type { Authorities } from './authorities.ts';
import { quoted } from './mark.ts';
import { refusedBy, requireName, unlessBroken } from './connection-errors.ts';
import type { Login } from './login.ts';

/** Milliseconds: well below the function's own time-out. */
const connectTimeout = 5000;
const statementTimeout = 60_000;

/**
 * Connects with TLS to a server that proves by a certificate of RDS's authorities to have the name.
 * Nothing of the login goes out before that. A server may ask for the password as it is, as RDS does
 * for a token of IAM: within TLS, to whom the name belongs.
 */
export function connectPostgresql(login: Login, authorities: Authorities): Connect {
  return async (endpoint) => {
    const { host, port } = endpoint;
    await requireName(host);
    const ca = await authorities();
    const { kind, user, password, database } = await login(endpoint);
    const client = new Client({
      host,
      port,
      user,
      password,
      database: database ?? 'postgres',
      ssl: { ca: [...ca], rejectUnauthorized: true },
      connectionTimeoutMillis: connectTimeout,
      statement_timeout: statementTimeout,
    });
    // A connection that breaks between two queries shows in the next query.
    client.on('error', () => {});
    try {
      await client.connect();
    } catch (error) {
      throw refusedBy(host, error, kind === 'token' ? { user } : undefined);
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
    if (row?.recovering !== false) throw new ReadOnly('the server is a read-only replica');
    await connection.query('BEGIN');
    await connection.query('CREATE TABLE understudy_verification (id integer PRIMARY KEY)');
    await connection.query('INSERT INTO understudy_verification VALUES (1)');
    const [written] = await connection.query('SELECT id FROM understudy_verification');
    await connection.query('DROP TABLE understudy_verification');
    await connection.query('COMMIT');
    if (written?.id !== 1) throw new Error('the row that was written could not be read back');
  },
  /** Made anew, so that no trigger of the data's runs. */
  async writeMark(connection, mark) {
    await connection.query('BEGIN');
    await connection.query('DROP TABLE IF EXISTS understudy_mark');
    await connection.query('CREATE TABLE understudy_mark (resource_id text PRIMARY KEY)');
    await connection.query(`INSERT INTO understudy_mark VALUES (${quoted(mark)})`);
    await connection.query('COMMIT');
  },
  async readMark(connection) {
    const [there] = await connection.query(
      "SELECT to_regclass('understudy_mark') IS NOT NULL AS marked",
    );
    if (there?.marked !== true) return undefined;
    const [row] = await connection.query('SELECT resource_id FROM understudy_mark');
    return typeof row?.resource_id === 'string' ? row.resource_id : undefined;
  },
};
