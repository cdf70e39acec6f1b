import { describe, expect, it } from '@jest/globals';
// Gives messages their language, as in every function.
import '../../../../functions/shared/rules/formats.ts';
import {
  Assertion,
  checkAssertion,
  readAssertions,
} from '../../../../functions/target/rules/assertion.ts';

import { zonedMoment } from '../../../../functions/target/rules/value.ts';
import type { Value } from '../../../../functions/target/rules/value.ts';

const capturedAt = '2026-01-05T10:30:00.000Z';

const at = (text: string): Value => ({ kind: 'moment', text, at: Date.parse(text) });
const number = (text: string): Value => ({ kind: 'number', text });
const text = (said: string): Value => ({ kind: 'text', text: said, at: zonedMoment(said) });
const other = (type: string, said: string): Value => ({ kind: 'other', type, text: said });
const nothing: Value = { kind: 'null' };
const yes: Value = { kind: 'boolean', value: true };

function check(expectation: Assertion['expectation'], value: Value | undefined) {
  return checkAssertion({ name: 'a check', query: 'SELECT 1', expectation }, value, capturedAt);
}

describe('an assertion that holds', () => {
  it.each([
    ['equals', { equals: 42 }, number('42')],
    ['equals, with zeros behind the point', { equals: 42 }, number('42.00')],
    ['equals, the number as text', { equals: 42 }, text('42')],
    [
      'equals, the expected number as text',
      { equals: '9007199254740993' },
      number('9007199254740993'),
    ],
    ['equals text', { equals: 'open' }, text('open')],
    ['equals true', { equals: true }, yes],
    ['equals null', { equals: null }, nothing],
    ['equals a time as text', { equals: capturedAt }, at(capturedAt)],
    ['equals a time in another zone', { equals: '2026-01-05T12:30:00+02:00' }, at(capturedAt)],
    ['equals an array as it is written', { equals: '{1,2}' }, other('integer[]', '{1,2}')],
    ['atLeast', { atLeast: 10 }, number('10')],
    ['atLeast, the number as text', { atLeast: 10 }, text('10.5')],
    ['atLeast, beyond 2^53', { atLeast: '18446744073709551615' }, number('18446744073709551615')],
    ['atLeast, with an exponent', { atLeast: 1000 }, number('1e+30')],
    ['atLeast, infinite', { atLeast: 1000 }, number('Infinity')],
    ['atMost', { atMost: 10 }, number('10')],
    ['atMost zero', { atMost: 0 }, number('-0.00')],
    ['atMost, below all numbers', { atMost: -5 }, number('-Infinity')],
    ['newer, a moment', { newerThanSeconds: 60 }, at('2026-01-05T10:29:00.000Z')],
    ['newer, text', { newerThanSeconds: 60 }, text('2026-01-05T10:29:30Z')],
    ['newer, text of another zone', { newerThanSeconds: 60 }, text('2026-01-05 12:29:30.5+02')],
  ] as const)('an assertion holds: %s', (_what, expectation, value) => {
    expect(check(expectation, value)).toMatchObject({ name: 'a check', passed: true });
  });
});

describe('an assertion that fails', () => {
  it.each([
    ['equals another number', { equals: 42 }, number('41'), 'expected 42, found 41'],
    ['equals its neighbour', { equals: '9007199254740992' }, number('9007199254740993'), '740993'],
    ['equals without a row', { equals: 42 }, undefined, 'expected 42, found no row'],
    ['equals the text "null"', { equals: null }, text('null'), 'expected null, found "null"'],
    ['equals null', { equals: 0 }, nothing, 'expected 0, found null'],
    ['equals no row and null', { equals: null }, undefined, 'expected null, found no row'],
    ['equals true of 1', { equals: true }, number('1'), 'a number is neither true nor false'],
    ['equals 1 of true', { equals: 1 }, yes, 'found true: a boolean is no number'],
    ['equals NaN', { equals: 0 }, number('NaN'), 'found NaN'],
    ['equals "no row" without a row', { equals: 'no row' }, undefined, 'found no row'],
    ['atLeast below', { atLeast: 10 }, number('9.99'), 'expected at least 10, found 9.99'],
    [
      'atLeast its neighbour',
      { atLeast: '9007199254740993' },
      number('9007199254740992'),
      '740992',
    ],
    ['atLeast without a row', { atLeast: 0 }, undefined, 'expected at least 0, found no row'],
    ['atLeast of NULL', { atLeast: 0 }, nothing, 'expected at least 0, found null'],
    ['atLeast of NaN', { atLeast: 0 }, number('NaN'), 'found NaN: a number is no number that'],
    ['atLeast of empty text', { atLeast: 0 }, text(''), 'found "": a text is no number'],
    ['atLeast of no number', { atLeast: 0 }, text('many'), 'found "many": a text is no number'],
    ['atLeast of digits that are none', { atLeast: 0 }, text('0x10'), 'found "0x10": a text is no'],
    ['atLeast of true', { atLeast: 0 }, yes, 'found true: a boolean is no number'],
    ['atLeast of a time', { atLeast: 0 }, at(capturedAt), 'a moment is no number'],
    [
      'atLeast of an array',
      { atLeast: 0 },
      other('integer[]', '{1}'),
      'of the type integer[] is no',
    ],
    ['atMost above', { atMost: 10 }, number('11'), 'expected at most 10, found 11'],
    ['atMost, infinite', { atMost: 10 }, number('Infinity'), 'found Infinity'],
    ['atMost of NULL', { atMost: 10 }, nothing, 'expected at most 10, found null'],
    [
      'newer than it is',
      { newerThanSeconds: 60 },
      at('2026-01-05T10:28:59.999Z'),
      'expected a time after 2026-01-05T10:29:00.000Z, found 2026-01-05T10:28:59.999Z',
    ],
    ['newer of NULL', { newerThanSeconds: 60 }, nothing, 'found null'],
    ['newer without a row', { newerThanSeconds: 60 }, undefined, 'found no row'],
    [
      'newer of no date',
      { newerThanSeconds: 60 },
      other('date', '0000-00-00'),
      'of the type date is no',
    ],
    [
      'newer of no time',
      { newerThanSeconds: 60 },
      text('lately'),
      'found "lately": a text is no date',
    ],
    [
      'newer of a year',
      { newerThanSeconds: 60 },
      number('2026'),
      'found 2026: a number is no date',
    ],
    ['newer of a number in text', { newerThanSeconds: 60 }, text('2026'), 'a text is no date'],
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
    ['with a number that JSON rounds', { ...assertion, expectation: { atLeast: 2 ** 53 } }],
    ['with a bound that is no number', { ...assertion, expectation: { atMost: 'many' } }],
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
