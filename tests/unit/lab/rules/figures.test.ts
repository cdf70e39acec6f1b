import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  errorsOf,
  joined,
  latenciesOf,
  longestGap,
  percentile,
} from '../../../../functions/lab/rules/figures.ts';
import { seeded } from '../../seeded.ts';
import { attempt } from '../attempts.ts';

describe('the longest gap', () => {
  it('the longest gap lies between two acknowledgements', () => {
    const attempts = [attempt(0, 10), attempt(100, 110), attempt(500, 3110), attempt(3200, 3210)];

    expect(longestGap(attempts, 0, 3300)).toEqual({ milliseconds: 3000, from: 110, isOpen: false });
  });

  it('the longest gap is that of all clients together', () => {
    const attempts = [
      attempt(0, 10),
      attempt(0, 500, { client: 2 }),
      attempt(900, 1000),
      attempt(100, 1010, { met: 'timeout' }),
    ];

    expect(longestGap(attempts, 0, 1010)).toMatchObject({ milliseconds: 500, from: 500 });
  });

  it('a gap that goes on when the probe ends is open', () => {
    expect(longestGap([attempt(0, 10)], 0, 900)).toEqual({
      milliseconds: 890,
      from: 10,
      isOpen: true,
    });
  });

  it('a probe without an acknowledgement is one open gap', () => {
    const attempts = [attempt(5, 6, { met: 'dns' })];

    expect(longestGap(attempts, 0, 1000)).toEqual({ milliseconds: 1000, from: 0, isOpen: true });
  });

  it('the longest gap is never shorter than any other', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000)), (times) => {
        const sorted = times.toSorted((one, other) => one - other);
        const { milliseconds } = longestGap(
          sorted.map((at) => attempt(at, at)),
          0,
          10_000,
        );
        const moments = [0, ...sorted, 10_000];
        moments.slice(1).forEach((at, index) => {
          expect(milliseconds).toBeGreaterThanOrEqual(at - (moments[index] ?? 0));
        });
      }),
      seeded,
    );
  });
});

describe('latencies', () => {
  it('latencies are those of what was acknowledged, in tenths and then in three digits', () => {
    const attempts = [
      attempt(0, 1.23),
      attempt(0, 1.21),
      attempt(0, 23_456),
      attempt(0, 9, { met: 'timeout' }),
    ];

    expect(latenciesOf(attempts)).toEqual([
      [1.2, 2],
      [23_500, 1],
    ]);
  });

  it('latencies of several probes are added up', () => {
    expect(
      joined([
        [[1, 2]],
        [
          [1, 3],
          [7, 1],
        ],
        [],
      ]),
    ).toEqual([
      [1, 5],
      [7, 1],
    ]);
  });

  it.each([
    [0.5, 5],
    [0.99, 10],
    [0.1, 1],
    [1, 10],
  ])('the share %d of ten latencies takes %d ms', (share, expected) => {
    const ten = Array.from({ length: 10 }, (_, index) => [index + 1, 1] as const);

    expect(percentile(ten, share)).toBe(expected);
  });

  it('no latency has no percentile', () => {
    expect(percentile([], 0.5)).toBeNull();
  });
});

describe('errors', () => {
  it('errors are counted by class, with what the first of them said', () => {
    const attempts = [
      attempt(0, 1),
      attempt(2, 3, { met: 'read-only' }),
      attempt(4, 5, { met: 'read-only' }),
      attempt(6, 7, { met: 'dns' }),
    ];

    expect(errorsOf(attempts)).toEqual({
      'read-only': { count: 2, first: 'read-only at 2' },
      dns: { count: 1, first: 'dns at 6' },
    });
  });

  it('what an error said is cut short', () => {
    const error = { class: 'other' as const, message: 'x'.repeat(900) };

    expect(errorsOf([attempt(0, 1, { outcome: 'not-sent', error })]).other?.first).toHaveLength(
      200,
    );
  });
});
