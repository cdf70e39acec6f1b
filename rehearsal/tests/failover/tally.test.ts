import { describe, expect, it } from '@jest/globals';
import { tally } from '../../plays/failover/tally.ts';
import { attempt } from './subjects.ts';

describe('the tally of a ledger', () => {
  it('a tally counts a write as lost that was acknowledged and is not there', () => {
    const told = [attempt(1, 0), attempt(2, 100), attempt(3, 200)];
    expect(tally(told, [1, 3], 0)).toMatchObject({ acknowledged: 3, lostWrites: 1 });
  });

  it('a tally counts a write as doubled that is there more than once, acknowledged or not', () => {
    const told = [attempt(1, 0), attempt(2, 100, { outcome: 'unknown' })];
    expect(tally(told, [1, 2, 2, 1], 0)).toMatchObject({ lostWrites: 0, doubledWrites: 2 });
  });

  it('a tally counts no unacknowledged write as lost', () => {
    const told = [
      attempt(1, 0, { outcome: 'unknown' }),
      attempt(2, 100, { outcome: 'unknown' }),
      attempt(3, 200, { outcome: 'read-only' }),
      attempt(4, 300, { outcome: 'unreachable' }),
      attempt(5, 400, { outcome: 'refused' }),
    ];
    expect(tally(told, [2], 0)).toMatchObject({
      lostWrites: 0,
      unknownOutcomes: { kept: 1, gone: 1 },
      readOnlyErrors: 1,
      unreachable: 1,
      refused: 1,
    });
  });

  it('a tally counts read-only errors after the re-registration, or null without one', () => {
    const told = [0, 1000, 2000].map((at, id) => attempt(id, at, { outcome: 'read-only' }));
    expect(tally(told, [], 1500)).toMatchObject({
      readOnlyErrors: 3,
      readOnlyErrorsAfterRepoint: 1,
    });
    expect(tally(told, [], undefined).readOnlyErrorsAfterRepoint).toBeNull();
  });

  it('a tally has the longest time without a write, of all clients and of one, up to the end', () => {
    const told = [
      attempt(1, 0),
      attempt(2, 1000, { client: 2 }),
      attempt(3, 5000, { outcome: 'read-only' }),
      attempt(4, 9000, { client: 2 }),
      attempt(5, 20_000, { outcome: 'unreachable' }),
      attempt(6, 19_000, { client: 2 }),
    ].toSorted((one, other) => one.at - other.at);
    expect(tally(told, [], undefined)).toMatchObject({
      longestGapSeconds: 10,
      longestClientGapSeconds: 20,
      clientsLeftBehind: 1,
    });
  });

  it('a tally has the latency of acknowledged writes only', () => {
    const told = [
      ...Array.from({ length: 99 }, (_, id) => attempt(id, id, { realMilliseconds: 1 })),
      attempt(100, 100, { realMilliseconds: 9 }),
      attempt(101, 101, { outcome: 'read-only', realMilliseconds: 50 }),
    ];
    expect(tally(told, [], undefined).realMilliseconds).toEqual({ p50: 1, p99: 9 });
  });

  it('a tally of no attempts has no attempt and no gap', () => {
    expect(tally([], [], undefined)).toMatchObject({ attempts: 0, longestGapSeconds: 0 });
  });
});
