import { notSimulated } from '../typed-operation.ts';
import { readNumeric } from './numeric-matcher.ts';
import { invalidPattern } from './pattern-errors.ts';

/** Tests one value of an event; undefined stands for a field that isn't there. */
export type ValueTest = (value: unknown) => boolean;

type Scalar = string | number | boolean | null;

/** What reads each matcher; any other is refused by name. */
const matchers: Readonly<Record<string, (wanted: unknown, field: string) => ValueTest>> = {
  prefix: (wanted, field) => onEnd(wanted, field, (value, text) => value.startsWith(text)),
  suffix: (wanted, field) => onEnd(wanted, field, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (wanted, field) =>
    onText(wanted, field, (value, text) => value.toLowerCase() === text.toLowerCase()),
  'anything-but': anythingBut,
  exists: (wanted, field) => {
    if (typeof wanted !== 'boolean') throw invalidPattern(`exists of ${field} must be a boolean`);
    return (value) => (value !== undefined) === wanted;
  },
  numeric: readNumeric,
};

/** Reads a field's list of values and matchers, of which one suffices. */
export function readMatchers(wanted: readonly unknown[], field: string): ValueTest {
  if (wanted.length === 0) throw invalidPattern(`${field} lists nothing`);
  const tests = wanted.map((item) => readMatcher(item, field));
  return (value) => tests.some((test) => test(value));
}

function readMatcher(item: unknown, field: string): ValueTest {
  if (isScalar(item)) return (value) => value === item;
  const [entry, ...others] = Object.entries(item ?? {});
  if (Array.isArray(item) || entry === undefined || others.length > 0) {
    throw invalidPattern(`${field} must list values, and objects of one matcher each`);
  }
  const [name, wanted] = entry;
  const read = Object.hasOwn(matchers, name) ? matchers[name] : undefined;
  if (read === undefined) throw notSimulated(`the matcher "${name}" of ${field}`);
  return read(wanted, field);
}

/** Matches a value that is there and is none of those listed, or fails the matcher given. */
function anythingBut(wanted: unknown, field: string): ValueTest {
  if (isScalar(wanted)) return (value) => value !== undefined && value !== wanted;
  if (Array.isArray(wanted)) {
    if (wanted.length === 0 || !wanted.every(isScalar)) {
      throw invalidPattern(`anything-but of ${field} must list values`);
    }
    return (value) => value !== undefined && !wanted.some((other) => other === value);
  }
  const [name = ''] = Object.keys(wanted ?? {});
  if (name !== 'prefix' && name !== 'suffix' && name !== 'equals-ignore-case') {
    throw notSimulated(`the matcher "anything-but" of "${name}" of ${field}`);
  }
  const excluded = readMatcher(wanted, field);
  return (value) => value !== undefined && !excluded(value);
}

/**
 * A prefix or suffix, or one of which the case doesn't matter. Source: EventBridge User Guide,
 * "Comparison operators", "Begins with (ignore case)" and "Ends with (ignore case)".
 */
function onEnd(
  wanted: unknown,
  field: string,
  compare: (value: string, wanted: string) => boolean,
): ValueTest {
  if (typeof wanted !== 'object' || wanted === null) return onText(wanted, field, compare);
  const [[name, text] = [], ...others] = Object.entries(wanted as Record<string, unknown>);
  if (name !== 'equals-ignore-case' || others.length > 0) {
    throw notSimulated(`a matcher of ${field} within a prefix or suffix but equals-ignore-case`);
  }
  return onText(text, field, (value, end) => compare(value.toLowerCase(), end.toLowerCase()));
}

function onText(
  wanted: unknown,
  field: string,
  compare: (value: string, wanted: string) => boolean,
): ValueTest {
  if (typeof wanted !== 'string') throw notSimulated(`a matcher of ${field} that isn't given text`);
  return (value) => typeof value === 'string' && compare(value, wanted);
}

function isScalar(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}
