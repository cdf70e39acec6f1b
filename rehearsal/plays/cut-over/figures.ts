import type { Attempt } from '../failover/attempt.ts';
import { tally } from '../failover/tally.ts';
import { seconds } from '../scene/measure.ts';

/** What the clients of one way met, in virtual seconds. */
export interface ClientFigures {
  readonly attempts: number;
  readonly acknowledged: number;
  /** When the first write into the restored database was acknowledged, ISO 8601. */
  readonly cutOverAt: string | null;
  /** Sent to the old database from then on, and acknowledged or maybe kept. */
  readonly writesIntoOldAfterCutOver: number;
  /** From the last write into the old database to the first one into the restored. */
  readonly overlapSeconds: number;
  /** Acknowledged by the restored database, and not there. */
  readonly lostWrites: number;
  readonly doubledWrites: number;
  /** How often a connection broke under a client that keeps its own, at most. */
  readonly mostLostConnections: number;
  /** The longest time without an acknowledged write: of clients that keep their connection, and of others. */
  readonly longestGapSeconds: { readonly keeps: number; readonly connectsAnew: number };
  readonly clientsLeftBehind: number;
}

/** Clients that connect for each write have even numbers. */
export function connectsAnew(client: number): boolean {
  return client % 2 === 0;
}

/**
 * Holds what the clients of one way were told against what the restored database holds.
 * @param kept the ids of all rows that it has in the end, of these clients
 */
export function figuresOf(attempts: readonly Attempt[], kept: readonly number[]): ClientFigures {
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  const first = acknowledged.find(({ server }) => server === 'restored');
  const intoOld = attempts.filter(
    ({ server, outcome }) => server === 'old' && ['acknowledged', 'unknown'].includes(outcome),
  );
  const lastOld = intoOld.at(-1);
  const intoRestored = attempts.filter(({ server }) => server === 'restored');
  const { lostWrites, doubledWrites } = tally(intoRestored, kept, undefined);
  const gapOf = (anew: boolean): number =>
    tally(
      attempts.filter(({ client }) => connectsAnew(client) === anew),
      kept,
      undefined,
    ).longestClientGapSeconds;
  return {
    attempts: attempts.length,
    acknowledged: acknowledged.length,
    cutOverAt: first === undefined ? null : new Date(first.at).toISOString(),
    writesIntoOldAfterCutOver:
      first === undefined ? 0 : intoOld.filter(({ at }) => at >= first.at).length,
    overlapSeconds:
      first === undefined || lastOld === undefined
        ? 0
        : Math.max(0, seconds(lastOld.at - first.at)),
    lostWrites,
    doubledWrites,
    mostLostConnections: mostLost(attempts),
    longestGapSeconds: { keeps: gapOf(false), connectsAnew: gapOf(true) },
    clientsLeftBehind: tally(attempts, kept, undefined).clientsLeftBehind,
  };
}

/** A connection that was there broke: the next write found none, or this one had no answer. */
function mostLost(attempts: readonly Attempt[]): number {
  const clients = [...new Set(attempts.map(({ client }) => client))].filter(
    (client) => !connectsAnew(client),
  );
  const lost = clients.map((client) => {
    const own = attempts.filter((one) => one.client === client);
    return own.filter((one, index) => {
      const before = own[index - 1];
      return before?.outcome === 'acknowledged' && one.outcome !== 'acknowledged';
    }).length;
  });
  return Math.max(0, ...lost);
}
