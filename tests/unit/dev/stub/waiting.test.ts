import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nextPoll } from '../../../../commands/dev/stub/waiting.ts';

const waiting = { isAccepted: false };
const accepted = { isAccepted: true };

describe('nextPoll', () => {
  it.each([
    [0, 30_000, waiting, { kind: 'poll', seconds: 2 }],
    [800, 30_000, waiting, { kind: 'poll', seconds: 2 }],
    [1200, 30_000, waiting, { kind: 'poll', seconds: 1 }],
    [2000, 30_000, waiting, { kind: 'nobody listens' }],
    [0, 2000, waiting, { kind: 'poll', seconds: 1 }],
    [0, 900, waiting, { kind: 'poll', seconds: 0 }],
    [0, 500, waiting, { kind: 'nobody listens' }],
    [3000, 30_000, accepted, { kind: 'poll', seconds: 5 }],
    [3000, 3600, accepted, { kind: 'poll', seconds: 3 }],
    [3000, 700, accepted, { kind: 'poll', seconds: 0 }],
    [3000, 500, accepted, { kind: 'no answer' }],
    [3000, 0, accepted, { kind: 'no answer' }],
  ])('after %i ms, with %i ms left, %j: %j', (waited, remaining, state, expected) => {
    expect(nextPoll(waited, remaining, state)).toEqual(expected);
  });

  it('a stub never waits into the end of its time, nor much longer than two seconds for nobody', () => {
    const milliseconds = fc.integer({ min: 0, max: 900_000 });
    fc.assert(
      fc.property(milliseconds, milliseconds, fc.boolean(), (waited, remaining, isAccepted) => {
        const next = nextPoll(waited, remaining, { isAccepted });
        if (next.kind !== 'poll') return;
        expect(next.seconds * 1000).toBeLessThanOrEqual(remaining - 500);
        expect(isAccepted || waited + next.seconds * 1000 < 3000).toBe(true);
      }),
    );
  });
});
