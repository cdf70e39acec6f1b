import { seconds } from '../scene/measure.ts';
import type { Attempt, Outcome } from './attempt.ts';

/** What a ledger adds up to. Durations are virtual seconds. */
export interface Tally {
  readonly attempts: number;
  readonly acknowledged: number;
  /** Acknowledged, and not there. */
  readonly lostWrites: number;
  /** There more than once. */
  readonly doubledWrites: number;
  /** Nobody told the client, which had to assume either. */
  readonly unknownOutcomes: { readonly kept: number; readonly gone: number };
  readonly readOnlyErrors: number;
  /** After clients could get to nobody but the writer; null where that never came. */
  readonly readOnlyErrorsAfterRepoint: number | null;
  readonly unreachable: number;
  readonly refused: number;
  /** The longest time in which no client at all had a write acknowledged. */
  readonly longestGapSeconds: number;
  /** The longest time in which one client had none. */
  readonly longestClientGapSeconds: number;
  /** Clients whose last write wasn't acknowledged. */
  readonly clientsLeftBehind: number;
  /**
   * From sending to answer, of acknowledged writes: on this machine's clock, not the simulator's.
   */
  readonly realMilliseconds: { readonly p50: number; readonly p99: number };
}

/**
 * Holds what the clients were told against what the database holds.
 * @param kept the ids of all rows that the writer has in the end, of these clients
 * @param repointedAt when clients could get to nobody but the writer; virtual milliseconds
 */
export function tally(
  attempts: readonly Attempt[],
  kept: readonly number[],
  repointedAt: number | undefined,
): Tally {
  const times = new Map<number, number>();
  for (const id of kept) times.set(id, (times.get(id) ?? 0) + 1);
  const of = (outcome: Outcome): readonly Attempt[] =>
    attempts.filter((attempt) => attempt.outcome === outcome);
  const acknowledged = of('acknowledged');
  const readOnly = of('read-only');
  const unknown = of('unknown');
  const survived = unknown.filter(({ id }) => times.has(id)).length;
  const clients = [...new Set(attempts.map(({ client }) => client))];
  const byClient = clients.map((client) => attempts.filter((one) => one.client === client));
  return {
    attempts: attempts.length,
    acknowledged: acknowledged.length,
    lostWrites: acknowledged.filter(({ id }) => !times.has(id)).length,
    doubledWrites: [...times.values()].filter((count) => count > 1).length,
    unknownOutcomes: { kept: survived, gone: unknown.length - survived },
    readOnlyErrors: readOnly.length,
    readOnlyErrorsAfterRepoint:
      repointedAt === undefined
        ? null
        : readOnly.filter(({ answeredAt }) => answeredAt > repointedAt).length,
    unreachable: of('unreachable').length,
    refused: of('refused').length,
    longestGapSeconds: longestGap(attempts),
    longestClientGapSeconds: Math.max(0, ...byClient.map(longestGap)),
    clientsLeftBehind: byClient.filter((own) => own.at(-1)?.outcome !== 'acknowledged').length,
    realMilliseconds: {
      p50: percentile(acknowledged, 0.5),
      p99: percentile(acknowledged, 0.99),
    },
  };
}

/** The longest time without an acknowledgement, from the first attempt to the last. Seconds. */
function longestGap(attempts: readonly Attempt[]): number {
  const first = attempts[0];
  const last = attempts.at(-1);
  if (first === undefined || last === undefined) return 0;
  const answers = attempts
    .filter(({ outcome }) => outcome === 'acknowledged')
    .map(({ answeredAt }) => answeredAt)
    .toSorted((one, other) => one - other);
  const moments = [first.at, ...answers, last.answeredAt];
  return seconds(Math.max(...moments.map((time, index) => time - (moments[index - 1] ?? time))));
}

function percentile(attempts: readonly Attempt[], share: number): number {
  const sorted = attempts
    .flatMap(({ realMilliseconds }) => realMilliseconds ?? [])
    .toSorted((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(value * 10) / 10;
}
