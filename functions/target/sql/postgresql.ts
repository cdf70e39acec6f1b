import type { Authorities } from '../../shared/adapters/sql/authorities.ts';
import type { Login } from '../../shared/adapters/sql/login.ts';
import { openPostgresql } from '../../shared/adapters/sql/postgresql-client.ts';
import { ReadOnly } from '../ports/sql.ts';
import type { Connect, Dialect } from '../ports/sql.ts';
import { quoted } from './mark.ts';
import { leadingVersion } from '../rules/server-version.ts';
import { refusedBy, requireName, unlessBroken } from './connection-errors.ts';
import { answerWithin, patience } from './patience.ts';
import type { Patience } from './patience.ts';
import { askPostgresql } from './values/postgresql.ts';

/** Connects to a server that is proved to have the name, as `openPostgresql` says. */
export function connectPostgresql(
  login: Login,
  authorities: Authorities,
  milliseconds: Patience = patience,
): Connect {
  return async (endpoint) => {
    const { host, port } = endpoint;
    await requireName(host);
    const server = { host, port, authorities: await authorities(), milliseconds };
    const credentials = await login(endpoint);
    const client = await openPostgresql(server, credentials).catch((error: unknown) => {
      const { kind, user } = credentials;
      throw refusedBy(host, error, kind === 'token' ? { user } : undefined);
    });
    const timeout = answerWithin(milliseconds);
    return {
      query: async (text) => {
        const asked = { text, query_timeout: timeout() };
        const { rows } = await unlessBroken(() => client.query<Record<string, unknown>>(asked));
        return rows;
      },
      ask: (statement) => unlessBroken(() => askPostgresql(client, statement, timeout)),
      close: () => client.end(),
    };
  };
}

export const postgresql: Dialect = {
  async serverVersion(connection) {
    const [row] = await connection.query('SHOW server_version');
    return { server: leadingVersion(String(row?.server_version)) };
  },
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
