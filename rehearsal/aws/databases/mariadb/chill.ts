import { escapeId } from 'mysql2';
import type { Connection, RowDataPacket } from 'mysql2/promise';

/**
 * Has whoever reads a table of a server wait.
 * @param session of the internal user, for this alone
 * @returns what lets them read again
 */
export async function chillMariaDb(session: Connection): Promise<() => Promise<void>> {
  const [rows] = await session.query<RowDataPacket[]>(
    'SELECT table_schema AS place, table_name AS name FROM information_schema.tables ' +
      "WHERE table_type = 'BASE TABLE' AND table_schema NOT IN " +
      "('mysql', 'sys', 'information_schema', 'performance_schema')",
  );
  const tables = rows.map(
    (row) => `${escapeId(String(row['place']))}.${escapeId(String(row['name']))} WRITE`,
  );
  if (tables.length > 0) await session.query(`LOCK TABLES ${tables.join(', ')}`);
  // A server that is gone has no locks either.
  return async () => session.end().catch(() => undefined);
}
