import type { Attempt } from './attempt.ts';

/** What a client met for a while: a server that took its writes, or a kind of error. */
export type Met = { readonly took: string } | { readonly error: Attempt['outcome'] };

/** A stretch of a client's time in which it met the same. Virtual seconds since t0. */
export interface ClientSpan {
  readonly client: number;
  readonly from: number;
  readonly to: number;
  readonly met: Met;
}

/**
 * The attempts of each client as stretches: one lasts until the next attempt that met something else.
 * @param t0 virtual milliseconds since the epoch
 * @param end of the last stretches, in seconds since t0
 */
export function clientSpans(
  attempts: readonly Attempt[],
  t0: number,
  end: number,
): readonly ClientSpan[] {
  const clients = [...new Set(attempts.map(({ client }) => client))].toSorted((a, b) => a - b);
  return clients.flatMap((client) => {
    const own = attempts.filter((attempt) => attempt.client === client);
    const spans: ClientSpan[] = [];
    for (const attempt of own) {
      const from = (attempt.at - t0) / 1000;
      const met = metBy(attempt);
      const last = spans.at(-1);
      if (last && keyOf(last.met) === keyOf(met)) continue;
      if (last) spans[spans.length - 1] = { ...last, to: from };
      spans.push({ client, from, to: end, met });
    }
    return spans;
  });
}

/** `took orders-1`, `read-only`: tells what was met apart. */
export function keyOf(met: Met): string {
  return 'took' in met ? `took ${met.took}` : met.error;
}

function metBy({ outcome, server = '' }: Attempt): Met {
  return outcome === 'acknowledged' ? { took: server } : { error: outcome };
}
