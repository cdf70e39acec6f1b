import { describe, expect, it } from '@jest/globals';
import type { Attempt, Outcome } from '../../plays/failover/attempt.ts';
import { figuresOf } from '../../plays/cut-over/figures.ts';

/** Of a client, so many seconds after the beginning; its id is that number. */
const wrote = (
  client: number,
  second: number,
  server: string | undefined,
  outcome: Outcome = 'acknowledged',
): Attempt => ({
  id: client * 1000 + second,
  client,
  at: second * 1000,
  answeredAt: second * 1000,
  outcome,
  server,
});
const idsInRestored = (attempts: readonly Attempt[]): number[] =>
  attempts.filter(({ server }) => server === 'restored').map(({ id }) => id);

describe('the figures of a cut-over', () => {
  const separate = [
    wrote(1, 1, 'old'),
    wrote(2, 2, 'old'),
    wrote(1, 3, 'old', 'unknown'),
    wrote(2, 4, undefined, 'unreachable'),
    wrote(1, 5, 'restored'),
    wrote(2, 6, 'restored'),
  ];

  it('no write into the old database is counted before the first into the restored one', () => {
    expect(figuresOf(separate, idsInRestored(separate))).toMatchObject({
      cutOverAt: '1970-01-01T00:00:05.000Z',
      writesIntoOldAfterCutOver: 0,
      overlapSeconds: 0,
      lostWrites: 0,
      doubledWrites: 0,
      mostLostConnections: 1,
      longestGapSeconds: { keeps: 4, connectsAnew: 4 },
      clientsLeftBehind: 0,
    });
  });

  it.each(['acknowledged', 'unknown'] as const)(
    'a write into the old database after it is counted where it is %s',
    (outcome) => {
      const overlapping = [...separate, wrote(2, 9, 'old', outcome)];
      expect(figuresOf(overlapping, idsInRestored(overlapping))).toMatchObject({
        writesIntoOldAfterCutOver: 1,
        overlapSeconds: 4,
      });
    },
  );

  it('a write that the restored database acknowledged and has not is lost, and one it has twice is doubled', () => {
    const [first = 0] = idsInRestored(separate);
    expect(figuresOf(separate, [first, first])).toMatchObject({ lostWrites: 1, doubledWrites: 1 });
  });

  it('clients that never got to the restored database are left behind', () => {
    const behind = [wrote(1, 1, 'old'), wrote(1, 2, undefined, 'unreachable')];
    expect(figuresOf(behind, [])).toMatchObject({ cutOverAt: null, clientsLeftBehind: 1 });
  });
});
