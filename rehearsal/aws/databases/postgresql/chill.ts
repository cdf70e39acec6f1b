import type { Client } from 'pg';

/**
 * Has whoever reads a table of a server wait, in each of its databases.
 * @param connect a session of the internal user in a database
 * @returns what lets them read again
 */
export async function chillPostgresql(
  connect: (database: string) => Promise<Client>,
): Promise<() => Promise<void>> {
  const first = await connect('postgres');
  const { rows } = await first.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE datallowconn AND NOT datistemplate',
  );
  await first.end();
  const sessions = await Promise.all(
    rows.map(async ({ name }) => {
      const session = await connect(name);
      const tables = await session.query<{ name: string }>(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables " +
          "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
      );
      await session.query('BEGIN');
      for (const table of tables.rows) {
        await session.query(`LOCK TABLE ${table.name} IN ACCESS EXCLUSIVE MODE`);
      }
      return session;
    }),
  );
  // A server that is gone has no locks either.
  return async () => void (await Promise.allSettled(sessions.map((session) => session.end())));
}
