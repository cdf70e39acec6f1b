import { describe, expect, it } from '@jest/globals';
import {
  longestStatement,
  pinnedByParse,
  pinnedBySql,
} from '../../../aws/databases/pooler/pinning.ts';
import { statementsOf } from '../../../aws/databases/pooler/sql-text.ts';

// Source: RDS User Guide, "Avoiding pinning an RDS Proxy", conditions for RDS for PostgreSQL.
const pinning: Readonly<Record<string, readonly string[]>> = {
  'SQL changed session settings': [
    "SET search_path TO 'orders'",
    'set session statement_timeout = 10',
    'SET LOCAL work_mem = 1',
    'RESET ALL',
    "SELECT set_config('search_path', 'orders', false)",
    'SELECT 1; SET x.y = 1',
  ],
  'a prepared statement was managed': [
    'PREPARE find AS SELECT 1',
    'EXECUTE find',
    'DEALLOCATE find',
    'DEALLOCATE ALL',
  ],
  'the session state was discarded': ['DISCARD ALL', 'DISCARD TEMP'],
  'a temporary object was created': [
    'CREATE TEMP TABLE seen (id integer)',
    'CREATE TEMPORARY TABLE seen (id integer)',
    'CREATE LOCAL TEMPORARY TABLE seen (id integer)',
    'CREATE GLOBAL TEMP TABLE seen (id integer)',
    'CREATE TEMP SEQUENCE ids',
    'CREATE OR REPLACE TEMP VIEW mine AS SELECT 1',
    'CREATE TEMP RECURSIVE VIEW mine (id) AS SELECT 1',
    'SELECT 1 AS id INTO TEMP seen',
  ],
  'a cursor was declared': [
    'DECLARE page CURSOR FOR SELECT 1',
    'BEGIN; DECLARE page CURSOR WITH HOLD FOR SELECT 1; COMMIT',
  ],
  'the session listens on a notification channel': ['LISTEN news'],
  'a library module was loaded': ["LOAD 'auto_explain'"],
  'a sequence was manipulated': ["SELECT nextval('ids')", "SELECT setval('ids', 1)"],
  'an advisory lock was taken': [
    'SELECT pg_advisory_lock(1)',
    'SELECT pg_advisory_lock_shared(1)',
    'SELECT pg_try_advisory_lock(1)',
    'SELECT pg_try_advisory_lock_shared(1)',
    'SELECT pg_advisory_unlock(1)',
    'SELECT pg_advisory_unlock_all()',
  ],
  'a statement is longer than 16 KB': [`SELECT ${'1+'.repeat(longestStatement / 2)}1`],
};

const free: readonly string[] = [
  'SELECT 1',
  '',
  'BEGIN; INSERT INTO notes VALUES (1); COMMIT',
  "SELECT 'SET search_path'",
  "INSERT INTO notes VALUES ('; LISTEN news')",
  "SELECT 'it''s; SET x = 1'",
  String.raw`SELECT E'it\'s; SET x = 1'`,
  'SELECT $$; SET x = 1; $$',
  'SELECT $tag$ $$; SET x = 1 $tag$',
  'SELECT 1 -- ; SET x = 1',
  '/* SET x = 1; /* LISTEN news */ */ SELECT 1',
  "UPDATE notes SET text = 'x'",
  'SELECT settings FROM offsets',
  "SELECT pg_notify('news', 'x')",
  'NOTIFY news',
  'UNLISTEN news',
  'SELECT pg_advisory_xact_lock(1)',
  'SELECT pg_advisory_xact_lock_shared(1)',
  'SELECT pg_try_advisory_xact_lock(1)',
  'SELECT lastval()',
  'SHOW search_path',
  "PREPARE TRANSACTION 'x'",
  'SELECT 1 INTO seen',
  'CREATE TABLE temporary (id integer)',
  'SELECT nextval FROM notes',
];

describe('what pins a session', () => {
  it.each(
    Object.entries(pinning).flatMap(([why, all]) => all.map((sql) => [sql.slice(0, 60), sql, why])),
  )('%s pins', (_, sql = '', why) => {
    expect(pinnedBySql(sql)).toBe(why);
    expect(pinnedByParse('', sql)).toBe(why);
  });

  it.each(free)('%s does not pin', (sql) => {
    expect(pinnedBySql(sql)).toBeUndefined();
  });

  it('a statement with a name pins, whatever it says, and one without a name does not', () => {
    expect(pinnedByParse('find', 'SELECT 1')).toBe('a prepared statement was managed');
    expect(pinnedByParse('', 'SELECT 1')).toBeUndefined();
  });

  it('a text is taken apart at the semicolons that end statements', () => {
    expect(statementsOf("SELECT ';'; SELECT 2 /* ; */ -- ;\n ;; SELECT $1")).toEqual([
      'SELECT',
      'SELECT 2',
      'SELECT $1',
    ]);
  });

  it.each(["SELECT 'open", 'SELECT $$ open', '/* open', '-- open', String.raw`SELECT E'\'`])(
    'what is not closed ends with the text: %s',
    (sql) => {
      expect(statementsOf(`${sql}; SET x = 1`)).not.toContain('SET x = 1');
    },
  );
});
