import type { Attempt } from './attempt.ts';
import type { ErrorClass } from './error-class.ts';

/** How long each acknowledged attempt took: milliseconds to a tenth, with how many took so long. */
export type Latencies = readonly (readonly [milliseconds: number, count: number])[];

/** The longest time in which no client had a row acknowledged. */
export interface Gap {
  readonly milliseconds: number;
  /** Since the probe began. */
  readonly from: number;
  /** Whether it hadn't ended when the probe did. */
  readonly isOpen: boolean;
}

/** @param begun when the probe began; @param ended when it ended; milliseconds since the epoch */
export function longestGap(attempts: readonly Attempt[], begun: number, ended: number): Gap {
  const answers = acknowledged(attempts)
    .map(({ answeredAt }) => answeredAt)
    .toSorted((one, other) => one - other);
  const moments = [...answers, Math.max(ended, answers.at(-1) ?? begun)];
  let longest: Gap = { milliseconds: 0, from: 0, isOpen: answers.length === 0 };
  let last = begun;
  for (const [index, at] of moments.entries()) {
    if (at - last > longest.milliseconds) {
      longest = {
        milliseconds: rounded(at - last),
        from: rounded(last - begun),
        isOpen: index === answers.length,
      };
    }
    last = at;
  }
  return longest;
}

export function latenciesOf(attempts: readonly Attempt[]): Latencies {
  const counts = new Map<number, number>();
  for (const { at, answeredAt } of acknowledged(attempts)) {
    const took = coarse(answeredAt - at);
    counts.set(took, (counts.get(took) ?? 0) + 1);
  }
  return [...counts].toSorted(([one], [other]) => one - other);
}

/** Several probes' latencies as those of one. */
export function joined(all: readonly Latencies[]): Latencies {
  const counts = new Map<number, number>();
  for (const [took, count] of all.flat()) counts.set(took, (counts.get(took) ?? 0) + count);
  return [...counts].toSorted(([one], [other]) => one - other);
}

/**
 * The time within which a share of the attempts was acknowledged (nearest rank).
 * @returns null where none was
 */
export function percentile(latencies: Latencies, share: number): number | null {
  const total = latencies.reduce((sum, [, count]) => sum + count, 0);
  let reached = 0;
  for (const [took, count] of latencies) {
    reached += count;
    if (reached >= Math.max(1, Math.ceil(total * share))) return took;
  }
  return null;
}

/** What went wrong, by class: how often, and what the first of them said. */
export type Errors = Readonly<
  Partial<Record<ErrorClass, { readonly count: number; readonly first: string }>>
>;

export function errorsOf(attempts: readonly Attempt[]): Errors {
  const errors: Partial<Record<ErrorClass, { count: number; first: string }>> = {};
  for (const { error } of attempts) {
    if (error === undefined) continue;
    const known = (errors[error.class] ??= { count: 0, first: error.message.slice(0, 200) });
    known.count += 1;
  }
  return errors;
}

export function acknowledged(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(({ outcome }) => outcome === 'acknowledged');
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

/** To a tenth below 100 ms, and to three digits above: a long list stays a short one. */
function coarse(milliseconds: number): number {
  return milliseconds < 100 ? rounded(milliseconds) : Number(milliseconds.toPrecision(3));
}
