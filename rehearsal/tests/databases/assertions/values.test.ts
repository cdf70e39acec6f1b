import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkAssertion } from '../../../../functions/target/rules/assertion.ts';
import type { Value } from '../../../../functions/target/rules/value.ts';
import type { SqlConnection } from '../../../../functions/target/ports/sql.ts';
import { installedEngines } from '../support.ts';
import { openAssertionBench, type AssertionBench } from './bench.ts';

const engines = await installedEngines();

/** When the snapshots were taken of which the values below are. */
const capturedAt = '2026-01-05T10:30:00.000Z';

/** What the assertions of one kind each make of a value: equals its own text, 5 at least, 5 at most, fresh. */
type Row = readonly [
  expression: string,
  own: string | number | boolean | null,
  atLeast5: boolean,
  atMost5: boolean,
  fresh: boolean,
];

/** Every base type of PostgreSQL that it answers with, and what is derived from one. */
const ofPostgresql: readonly Row[] = [
  ['7::int2', 7, true, false, false],
  ['7::int4', 7, true, false, false],
  ['9223372036854775807::int8', '9223372036854775807', true, false, false],
  ['5.000000000000000000001::numeric', '5.000000000000000000001', true, false, false],
  ['4.999999999999999999999::numeric', '4.999999999999999999999', false, true, false],
  ["'NaN'::numeric", 'NaN', false, false, false],
  ["'Infinity'::numeric", 'Infinity', true, false, false],
  ["'-Infinity'::float8", '-Infinity', false, true, false],
  ["'NaN'::float8", 'NaN', false, false, false],
  ['0.1::float4', 0.1, false, true, false],
  ['1e300::float8', '1e+300', true, false, false],
  ["'7.00'::money", '$7.00', false, false, false],
  ["'7'::text", 7, true, false, false],
  ["'abc'::text", 'abc', false, false, false],
  ["''::text", '', false, false, false],
  ["'7'::varchar(3)", '7', true, false, false],
  ["'a'::char(3)", 'a  ', false, false, false],
  ['\'a\'::"char"', 'a', false, false, false],
  ["'pg'::name", 'pg', false, false, false],
  ['true', true, false, false, false],
  ['false', false, false, false, false],
  ["'2026-01-05'::date", '2026-01-05', false, false, false],
  ["'2026-01-06'::date", '2026-01-06', false, false, true],
  ["'infinity'::date", 'infinity', false, false, false],
  ["'10:29:30'::time", '10:29:30', false, false, false],
  ["'10:29:30+00'::timetz", '10:29:30+00', false, false, false],
  ["'2026-01-05 10:29:30'::timestamp", '2026-01-05 10:29:30', false, false, true],
  ["'2026-01-05 10:28:30'::timestamp", '2026-01-05 10:28:30', false, false, false],
  ["'infinity'::timestamp", 'infinity', false, false, false],
  ["'2026-01-05 11:29:30.5+01'::timestamptz", '2026-01-05T10:29:30.5Z', false, false, true],
  ["'2026-01-05 10:28:59.999Z'::timestamptz", '2026-01-05T10:28:59.999Z', false, false, false],
  ["'infinity'::timestamptz", 'infinity', false, false, false],
  ["'-infinity'::timestamptz", '-infinity', false, false, false],
  ["'0044-03-15 BC'::timestamptz", '0044-03-15 00:00:00+00 BC', false, false, false],
  ["'1 day'::interval", '1 day', false, false, false],
  ["'7'::json", '7', false, false, false],
  [`'{"a": 1}'::jsonb`, '{"a": 1}', false, false, false],
  [
    "'11111111-1111-1111-1111-111111111111'::uuid",
    '11111111-1111-1111-1111-111111111111',
    false,
    false,
    false,
  ],
  ["'\\x37'::bytea", '\\x37', false, false, false],
  ['ARRAY[7]', '{7}', false, false, false],
  ["ARRAY['7']::text[]", '{7}', false, false, false],
  ["'[1,7)'::int4range", '[1,7)', false, false, false],
  ["'10.0.0.7'::inet", '10.0.0.7', false, false, false],
  ["'10.0.0.0/8'::cidr", '10.0.0.0/8', false, false, false],
  ["'08:00:2b:01:02:03'::macaddr", '08:00:2b:01:02:03', false, false, false],
  ["B'111'", '111', false, false, false],
  ["'111'::varbit", '111', false, false, false],
  ["'<a/>'::xml", '<a/>', false, false, false],
  ["'(1,2)'::point", '(1,2)', false, false, false],
  ["to_tsvector('simple', 'a')", "'a':1", false, false, false],
  ["'0/7'::pg_lsn", '0/7', false, false, false],
  ['7::oid', 7, true, false, false],
  ["'pg_class'::regclass", 'pg_class', false, false, false],
  ['ROW(7)', '(7)', false, false, false],
  ['NULL', null, false, false, false],
  ['NULL::timestamptz', null, false, false, false],
  ["'2026-01-05T10:29:30Z'::text", '2026-01-05T10:29:30Z', false, false, true],
  ["'2026-01-05 10:29:30'::text", '2026-01-05 10:29:30', false, false, true],
  ["'2026-02-30'::text", '2026-02-30', false, false, false],
  ["'2026'::text", '2026', true, false, false],
];

/** Every column type of MySQL and MariaDB; `t` has one of each. */
const ofMysql: readonly Row[] = [
  ['CAST(7 AS SIGNED)', 7, true, false, false],
  ['tiny', -7, false, true, false],
  ['truth', 1, false, true, false],
  ['small', 7, true, false, false],
  ['medium', 7, true, false, false],
  ['plain', 7, true, false, false],
  ['big', '18446744073709551615', true, false, false],
  ['exact', '5.000000000000000000001', true, false, false],
  ['single', 0.5, false, true, false],
  ['double_', '1e300', true, false, false],
  ['bits', 5, true, true, false],
  ['mood', 'glad', false, false, false],
  ['moods', 'glad,sad', false, false, false],
  ['document', '{"a": 1}', false, false, false],
  ['day', '2026-01-05', false, false, false],
  ['no_day', '0000-00-00', false, false, false],
  ['moment', '2026-01-05 10:29:30.250', false, false, true],
  ['no_moment', '0000-00-00 00:00:00', false, false, false],
  ['stamp', '2026-01-05 10:29:30', false, false, true],
  ['clock', '10:29:30', false, false, false],
  ['annum', 2026, true, false, false],
  ['fixed', 'a', false, false, false],
  ['some_text', '7', true, false, false],
  ['long_', 'abc', false, false, false],
  ['fixed_bytes', '0x37', false, false, false],
  ['some_bytes', '0x37', false, false, false],
  ['blob_', '0x37', false, false, false],
  ['shape', '0x000000000101000000000000000000f03f0000000000000040', false, false, false],
  ['NULL', null, false, false, false],
  ["''", '', false, false, false],
  ["'2026-01-05T10:29:30Z'", '2026-01-05T10:29:30Z', false, false, true],
  ["'2026-01-05 10:29:30'", '2026-01-05 10:29:30', false, false, true],
  ["'2026-02-31 10:29:30'", '2026-02-31 10:29:30', false, false, false],
];

const columns = [
  'tiny TINYINT',
  'truth BOOLEAN',
  'small SMALLINT UNSIGNED',
  'medium MEDIUMINT',
  'plain INT',
  'big BIGINT UNSIGNED',
  'exact DECIMAL(60,21)',
  'single FLOAT',
  'double_ DOUBLE',
  'bits BIT(8)',
  "mood ENUM('glad','sad')",
  "moods SET('glad','sad')",
  'document JSON',
  'day DATE',
  'no_day DATE',
  'moment DATETIME(3)',
  'no_moment DATETIME',
  'stamp TIMESTAMP NULL',
  'clock TIME',
  'annum YEAR',
  'fixed CHAR(3)',
  'some_text VARCHAR(3)',
  'long_ LONGTEXT',
  'fixed_bytes BINARY(1)',
  'some_bytes VARBINARY(3)',
  'blob_ BLOB',
  'shape POINT',
].join(', ');
const contents =
  "-7, TRUE, 7, 7, 7, 18446744073709551615, 5.000000000000000000001, 0.5, 1e300, b'101', 'glad', " +
  "'glad,sad', '{\"a\": 1}', '2026-01-05', '0000-00-00', '2026-01-05 10:29:30.250', " +
  "'0000-00-00 00:00:00', '2026-01-05 10:29:30', '10:29:30', 2026, 'a', '7', 'abc', '7', '7', '7', " +
  'POINT(1, 2)';

const tables = [
  { name: 'PostgreSQL', rows: ofPostgresql, from: '' },
  { name: 'MariaDB', rows: ofMysql, from: ' FROM held.t' },
];

describe.each(engines)('values of a real $name', ({ name, create }) => {
  const { rows, from } = tables.find((table) => table.name === name) ?? { rows: [], from: '' };
  let asked: AssertionBench;
  let connection: SqlConnection;
  beforeAll(async () => {
    asked = await openAssertionBench(create);
    if (name === 'MariaDB') {
      await asked.session.query("SET SESSION sql_mode = ''");
      await asked.session.query('CREATE DATABASE held');
      await asked.session.query(`CREATE TABLE held.t (${columns})`);
      await asked.session.query(`INSERT INTO held.t VALUES (${contents})`);
    }
    connection = await asked.verifier();
  });
  afterAll(() => asked.end());

  it.each(rows)(
    'the value %s is held against every kind of expectation',
    async (expression, own, ...verdicts) => {
      const value = await connection.ask(`SELECT ${expression}${from}`);
      const kinds = [{ atLeast: 5 }, { atMost: 5 }, { newerThanSeconds: 60 }];
      const checks = kinds.map((expectation) => check(expectation, value));

      expect(check({ equals: own }, value)).toMatchObject({ passed: true });
      expect(checks.map(({ passed }) => passed)).toEqual(verdicts);
      // What can't be held against an expectation says so.
      const isNull = value?.kind === 'null';
      const times = checks.at(-1);
      expect(/no date or time/.test(times?.detail ?? '')).toBe(
        !isNull && value?.kind !== 'moment' && !(value?.kind === 'text' && value.at !== undefined),
      );
    },
  );

  it('no row is no value', async () => {
    expect(await connection.ask('SELECT 1 FROM (SELECT 1 AS a) AS t WHERE a = 2')).toBeUndefined();
  });
});

function check(
  expectation: Parameters<typeof checkAssertion>[0]['expectation'],
  value: Value | undefined,
) {
  return checkAssertion({ name: 'held', query: 'SELECT 1', expectation }, value, capturedAt);
}
