import type { Connection } from 'mysql2/promise';

/**
 * Has the server end what takes too long, so that nothing goes on that nobody waits for. MySQL counts
 * milliseconds, of queries alone (Reference Manual, `max_execution_time`), MariaDB seconds, of every
 * statement (documentation, `max_statement_time`).
 */
export async function limitStatements(
  connection: Connection,
  milliseconds: number,
  timeout: () => number,
): Promise<void> {
  const [rows] = await connection.query({
    sql: "SHOW VARIABLES WHERE Variable_name IN ('max_execution_time', 'max_statement_time')",
    timeout: timeout(),
  });
  for (const { Variable_name: name } of rows as { readonly Variable_name: string }[]) {
    const limit = name === 'max_statement_time' ? milliseconds / 1000 : milliseconds;
    await connection.query({ sql: `SET SESSION ${name} = ${limit}`, timeout: timeout() });
  }
}
