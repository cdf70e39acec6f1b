import type { Attempt } from './attempt.ts';
import type { ErrorClass } from './error-class.ts';

/**
 * Attempts of one client in a row that met the same. Times are milliseconds since the probe began: from
 * the first one's begin to the last one's answer.
 */
export type Span = readonly [
  client: number,
  from: number,
  to: number,
  met: 'acknowledged' | ErrorClass,
  attempts: number,
];

/** A client that is refused and let in by turns would make an answer longer than Lambda takes: 6 MB. */
const mostSpans = 5000;

/** All attempts in a short form. @returns with how many spans were left out, the latest ones */
export function spansOf(
  attempts: readonly Attempt[],
  begun: number,
): { readonly spans: readonly Span[]; readonly spansLeftOut: number } {
  const spans: Span[] = [];
  const open = new Map<number, number>();
  for (const attempt of attempts.toSorted((one, other) => one.at - other.at)) {
    const { client } = attempt;
    const met = attempt.error?.class ?? 'acknowledged';
    const to = Math.round(attempt.answeredAt - begun);
    const index = open.get(client);
    const last = index === undefined ? undefined : spans[index];
    if (index !== undefined && last !== undefined && last[3] === met) {
      spans[index] = [client, last[1], to, met, last[4] + 1];
    } else {
      open.set(client, spans.length);
      spans.push([client, Math.round(attempt.at - begun), to, met, 1]);
    }
  }
  return {
    spans: spans.slice(0, mostSpans),
    spansLeftOut: Math.max(0, spans.length - mostSpans),
  };
}
