import type { Attempt } from './attempt.ts';

/** What the clients were told, held against what the database has. */
export interface Accounts {
  /** Acknowledged, and not there. */
  readonly lostWrites: number;
  /** There more than once, whatever the client was told. */
  readonly doubledWrites: number;
  /** Nobody told the client, which had to assume either: neither lost nor, unless twice there, doubled. */
  readonly unknownOutcomes: { readonly kept: number; readonly gone: number };
  /** Refused, and there all the same. */
  readonly refusedAndKept: number;
}

/** @param kept the ids of all rows of the run that the database has */
export function accountsOf(attempts: readonly Attempt[], kept: readonly number[]): Accounts {
  const times = new Map<number, number>();
  for (const id of kept) times.set(id, (times.get(id) ?? 0) + 1);
  const isThere = ({ id }: Attempt): boolean => id !== undefined && times.has(id);
  const of = (outcome: Attempt['outcome']): readonly Attempt[] =>
    attempts.filter((attempt) => attempt.outcome === outcome);
  const unknown = of('unknown');
  const survived = unknown.filter(isThere).length;
  return {
    lostWrites: of('acknowledged').filter((attempt) => !isThere(attempt)).length,
    doubledWrites: [...times.values()].filter((count) => count > 1).length,
    unknownOutcomes: { kept: survived, gone: unknown.length - survived },
    refusedAndKept: of('refused').filter(isThere).length,
  };
}
