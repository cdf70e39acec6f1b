import * as z from 'zod/mini';
import { InvalidEnvironment } from '../../shared/rules/errors.ts';
import { parseJson } from '../../shared/rules/json.ts';
import { compareNumerals, isNumeral } from './decimal.ts';
import { zonedMoment } from './value.ts';
import type { Value } from './value.ts';

/** A hundred years, in seconds: beyond it lie moments that no date can say. */
const longestAge = 100 * 366 * 24 * 3600;

/** JSON's numbers are doubles here: what they can't tell from its neighbours is written as text. */
const ExactNumber = z
  .number()
  .check(
    z.refine(
      (number) => Math.abs(number) <= Number.MAX_SAFE_INTEGER,
      'expected a number that JSON keeps exactly; write one beyond 9007199254740991 as text, in quotes',
    ),
  );
const Scalar = z.union([z.string(), ExactNumber, z.boolean(), z.null()]);
const Bound = z.union([
  ExactNumber,
  z.string().check(z.regex(/^-?(0|[1-9]\d*)(\.\d+)?$/, 'expected a number, as it is or as text')),
]);

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
    z.strictObject({ atLeast: Bound }),
    z.strictObject({ atMost: Bound }),
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
 * Holds a query's value against its expectation. A value of a kind that the expectation can't be held
 * against fails, and the check says why.
 * @param value undefined where there was no row
 * @param capturedAt when the snapshot was taken, ISO 8601
 */
export function checkAssertion(
  { name, expectation }: Assertion,
  value: Value | undefined,
  capturedAt: string,
): Check {
  const { expected, verdict } = compare(expectation, value, capturedAt);
  const why = typeof verdict === 'string' ? `: ${verdict}` : '';
  return {
    name,
    passed: verdict === true,
    detail: `expected ${expected}, found ${show(value)}${why}`,
  };
}

/** Whether it holds, or why it can't be said to. */
type Verdict = boolean | string;

function compare(
  expectation: Assertion['expectation'],
  value: Value | undefined,
  capturedAt: string,
): { expected: string; verdict: Verdict } {
  if ('equals' in expectation) {
    const { equals } = expectation;
    return { expected: JSON.stringify(equals), verdict: isEqual(equals, value) };
  }
  if ('atLeast' in expectation) {
    const { atLeast } = expectation;
    const verdict = holds(value, atLeast, (sign) => sign >= 0);
    return { expected: `at least ${atLeast}`, verdict };
  }
  if ('atMost' in expectation) {
    const { atMost } = expectation;
    return { expected: `at most ${atMost}`, verdict: holds(value, atMost, (sign) => sign <= 0) };
  }
  const oldest = Date.parse(capturedAt) - expectation.newerThanSeconds * 1000;
  return {
    expected: `a time after ${new Date(oldest).toISOString()}`,
    verdict: isNewer(value, oldest),
  };
}

function isEqual(expected: z.infer<typeof Scalar>, value: Value | undefined): Verdict {
  if (value === undefined) return false;
  if (expected === null || value.kind === 'null') return expected === null && value.kind === 'null';
  switch (value.kind) {
    case 'boolean':
      return typeof expected === 'number'
        ? `${kindText(value)} is no number`
        : String(value.value) === String(expected);
    case 'number':
      if (typeof expected === 'boolean') {
        return `${kindText(value)} is neither true nor false; MySQL says 1 and 0`;
      }
      return value.text === String(expected) || compareIfNumbers(value.text, String(expected));
    case 'text':
      return (
        value.text === String(expected) ||
        (typeof expected === 'number' && compareIfNumbers(value.text, String(expected)))
      );
    case 'moment':
      return value.text === expected || zonedMoment(String(expected)) === value.at;
    case 'other':
      return value.text === String(expected);
  }
}

function compareIfNumbers(one: string, other: string): boolean {
  return isNumeral(one) && isNumeral(other) && compareNumerals(one, other) === 0;
}

function holds(
  value: Value | undefined,
  bound: number | string,
  fits: (sign: number) => boolean,
): Verdict {
  if (value === undefined || value.kind === 'null') return false;
  const isNumber = (value.kind === 'number' || value.kind === 'text') && isNumeral(value.text);
  if (!isNumber) return `${kindText(value)} is no number that can be compared`;
  return fits(compareNumerals(value.text, String(bound)));
}

/** A text is a time where it is written as one: ISO 8601, with its zone or in that of the session. */
function isNewer(value: Value | undefined, oldest: number): Verdict {
  if (value === undefined || value.kind === 'null') return false;
  if ((value.kind === 'moment' || value.kind === 'text') && value.at !== undefined) {
    return value.at >= oldest;
  }
  return `${kindText(value)} is no date or time; have the query give a timestamp`;
}

function kindText(value: Value): string {
  return value.kind === 'other' ? `a value of the type ${value.type}` : `a ${value.kind}`;
}

/** The longest value that is shown. */
const mostShown = 200;

function show(value: Value | undefined): string {
  if (value === undefined) return 'no row';
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.text.slice(0, mostShown);
    case 'text':
      return JSON.stringify(value.text.slice(0, mostShown));
    case 'moment':
      return Math.abs(value.at) <= furthestDate ? new Date(value.at).toISOString() : value.text;
    case 'other':
      return `${value.type} ${value.text.slice(0, mostShown)}`;
  }
}

/** Milliseconds from 1970 that a Date can say, one way and the other. Source: ECMAScript, "Time Values". */
const furthestDate = 8.64e15;
