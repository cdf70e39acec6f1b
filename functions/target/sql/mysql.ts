import type { Authorities } from '../../shared/adapters/sql/authorities.ts';
import type { Login } from '../../shared/adapters/sql/login.ts';
import { openMysql } from '../../shared/adapters/sql/mysql-client.ts';
import type { Connect, Dialect } from '../ports/sql.ts';
import { quoted } from './mark.ts';
import { refusedBy, requireName, unlessBroken } from './connection-errors.ts';

/** Well below the function's own time-out. */
const milliseconds = { connect: 5000 };

/** Connects to a server that is proved to have the name, as `openMysql` says. */
export function connectMysql(login: Login, authorities: Authorities): Connect {
  return async (endpoint) => {
    const { host, port } = endpoint;
    await requireName(host);
    const server = { host, port, authorities: await authorities(), milliseconds };
    const credentials = await login(endpoint);
    const connection = await openMysql(server, credentials).catch((error: unknown) => {
      const { kind, user } = credentials;
      throw refusedBy(host, error, kind === 'token' ? { user } : undefined);
    });
    return {
      query: async (statement) => {
        const [rows] = await unlessBroken(() => connection.query(statement));
        return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
      },
      close: () => connection.end(),
    };
  };
}

/** A schema of our own: it holds the mark, and for a moment what is written as a proof. */
const schema = 'understudy_verification';

export const mysqlDialect: Dialect = {
  async serverVersion(connection) {
    const [row] = await connection.query('SELECT VERSION() AS version');
    return String(row?.version).split('-')[0] ?? '';
  },
  /** Aurora says `8.0.mysql_aurora.3.08.2`: the server itself answers with an 8.0 version. */
  expectedVersion: (engineVersion) => engineVersion.split('.mysql_aurora')[0] ?? engineVersion,
  /** MySQL commits with each change of a schema, so what was made is removed by hand. */
  async proveWrites(connection) {
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${schema}`);
    // One is left where the connection broke, or the function did, before it was dropped.
    await connection.query(`DROP TABLE IF EXISTS ${schema}.probe`);
    await connection.query(`CREATE TABLE ${schema}.probe (id INT PRIMARY KEY)`);
    try {
      await connection.query(`INSERT INTO ${schema}.probe VALUES (1)`);
      const [row] = await connection.query(`SELECT id FROM ${schema}.probe`);
      if (row?.id !== 1) throw new Error('the row that was written could not be read back');
    } finally {
      await connection.query(`DROP TABLE ${schema}.probe`);
    }
  },
  /** Made anew, so that no trigger of the data's runs. */
  async writeMark(connection, mark) {
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${schema}`);
    await connection.query(`DROP TABLE IF EXISTS ${schema}.mark`);
    await connection.query(`CREATE TABLE ${schema}.mark (resource_id VARCHAR(255) PRIMARY KEY)`);
    await connection.query(`INSERT INTO ${schema}.mark VALUES (${quoted(mark)})`);
  },
  async readMark(connection) {
    const [there] = await connection.query(
      'SELECT COUNT(*) AS marks FROM information_schema.tables ' +
        `WHERE table_schema = '${schema}' AND table_name = 'mark'`,
    );
    if (Number(there?.marks ?? 0) === 0) return undefined;
    const [row] = await connection.query(`SELECT resource_id FROM ${schema}.mark`);
    return typeof row?.resource_id === 'string' ? row.resource_id : undefined;
  },
};
