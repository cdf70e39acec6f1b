import * as z from 'zod/mini';
import { InvalidEnvironment } from '../../shared/rules/errors.ts';
import { parseJson } from '../../shared/rules/json.ts';

/** A hundred years, in seconds: beyond it lie moments that no date can say. */
const longestAge = 100 * 366 * 24 * 3600;

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/**
 * An operator's own check: a query that gives one value, and what that value must be.
 * `newerThanSeconds` is for freshness: the value is a time, no older than that when the snapshot was
 * taken. `when` says where it holds: of what was `captured`, before applications write to it, or
 * `always`, as where nothing is said.
 */
export const Assertion = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  query: z.string().check(z.minLength(1)),
  expectation: z.union([
    z.strictObject({ equals: Scalar }),
    z.strictObject({ atLeast: z.number() }),
    z.strictObject({ atMost: z.number() }),
    z.strictObject({ newerThanSeconds: z.number().check(z.positive(), z.maximum(longestAge)) }),
  ]),
  when: z.optional(z.enum(['captured', 'always'])),
});
export type Assertion = z.infer<typeof Assertion>;

/**
 * Reads the operator's assertions from the text of a parameter; an empty one is none.
 * @throws InvalidEnvironment saying which field of which assertion is wrong
 */
export function readAssertions(parameter: string): Assertion[] {
  const result = z.array(Assertion).safeParse(parseJson(parameter === '' ? '[]' : parameter));
  if (result.success) return result.data;
  throw new InvalidEnvironment(
    `expected SQL_ASSERTIONS to be a JSON list of assertions: ${z.prettifyError(result.error)}`,
  );
}

/** One thing that was verified. `detail` says what was expected and what was found. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/**
 * Holds a query's value against its expectation.
 * @param value as the driver reads it; numbers may come as text, times as Date
 * @param capturedAt when the snapshot was taken, ISO 8601
 */
export function checkAssertion(assertion: Assertion, value: unknown, capturedAt: string): Check {
  const { expected, passed } = compare(assertion.expectation, value, capturedAt);
  return { name: assertion.name, passed, detail: `expected ${expected}, found ${show(value)}` };
}

function compare(
  expectation: Assertion['expectation'],
  value: unknown,
  capturedAt: string,
): { expected: string; passed: boolean } {
  if ('equals' in expectation) {
    const { equals } = expectation;
    return {
      expected: JSON.stringify(equals),
      passed:
        value === equals ||
        (equals !== null && value !== undefined && text(value) === text(equals)),
    };
  }
  if ('atLeast' in expectation) {
    const { atLeast } = expectation;
    return { expected: `at least ${atLeast}`, passed: number(value) >= atLeast };
  }
  if ('atMost' in expectation) {
    const { atMost } = expectation;
    return { expected: `at most ${atMost}`, passed: number(value) <= atMost };
  }
  const oldest = Date.parse(capturedAt) - expectation.newerThanSeconds * 1000;
  return {
    expected: `a time after ${new Date(oldest).toISOString()}`,
    passed: time(value) >= oldest,
  };
}

function number(value: unknown): number {
  // Either of them is 0 to Number.
  return value === null || value === '' ? NaN : Number(value);
}

function time(value: unknown): number {
  return value instanceof Date ? value.getTime() : Date.parse(String(value));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
}

/** Drivers read dates that aren't any (`0000-00-00`), and numbers that JSON hasn't. */
function show(value: unknown): string {
  if (value === undefined) return 'no row';
  if (typeof value === 'bigint') return String(value);
  if (!(value instanceof Date)) return JSON.stringify(value);
  return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
}
