import mysql from 'mysql2/promise';
import type { Connect, Dialect } from '../ports/sql.ts';
import type { Login } from './login.ts';
import { refusedBy, requireName, unlessBroken } from './silence.ts';

/** Milliseconds: well below the function's own time-out. */
const connectTimeout = 5000;

/** Connects with TLS, the certificate verified against the authorities that Lambda knows. */
export function connectMysql(login: Login): Connect {
  return async ({ host, port }) => {
    await requireName(host);
    const { user, password, database } = await login(host, port);
    try {
      const connection = await mysql.createConnection({
        host,
        port,
        user,
        password,
        ...(database !== undefined && { database }),
        ssl: { rejectUnauthorized: true },
        connectTimeout,
        enableCleartextPlugin: true,
      });
      return {
        query: async (statement) => {
          const [rows] = await unlessBroken(() => connection.query(statement));
          return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
        },
        close: () => connection.end(),
      };
    } catch (error) {
      throw refusedBy(host, error);
    }
  };
}

export const mysqlDialect: Dialect = {
  async serverVersion(connection) {
    const [row] = await connection.query('SELECT VERSION() AS version');
    return String(row?.version).split('-')[0] ?? '';
  },
  /** Aurora says `8.0.mysql_aurora.3.08.2`: the server itself answers with an 8.0 version. */
  expectedVersion: (engineVersion) => engineVersion.split('.mysql_aurora')[0] ?? engineVersion,
  /** MySQL commits with each change of a schema, so what was made is removed by hand. */
  async proveWrites(connection) {
    // One is left where the connection broke, or the function did, before it was dropped.
    await connection.query('DROP DATABASE IF EXISTS understudy_verification');
    await connection.query('CREATE DATABASE understudy_verification');
    try {
      await connection.query('CREATE TABLE understudy_verification.probe (id INT PRIMARY KEY)');
      await connection.query('INSERT INTO understudy_verification.probe VALUES (1)');
      const [row] = await connection.query('SELECT id FROM understudy_verification.probe');
      if (row?.id !== 1) throw new Error('the row that was written could not be read back');
    } finally {
      await connection.query('DROP DATABASE understudy_verification');
    }
  },
};
