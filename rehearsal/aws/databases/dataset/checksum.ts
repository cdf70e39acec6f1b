import { createHash } from 'node:crypto';

import type { SqlConnection } from '../connection.ts';

/** What a database holds, in figures that two copies can be compared by. */
export interface Contents {
  readonly rows: number;
  readonly checksum: string;
  readonly tables: readonly TableContents[];
}

/** One table's part; `name` is `<schema>.<table>`. */
export interface TableContents {
  readonly name: string;
  readonly rows: number;
  readonly checksum: string;
}

/**
 * Counts and sums up every table that isn't the server's own, nor VerifyDatabase's with its mark, all
 * as of one moment. A table's
 * checksum is the sum of its rows' 64-bit hashes (60 bits on MySQL): the order of rows doesn't count,
 * a changed cell, a lost and a doubled row do. Comparable between servers of one family only.
 */
export async function countAndChecksum(connection: SqlConnection): Promise<Contents> {
  const summer = connection.family === 'postgresql' ? postgresql : mysql;
  for (const statement of summer.begin) await connection.query(statement);
  try {
    const tables: TableContents[] = [];
    for (const { schema, name, columns } of await connection.query(summer.tables)) {
      const statement = summer.sum(String(schema), String(name), String(columns).split('\n'));
      const [sum] = await connection.query(statement);
      tables.push({
        name: `${String(schema)}.${String(name)}`,
        rows: Number(sum?.['rows']),
        checksum: String(sum?.['checksum']),
      });
    }
    const lines = tables.map((table) => `${table.name} ${table.rows} ${table.checksum}\n`);
    return {
      rows: tables.reduce((rows, table) => rows + table.rows, 0),
      checksum: createHash('sha256').update(lines.join('')).digest('hex').slice(0, 32),
      tables,
    };
  } finally {
    await connection.query('ROLLBACK');
  }
}

interface Summer {
  /** Begins a transaction that sees one moment, with settings that fix how values read as text. */
  readonly begin: readonly string[];
  readonly tables: string;
  sum(schema: string, table: string, columns: readonly string[]): string;
}

const postgresql: Summer = {
  begin: [
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL bytea_output = 'hex'",
    'SET LOCAL extra_float_digits = 1',
  ],
  tables: `SELECT n.nspname AS schema, c.relname AS name, '' AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND n.nspname NOT LIKE 'pg\\_%' AND c.relname <> 'understudy_mark'
     ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
  sum: (schema, table) =>
    `SELECT count(*)::text AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS checksum
     FROM ${[schema, table].map((name) => `"${name.replaceAll('"', '""')}"`).join('.')} t`,
};

const mysql: Summer = {
  begin: [
    'SET NAMES utf8mb4',
    "SET SESSION time_zone = '+00:00'",
    'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    'SET SESSION group_concat_max_len = 1048576',
    'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
  ],
  tables: `SELECT t.table_schema AS \`schema\`, t.table_name AS name,
       GROUP_CONCAT(c.column_name ORDER BY c.ordinal_position SEPARATOR '\\n') AS columns
     FROM information_schema.tables t
     JOIN information_schema.columns c
       ON c.table_schema = t.table_schema AND c.table_name = t.table_name
     WHERE t.table_type = 'BASE TABLE'
       AND t.table_schema NOT IN
         ('mysql', 'sys', 'performance_schema', 'information_schema', 'understudy_verification')
     GROUP BY t.table_schema, t.table_name
     ORDER BY BINARY t.table_schema, BINARY t.table_name`,
  sum: (schema, table, columns) => {
    // QUOTE tells a null from the word, and where one value ends and the next begins.
    const text = columns.map((column) => `QUOTE(${quoteMysql(column)})`).join(', ');
    return `SELECT CAST(COUNT(*) AS CHAR) AS \`rows\`, CAST(COALESCE(SUM(CAST(
         CONV(LEFT(MD5(CONCAT_WS(',', ${text})), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR) AS checksum
       FROM ${quoteMysql(schema)}.${quoteMysql(table)}`;
  },
};

function quoteMysql(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
