import { singers } from './demo.ts';
import type { Engine } from './engine.ts';

/** Whom the database gets ready for. */
export interface Preparation {
  readonly engine: Engine;
  /** The database's name, which is a schema's in MySQL. */
  readonly database: string;
  /** Who signs in by a token of IAM; undefined where the master does all, by the secret. */
  readonly user: string | undefined;
}

/**
 * What makes a database ready for probes, said by its master. Each statement may be said again: what
 * is there already stays as it is. Source of the two ways to let a user in by a token: Aurora User
 * Guide, "Creating a database account using IAM authentication".
 * @throws RangeError for a name that can't be quoted as it is
 */
export function preparationOf({ engine, database, user }: Preparation): readonly string[] {
  const tables = [...schema[engine], ...content];
  if (user === undefined) return tables;
  return [...tables, ...grants[engine](name(user), name(database))];
}

const schema: Readonly<Record<Engine, readonly string[]>> = {
  'aurora-postgresql': [
    'CREATE TABLE IF NOT EXISTS singers (id integer PRIMARY KEY, name text NOT NULL)',
    'CREATE TABLE IF NOT EXISTS records (id integer PRIMARY KEY, singer_id integer NOT NULL ' +
      'REFERENCES singers, title text NOT NULL)',
    'CREATE TABLE IF NOT EXISTS probe_rows (run text NOT NULL, path text NOT NULL, ' +
      'client integer NOT NULL, id bigint NOT NULL)',
    'CREATE INDEX IF NOT EXISTS probe_rows_run ON probe_rows (run)',
  ],
  'aurora-mysql': [
    'CREATE TABLE IF NOT EXISTS singers (id INT PRIMARY KEY, name VARCHAR(100) NOT NULL)',
    'CREATE TABLE IF NOT EXISTS records (id INT PRIMARY KEY, singer_id INT NOT NULL, ' +
      'title VARCHAR(100) NOT NULL, FOREIGN KEY (singer_id) REFERENCES singers (id))',
    'CREATE TABLE IF NOT EXISTS probe_rows (run VARCHAR(32) NOT NULL, path VARCHAR(10) NOT NULL, ' +
      'client INT NOT NULL, id BIGINT NOT NULL, INDEX probe_rows_run (run))',
  ],
};

const titles = singers.flatMap(({ records }, index) =>
  records.map((title) => ({ title, singer: index + 1 })),
);

/** Each row is written where it is missing, in a way that both engines understand. */
const content: readonly string[] = [
  ...singers.map(({ name: singer }, index) =>
    unlessThere('singers', index + 1, `${index + 1}, '${singer}'`),
  ),
  ...titles.map(({ title, singer }, index) =>
    unlessThere('records', index + 1, `${index + 1}, ${singer}, '${title}'`),
  ),
];

function unlessThere(table: 'singers' | 'records', id: number, values: string): string {
  return (
    `INSERT INTO ${table} SELECT ${values} FROM (SELECT 1 AS one) AS nothing ` +
    `WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE id = ${id})`
  );
}

const grants: Readonly<Record<Engine, (user: string, database: string) => readonly string[]>> = {
  'aurora-postgresql': (user) => [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${user}') THEN ` +
      `CREATE ROLE ${user} LOGIN; END IF; END $$`,
    `GRANT rds_iam TO ${user}`,
    `GRANT SELECT ON singers, records TO ${user}`,
    `GRANT SELECT, INSERT, DELETE ON probe_rows TO ${user}`,
  ],
  'aurora-mysql': (user, database) => [
    `CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'`,
    `ALTER USER '${user}'@'%' REQUIRE SSL`,
    // To see others' sessions, and so to count connections.
    `GRANT PROCESS ON *.* TO '${user}'@'%'`,
    `GRANT SELECT ON \`${database}\`.* TO '${user}'@'%'`,
    `GRANT INSERT, DELETE ON \`${database}\`.probe_rows TO '${user}'@'%'`,
  ],
};

function name(text: string): string {
  if (/^[a-z][a-z0-9_]{0,31}$/.test(text)) return text;
  throw new RangeError(
    `expected a name of small letters, digits and _, at most 32 of them, found "${text}"`,
  );
}
