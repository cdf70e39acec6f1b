import type { Client, QueryArrayConfig } from 'pg';
import { saysTime } from '../../rules/value.ts';
import type { Value } from '../../rules/value.ts';

/**
 * What PostgreSQL's types are to an assertion, by oid; all others are `other`. Source: PostgreSQL's
 * `pg_type.dat`. `money` isn't a number: its digits depend on the server's language.
 */
const kinds: ReadonlyMap<number, 'boolean' | 'number' | 'text' | 'moment'> = new Map([
  [16, 'boolean'],
  [18, 'text'], // "char"
  [19, 'text'], // name
  [20, 'number'], // int8
  [21, 'number'], // int2
  [23, 'number'], // int4
  [25, 'text'],
  [26, 'number'], // oid
  [700, 'number'], // float4
  [701, 'number'], // float8
  [705, 'text'], // unknown: a literal, before version 10
  [1042, 'text'], // bpchar
  [1043, 'text'], // varchar
  [1082, 'moment'], // date
  [1114, 'moment'], // timestamp
  [1184, 'moment'], // timestamptz
  [1700, 'number'], // numeric
]);

/** As the server writes it: pg would make doubles, and times in the zone of this machine, of it. */
const asWritten = { getTypeParser: () => (text: string) => text };

/** Milliseconds. */
const longestRollback = 2000;

/** The extended protocol takes one statement, and no second one after it. */
interface Asked extends QueryArrayConfig {
  readonly queryMode: 'extended';
}

/**
 * Asks in a transaction that only reads, and rolls it back.
 * @param timeout milliseconds that an answer may take
 */
export async function askPostgresql(
  client: Client,
  statement: string,
  timeout: () => number,
): Promise<Value | undefined> {
  await client.query("BEGIN READ ONLY; SET LOCAL datestyle TO 'ISO'");
  const ask = async (text: string, values: readonly string[] = []) => {
    const config = {
      text,
      values: [...values],
      rowMode: 'array',
      queryMode: 'extended',
      types: asWritten,
      query_timeout: timeout(),
    } satisfies Asked & { query_timeout: number };
    const { rows, fields } = await client.query<(string | null)[]>(config);
    return { value: rows[0]?.[0], type: fields[0]?.dataTypeID ?? 0 };
  };
  try {
    const { value, type } = await ask(statement);
    return value === undefined ? undefined : await valueOf(value, type, ask);
  } finally {
    // One that broke has nothing to roll back; one that still waits for an answer ends with its connection.
    const rollback = { text: 'ROLLBACK', query_timeout: Math.min(timeout(), longestRollback) };
    await client.query(rollback).catch(() => {});
  }
}

type Ask = (
  text: string,
  values?: readonly string[],
) => Promise<{ value?: string | null | undefined }>;

async function valueOf(value: string | null, type: number, ask: Ask): Promise<Value> {
  if (value === null) return { kind: 'null' };
  switch (kinds.get(type)) {
    case 'boolean':
      return { kind: 'boolean', value: value === 't' };
    case 'number':
      return { kind: 'number', text: value };
    case 'text':
      return {
        kind: 'text',
        text: value,
        at: saysTime(value) ? await momentOf(value, ask) : undefined,
      };
    case 'moment': {
      const at = /infinity/.test(value) ? undefined : await momentOf(value, ask);
      if (at !== undefined) return { kind: 'moment', text: value, at };
      break;
    }
    case undefined:
  }
  const { value: name } = await ask('SELECT pg_catalog.format_type($1::oid, NULL)', [String(type)]);
  return { kind: 'other', type: name ?? `of oid ${type}`, text: value };
}

/** In the session's zone where the text names none. @returns undefined for what is no time */
async function momentOf(text: string, ask: Ask): Promise<number | undefined> {
  const toMilliseconds = 'SELECT round(extract(epoch FROM $1::text::timestamptz) * 1000)::bigint';
  const { value } = await ask(toMilliseconds, [text]).catch((error: unknown) => {
    // Class 22, data exception: written as a time, as 2026-02-30 is, and none.
    if (String((error as { code?: unknown }).code).startsWith('22')) return { value: null };
    throw error;
  });
  return typeof value === 'string' ? Number(value) : undefined;
}
