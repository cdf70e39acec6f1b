import { zonedMoment } from '../../../functions/target/rules/value.ts';
import type { Value } from '../../../functions/target/rules/value.ts';

/** A value as a driver reads it, or as an engine in memory has it, as assertions take it. */
export function plainValue(plain: unknown): Value {
  if (plain === null) return { kind: 'null' };
  if (typeof plain === 'boolean') return { kind: 'boolean', value: plain };
  if (plain instanceof Date && !Number.isNaN(plain.getTime())) {
    return { kind: 'moment', text: plain.toISOString(), at: plain.getTime() };
  }
  if (typeof plain === 'number' || typeof plain === 'bigint') {
    return { kind: 'number', text: String(plain) };
  }
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
  return { kind: 'text', text, at: zonedMoment(text) };
}

/** The first value of the first row; undefined without a row. */
export function firstValue(rows: readonly Readonly<Record<string, unknown>>[]): Value | undefined {
  const [row] = rows;
  const plain = row && Object.values(row)[0];
  return plain === undefined ? undefined : plainValue(plain);
}
