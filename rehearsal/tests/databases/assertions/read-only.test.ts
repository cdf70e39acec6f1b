import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whyNotAsked } from '../../../../functions/target/rules/query-text.ts';
import type { SqlConnection } from '../../../aws/databases/connection.ts';
import { installedEngines } from '../support.ts';
import { openAssertionBench, type AssertionBench } from './bench.ts';

const engines = await installedEngines();

/** What a server refuses by itself, for it was asked in a transaction that only reads, or has two statements. */
const refused = {
  PostgreSQL: [
    'INSERT INTO kept VALUES (2)',
    'UPDATE kept SET id = 2',
    'DELETE FROM kept',
    'TRUNCATE kept',
    'DROP TABLE kept',
    'CREATE TABLE more (id int)',
    'SELECT 1; DROP TABLE kept',
    'COMMIT; DROP TABLE kept',
    'ROLLBACK; DROP TABLE kept; BEGIN',
    'WITH gone AS (DELETE FROM kept RETURNING id) SELECT id FROM gone',
    'SELECT id INTO more FROM kept',
    'SELECT id FROM kept FOR UPDATE',
    "SELECT nextval('counted')",
    "SELECT setval('counted', 99)",
    'SELECT write_one()',
    'SELECT write_and_commit()',
    "SELECT set_config('transaction_read_only', 'off', false), write_one()",
    'EXPLAIN ANALYZE DELETE FROM kept',
    'CALL write_by_procedure()',
    'DO $$ BEGIN COMMIT; DELETE FROM kept; END $$',
    "COPY kept TO PROGRAM 'true'",
  ],
  MariaDB: [
    'INSERT INTO held.kept VALUES (2)',
    'UPDATE held.kept SET id = 2',
    'DELETE FROM held.kept',
    'SELECT 1; DROP TABLE held.kept',
    'COMMIT; DROP TABLE held.kept',
    'SELECT NEXTVAL(held.counted)',
    'SELECT held.write_one()',
    'SELECT held.write_one() FROM held.kept',
    "SELECT 1 INTO OUTFILE '/tmp/understudy'",
  ],
} as const;

/** What is let through: after it, nothing is left either. */
const letThrough = {
  PostgreSQL: [
    'COMMIT',
    'COMMIT AND CHAIN',
    'LOCK TABLE kept IN EXCLUSIVE MODE',
    'NOTIFY kept',
    'SET TRANSACTION READ WRITE',
    'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE',
    "SELECT set_config('default_transaction_read_only', 'off', false)",
    'SELECT pg_advisory_lock(7)',
    'SELECT pg_notify($$kept$$, $$x$$)',
  ],
  MariaDB: [
    'COMMIT',
    'COMMIT AND CHAIN',
    'SET SESSION TRANSACTION READ WRITE',
    'SELECT @a := 7',
    "SELECT GET_LOCK('kept', 0)",
    'SELECT id FROM held.kept FOR UPDATE',
  ],
} as const;

/** What a server would do all the same: MariaDB ends the transaction for these. They are never asked. */
const neverAsked = [
  'TRUNCATE held.kept',
  'DROP TABLE held.kept',
  '/**/ DROP TABLE held.kept',
  '-- SELECT\nDROP TABLE held.kept',
  'CREATE TABLE held.more (id INT)',
  'CALL held.write_by_procedure()',
  'BEGIN NOT ATOMIC COMMIT; DELETE FROM held.kept; END',
  "PREPARE TRANSACTION 'left'",
  'XA START "left"',
  'SELECT 1 /*!50000 INTO OUTFILE "/tmp/x" */',
] as const;

const preparations = {
  PostgreSQL: [
    'CREATE TABLE kept (id int)',
    'INSERT INTO kept VALUES (1)',
    'CREATE SEQUENCE counted',
    'CREATE FUNCTION write_one() RETURNS int LANGUAGE sql AS $$ INSERT INTO kept VALUES (3) RETURNING id $$',
    'CREATE FUNCTION write_and_commit() RETURNS int LANGUAGE plpgsql AS $$ BEGIN COMMIT; INSERT INTO kept VALUES (4); RETURN 1; END $$',
    'CREATE PROCEDURE write_by_procedure() LANGUAGE plpgsql AS $$ BEGIN COMMIT; INSERT INTO kept VALUES (5); END $$',
  ],
  MariaDB: [
    'CREATE DATABASE held',
    'CREATE TABLE held.kept (id INT)',
    'INSERT INTO held.kept VALUES (1)',
    'CREATE SEQUENCE held.counted',
    'CREATE FUNCTION held.write_one() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO held.kept VALUES (3); RETURN 3; END',
    'CREATE PROCEDURE held.write_by_procedure() BEGIN COMMIT; INSERT INTO held.kept VALUES (5); END',
  ],
} as const;

/** All that an attempt could have changed. */
const state = {
  PostgreSQL:
    "SELECT (SELECT json_agg(id) FROM kept)::text AS rows, (SELECT count(*) FROM pg_class WHERE relname = 'more') AS tables, " +
    '(SELECT last_value FROM counted) AS counted, (SELECT count(*) FROM pg_locks WHERE locktype = $$advisory$$) AS locks, ' +
    '(SELECT count(*) FROM pg_prepared_xacts) AS prepared',
  MariaDB:
    "SELECT (SELECT GROUP_CONCAT(id) FROM held.kept) AS contents, (SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'more') AS tables, " +
    "(SELECT next_not_cached_value FROM held.counted) AS counted, IS_FREE_LOCK('kept') AS locks",
} as const;

describe.each(engines)('what an assertion can do to a real $name', ({ name, create }) => {
  const engine = name as keyof typeof state;
  let asked: AssertionBench;
  let session: SqlConnection;
  let before: unknown;
  beforeAll(async () => {
    asked = await openAssertionBench(create);
    session = asked.session;
    for (const statement of preparations[engine]) await session.query(statement);
    before = await session.query(state[engine]);
  });
  afterAll(() => asked.end());

  it.each(refused[engine])('the server refuses it, and nothing has changed: %s', async (text) => {
    const connection = await asked.verifier();
    await expect(connection.ask(text)).rejects.toThrow(/\w/);
    await connection.close();
    expect(await session.query(state[engine])).toEqual(before);
  });

  it.each(letThrough[engine])('nothing is left after it, whatever follows: %s', async (text) => {
    const connection = await asked.verifier();
    await connection.ask(text).catch(() => undefined);
    const write = { PostgreSQL: 'SELECT write_one()', MariaDB: 'SELECT held.write_one()' }[engine];
    await expect(connection.ask(write)).rejects.toMatchObject({ name: 'ReadOnly' });
    await connection.close();
    expect(await session.query(state[engine])).toEqual(before);
  });

  it('a text that isn’t a query is not asked at all', () => {
    const texts = [...refused[engine], ...letThrough[engine], ...neverAsked];
    const askedNone = texts.filter(
      (text) => !/^(SELECT|WITH|EXPLAIN)/.test(text) || /[*]!/.test(text),
    );
    expect(askedNone.filter((text) => whyNotAsked(text) === undefined)).toEqual([]);
  });

  it('a statement that takes too long is AnswerLate, and the next connection is none the worse', async () => {
    const slow = { PostgreSQL: 'SELECT pg_sleep(30)', MariaDB: 'SELECT SLEEP(30) FROM held.kept' }[
      engine
    ];
    const byServer = await asked.verifier({ statement: 300 });
    await expect(byServer.ask(slow)).rejects.toMatchObject({ name: 'AnswerLate' });
    await byServer.close();
    const byClient = await asked.verifier({ statement: 20_000, all: 500 });
    const begun = performance.now();
    await expect(byClient.ask(slow)).rejects.toMatchObject({ name: 'AnswerLate' });
    await expect(byClient.query('SELECT 1')).rejects.toMatchObject({ name: 'AnswerLate' });
    await byClient.close();
    expect(performance.now() - begun).toBeLessThan(5000);
    const next = await asked.verifier();
    expect(await next.ask('SELECT 1')).toEqual({ kind: 'number', text: '1' });
  });
});
