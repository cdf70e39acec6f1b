import { readMatchers, type ValueTest } from './value-matchers.ts';
import { invalidPattern } from './pattern-errors.ts';

/** An event pattern, read: says whether an event matches. */
export type EventPattern = (event: Readonly<Record<string, unknown>>) => boolean;

/**
 * Reads an event pattern. Every field must match; a field lists matchers of which one suffices, or
 * nests a pattern; `$or` lists patterns of which one suffices. Of an event's list, one value
 * suffices.
 * Source: EventBridge User Guide, "Creating event patterns" and "Comparison operators".
 * @throws AwsError `InvalidEventPatternException` for what AWS refuses, `NotSimulated` for matchers
 *   that the simulator doesn't know
 */
export function readEventPattern(pattern: unknown): EventPattern {
  return readFields(pattern, 'the pattern');
}

function readFields(pattern: unknown, where: string): EventPattern {
  if (!isRecord(pattern)) throw invalidPattern(`${where} must be an object`);
  const tests = Object.entries(pattern).map(([field, wanted]) =>
    field === '$or' ? readAlternatives(wanted, where) : readField(field, wanted),
  );
  if (tests.length === 0) throw invalidPattern(`${where} is empty`);
  return (event) => tests.every((test) => test(event));
}

function readAlternatives(wanted: unknown, where: string): EventPattern {
  if (!Array.isArray(wanted) || wanted.length < 2) {
    throw invalidPattern(`$or in ${where} must list two patterns or more`);
  }
  const patterns = wanted.map((pattern) => readFields(pattern, `$or in ${where}`));
  return (event) => patterns.some((matches) => matches(event));
}

function readField(field: string, wanted: unknown): EventPattern {
  if (Array.isArray(wanted)) {
    const test = readMatchers(wanted, field);
    return (event) => testField(test, event, field);
  }
  const nested = readFields(wanted, field);
  return (event) => {
    const value = event[field];
    const candidates: unknown[] = Array.isArray(value) ? value : [value];
    // A nested pattern can still ask that a field be missing where the whole object is.
    return candidates.some((candidate) => nested(isRecord(candidate) ? candidate : {}));
  };
}

function testField(
  test: ValueTest,
  event: Readonly<Record<string, unknown>>,
  field: string,
): boolean {
  const value = Object.hasOwn(event, field) ? event[field] : undefined;
  if (!Array.isArray(value)) return test(isRecord(value) ? undefined : value);
  return value.length === 0 ? test(undefined) : value.some((item) => test(item));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
