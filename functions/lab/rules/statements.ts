import { singers } from './demo.ts';
import type { Engine } from './engine.ts';
import type { Row } from './row.ts';

/** What a probe says to the database. Only numbers, paths and hexadecimal digits are put into it. */
export interface Statements {
  /** The demo's query: a singer with the number of her records. @param turn any number from 0 on */
  readonly ask: (turn: number) => string;
  readonly write: (row: Row) => string;
  /** The ids of a run's rows, each as often as it is there. */
  readonly kept: (run: string) => string;
  readonly forget: (run: string) => string;
  /** `writer` is 1 where the server takes writes. */
  readonly isWriter: string;
  /** Whoever is connected, but for the one who asks: `id`, `user` and `label`. */
  readonly sessions: string;
}

const common = {
  ask: (turn: number) =>
    'SELECT s.name, COUNT(r.id) AS records FROM singers s ' +
    `LEFT JOIN records r ON r.singer_id = s.id WHERE s.id = ${(turn % singers.length) + 1} GROUP BY s.name`,
  write: ({ run, path, client, id }: Row) =>
    `INSERT INTO probe_rows (run, path, client, id) VALUES ('${hex(run)}', '${path}', ${client}, ${id})`,
  kept: (run: string) => `SELECT id FROM probe_rows WHERE run = '${hex(run)}'`,
  forget: (run: string) => `DELETE FROM probe_rows WHERE run = '${hex(run)}'`,
};

/**
 * Sources: PostgreSQL documentation, "pg_stat_activity" (of others' sessions an ordinary user sees
 * neither the type nor the state) and "Recovery Information Functions"; MySQL
 * Reference Manual, "The INFORMATION_SCHEMA PROCESSLIST Table"; Aurora User Guide, "Working with
 * Aurora MySQL": a reader has `innodb_read_only` on.
 */
const statements: Readonly<Record<Engine, Statements>> = {
  'aurora-postgresql': {
    ...common,
    isWriter: 'SELECT CASE WHEN pg_is_in_recovery() THEN 0 ELSE 1 END AS writer',
    sessions:
      'SELECT pid AS id, usename AS "user", application_name AS label FROM pg_stat_activity ' +
      "WHERE usename IS NOT NULL AND COALESCE(backend_type, 'client backend') = 'client backend' " +
      'AND pid <> pg_backend_pid()',
  },
  'aurora-mysql': {
    ...common,
    isWriter: 'SELECT 1 - @@global.innodb_read_only AS writer',
    sessions:
      'SELECT id AS id, user AS `user` FROM information_schema.processlist WHERE id <> connection_id()',
  },
};

export function statementsOf(engine: Engine): Statements {
  return statements[engine];
}

/** @throws RangeError for what a statement can't quote as it is */
function hex(run: string): string {
  if (!/^[0-9a-f]+$/.test(run)) throw new RangeError('a run is called by hexadecimal digits only');
  return run;
}
