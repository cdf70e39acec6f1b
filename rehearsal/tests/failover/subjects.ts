import type { Attempt, Outcome } from '../../plays/failover/attempt.ts';
import type { DesignReport, RunReport } from '../../plays/failover/report.ts';

/** One write, acknowledged by `orders-1` within 5 ms unless said otherwise. */
export function attempt(id: number, at: number, more: Partial<Attempt> = {}): Attempt {
  return {
    id,
    client: 1,
    at,
    answeredAt: at + 5,
    outcome: 'acknowledged',
    server: 'orders-1',
    ...more,
  };
}

/** A client's writes of a kind, every 400 ms. */
export function stretch(
  client: number,
  [from, to]: readonly [number, number],
  outcome: Outcome,
  server?: string,
): Attempt[] {
  const count = Math.round((to - from) / 400);
  return Array.from({ length: count }, (_, index) =>
    attempt(client * 1_000_000 + from + index, from + index * 400, { client, outcome, server }),
  );
}

export const designReport: DesignReport = {
  t0: 0,
  t1: 41.2,
  t2: 55.4,
  t3: 58.1,
  t4: 83.6,
  t5: 83.8,
  t6: 92.1,
  repointed: 92.4,
  endsWithWriter: true,
  attempts: 1000,
  acknowledged: 700,
  lostWrites: 0,
  doubledWrites: 0,
  unknownOutcomes: { kept: 1, gone: 0 },
  readOnlyErrors: 120,
  readOnlyErrorsAfterRepoint: 0,
  unreachable: 180,
  refused: 0,
  longestGapSeconds: 83.8,
  longestClientGapSeconds: 92.6,
  clientsLeftBehind: 0,
  realMilliseconds: { p50: 0.9, p99: 4.2 },
};

export const leftBehind: DesignReport = {
  ...designReport,
  t3: 76.5,
  t4: 130.2,
  t5: 131,
  t6: 420,
  repointed: null,
  endsWithWriter: false,
  readOnlyErrors: 2400,
  readOnlyErrorsAfterRepoint: null,
  clientsLeftBehind: 2,
  longestGapSeconds: 131,
  longestClientGapSeconds: 420,
};

export const run: RunReport = {
  seed: 1,
  force: 'failover',
  formerWriter: 'orders-1',
  newWriter: 'orders-2',
  designs: { understudy: designReport, oneLookUp: leftBehind },
  watchedSeconds: 420,
  wallSeconds: 20.1,
};
