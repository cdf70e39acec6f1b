import { describe, expect, it } from '@jest/globals';
// Gives messages their language, as in every function.
import '../../../../functions/shared/rules/formats.ts';
import {
  Assertion,
  checkAssertion,
  readAssertions,
} from '../../../../functions/target/rules/assertion.ts';

const capturedAt = '2026-01-05T10:30:00.000Z';

function check(expectation: Assertion['expectation'], value: unknown) {
  return checkAssertion({ name: 'a check', query: 'SELECT 1', expectation }, value, capturedAt);
}

describe('an assertion that holds', () => {
  it.each([
    ['equals', { equals: 42 }, 42],
    ['equals, the number as text', { equals: 42 }, '42'],
    ['equals, the number as a bigint', { equals: 42 }, 42n],
    ['equals text', { equals: 'open' }, 'open'],
    ['equals true', { equals: true }, true],
    ['equals null', { equals: null }, null],
    ['equals a time as text', { equals: capturedAt }, new Date(capturedAt)],
    ['atLeast', { atLeast: 10 }, 10],
    ['atLeast, the number as text', { atLeast: 10 }, '10.5'],
    ['atMost', { atMost: 10 }, 10],
    ['atMost zero', { atMost: 0 }, 0],
    ['newer, a Date', { newerThanSeconds: 60 }, new Date('2026-01-05T10:29:00.000Z')],
    ['newer, text', { newerThanSeconds: 60 }, '2026-01-05T10:29:30Z'],
  ] as const)('an assertion holds: %s', (_what, expectation, value) => {
    expect(check(expectation, value)).toMatchObject({ name: 'a check', passed: true });
  });
});

describe('an assertion that fails', () => {
  it.each([
    ['equals another number', { equals: 42 }, 41, 'expected 42, found 41'],
    ['equals without a row', { equals: 42 }, undefined, 'expected 42, found no row'],
    ['equals the text "null"', { equals: null }, 'null', 'expected null, found "null"'],
    ['equals null', { equals: 0 }, null, 'expected 0, found null'],
    ['atLeast below', { atLeast: 10 }, 9.99, 'expected at least 10, found 9.99'],
    ['atLeast without a row', { atLeast: 0 }, undefined, 'expected at least 0, found no row'],
    ['atLeast of NULL', { atLeast: 0 }, null, 'expected at least 0, found null'],
    ['atLeast of empty text', { atLeast: 0 }, '', 'found ""'],
    ['atLeast of no number', { atLeast: 0 }, 'many', 'found "many"'],
    ['atMost above', { atMost: 10 }, 11, 'expected at most 10, found 11'],
    ['atMost of NULL', { atMost: 10 }, null, 'expected at most 10, found null'],
    [
      'newer than it is',
      { newerThanSeconds: 60 },
      new Date('2026-01-05T10:28:59.999Z'),
      'expected a time after 2026-01-05T10:29:00.000Z, found 2026-01-05T10:28:59.999Z',
    ],
    ['newer of NULL', { newerThanSeconds: 60 }, null, 'found null'],
    ['newer without a row', { newerThanSeconds: 60 }, undefined, 'found no row'],
    [
      'newer of a date that is none',
      { newerThanSeconds: 60 },
      new Date('0000-00-00'),
      'invalid date',
    ],
    ['equals a date that is none', { equals: '' }, new Date('0000-00-00'), 'found an invalid date'],
    ['equals "no row" without a row', { equals: 'no row' }, undefined, 'found no row'],
    ['newer of no time', { newerThanSeconds: 60 }, 'lately', 'found "lately"'],
  ] as const)(
    'an assertion fails and tells both values: %s',
    (_what, expectation, value, detail) => {
      expect(check(expectation, value)).toEqual({
        name: 'a check',
        passed: false,
        detail: expect.stringContaining(detail),
      });
    },
  );
});

describe("an operator's assertion", () => {
  const assertion = { name: 'orders', query: 'SELECT count(*)', expectation: { atLeast: 1 } };

  it("an operator's assertion is read", () => {
    expect(Assertion.parse(assertion)).toEqual(assertion);
  });

  it.each(['captured', 'always'])(
    "an operator's assertion is read with the moment at which it holds: %s",
    (when) => {
      expect(Assertion.parse({ ...assertion, when })).toEqual({ ...assertion, when });
    },
  );

  it('assertions are read from the parameter, and none from an empty one', () => {
    expect(readAssertions(JSON.stringify([assertion, assertion]))).toEqual([assertion, assertion]);
    expect(readAssertions('')).toEqual([]);
    expect(readAssertions('[]')).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 'expected array'],
    ['no list', JSON.stringify(assertion), 'expected array'],
    ['a wrong field', JSON.stringify([{ ...assertion, query: '' }]), 'at [0].query'],
  ])('an assertion parameter that is %s is refused by name', (_what, parameter, why) => {
    const refused = (): unknown => readAssertions(parameter);
    expect(refused).toThrow(
      expect.objectContaining({
        name: 'InvalidEnvironment',
        message: expect.stringMatching(
          /^expected SQL_ASSERTIONS to be a JSON list of assertions: ./,
        ),
      }),
    );
    expect(refused).toThrow(why);
  });

  it.each([
    ['without an expectation', { ...assertion, expectation: {} }],
    ['with two expectations', { ...assertion, expectation: { atLeast: 1, atMost: 2 } }],
    ['with an unknown expectation', { ...assertion, expectation: { like: 'a' } }],
    ['with an unknown field', { ...assertion, severity: 'low' }],
    ['with a moment that is none', { ...assertion, when: 'live' }],
    ['without a name', { ...assertion, name: '' }],
    ['without a query', { ...assertion, query: '' }],
    ['with an age that is none', { ...assertion, expectation: { newerThanSeconds: 0 } }],
    ['with an age before all dates', { ...assertion, expectation: { newerThanSeconds: 1e15 } }],
  ])('an assertion is refused %s', (_what, document) => {
    expect(Assertion.safeParse(document).success).toBe(false);
  });
});
