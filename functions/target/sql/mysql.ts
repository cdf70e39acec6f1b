import type { Authorities } from '../../shared/adapters/sql/authorities.ts';
import type { Login } from '../../shared/adapters/sql/login.ts';
import { openMysql } from '../../shared/adapters/sql/mysql-client.ts';
import { AnswerLate } from '../ports/sql.ts';
import type { Connect, Dialect } from '../ports/sql.ts';
import { quoted } from './mark.ts';
import { leadingVersion } from '../rules/server-version.ts';
import { refusedBy, requireName, unlessBroken } from './connection-errors.ts';
import { limitStatements } from './limit-statements.ts';
import { answerWithin, patience } from './patience.ts';
import type { Patience } from './patience.ts';
import { askMysql } from './values/mysql.ts';

/** Connects to a server that is proved to have the name, as `openMysql` says. */
export function connectMysql(
  login: Login,
  authorities: Authorities,
  milliseconds: Patience = patience,
): Connect {
  return async (endpoint) => {
    const { host, port } = endpoint;
    await requireName(host);
    const server = { host, port, authorities: await authorities(), milliseconds };
    const credentials = await login(endpoint);
    const connection = await openMysql(server, credentials).catch((error: unknown) => {
      const { kind, user } = credentials;
      throw refusedBy(host, error, kind === 'token' ? { user } : undefined);
    });
    const timeout = answerWithin(milliseconds);
    let isCutOff = false;
    const run = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
      // It would wait behind that one, for as long as the server likes.
      if (isCutOff) throw new AnswerLate('an earlier statement was cut off');
      try {
        return await unlessBroken(work);
      } catch (error) {
        isCutOff ||= error instanceof AnswerLate;
        throw error;
      }
    };
    // One whose answer is still to come takes no leave.
    const close = async (): Promise<void> =>
      isCutOff ? connection.destroy() : await connection.end();
    try {
      await run(() => limitStatements(connection, milliseconds.statement, timeout));
    } catch (error) {
      await close().catch(() => {});
      throw error;
    }
    return {
      query: async (sql) => {
        const [rows] = await run(() => connection.query({ sql, timeout: timeout() }));
        return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
      },
      ask: (statement) => run(() => askMysql(connection, statement, timeout)),
      close,
    };
  };
}

/** A schema of our own: it holds the mark, and for a moment what is written as a proof. */
const schema = 'understudy_verification';

export const mysqlDialect: Dialect = {
  async serverVersion(connection) {
    const [row] = await connection.query('SELECT VERSION() AS version');
    // Without the function: any other server has none of that name.
    const [own] = await connection.query("SHOW VARIABLES LIKE 'aurora_version'");
    const server = leadingVersion(String(row?.version));
    return typeof own?.Value === 'string' ? { server, aurora: own.Value } : { server };
  },
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
