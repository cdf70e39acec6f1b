import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accountsOf } from '../../../../functions/lab/rules/accounts.ts';
import type { Outcome } from '../../../../functions/lab/rules/attempt.ts';
import { seeded } from '../../seeded.ts';
import { attempt } from '../attempts.ts';

const of = (id: number, outcome: Outcome) => attempt(0, 1, { id, outcome });
const none = {
  lostWrites: 0,
  doubledWrites: 0,
  unknownOutcomes: { kept: 0, gone: 0 },
  refusedAndKept: 0,
};

/** Each outcome, with how often the row is there, and what that makes of the accounts. */
const cases = [
  ['acknowledged', 0, { lostWrites: 1 }],
  ['acknowledged', 1, {}],
  ['acknowledged', 2, { doubledWrites: 1 }],
  ['acknowledged', 5, { doubledWrites: 1 }],
  ['unknown', 0, { unknownOutcomes: { kept: 0, gone: 1 } }],
  ['unknown', 1, { unknownOutcomes: { kept: 1, gone: 0 } }],
  ['unknown', 2, { unknownOutcomes: { kept: 1, gone: 0 }, doubledWrites: 1 }],
  ['refused', 0, {}],
  ['refused', 1, { refusedAndKept: 1 }],
  ['refused', 2, { refusedAndKept: 1, doubledWrites: 1 }],
  ['not-sent', 0, {}],
] as const;

describe('the accounts of a probe', () => {
  it.each(cases)('a row that was %s and is there %d times makes %j', (outcome, times, made) => {
    const kept = Array.from({ length: times }, () => 7);

    expect(accountsOf([of(7, outcome)], kept)).toEqual({ ...none, ...made });
  });

  it('an attempt that sent no row is in no account', () => {
    const unsent = attempt(0, 1, { id: undefined, outcome: 'not-sent' });

    expect(accountsOf([unsent], [])).toEqual(none);
  });

  it('as many are lost and doubled as a database dropped and wrote twice', () => {
    const rows = fc.uniqueArray(fc.nat(10_000), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.func(fc.nat(2)), (ids, timesOf) => {
        const kept = ids.flatMap((id) => Array.from({ length: timesOf(id) }, () => id));
        const { lostWrites, doubledWrites } = accountsOf(
          ids.map((id) => of(id, 'acknowledged')),
          kept,
        );
        expect(lostWrites).toBe(ids.filter((id) => timesOf(id) === 0).length);
        expect(doubledWrites).toBe(ids.filter((id) => timesOf(id) === 2).length);
      }),
      seeded,
    );
  });
});
