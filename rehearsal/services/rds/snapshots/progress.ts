import type { Random } from '../../../random.ts';

/** PercentProgress over time: steps at virtual milliseconds, ascending. */
export type Progress = readonly { readonly at: number; readonly percent: number }[];

/** Done from the start. */
export const DONE: Progress = [{ at: 0, percent: 100 }];

/**
 * Progress as RDS reports it: 0 while queued, then uneven steps at uneven times, 100 only at the
 * end.
 *
 * @param start virtual milliseconds; `queue` and `duration` in milliseconds, the queue included
 */
export function unevenProgress(
  random: Random,
  start: number,
  queue: number,
  duration: number,
): Progress {
  const count = 3 + Math.floor(random.between(0, 5));
  const times = sorted(random, count, start + queue, start + duration);
  const percents = sorted(random, count, 1, 99);
  return [
    { at: start, percent: 0 },
    ...times.map((at, index) => ({ at, percent: percents[index] ?? 99 })),
    { at: start + duration, percent: 100 },
  ];
}

/** The percentage at virtual time `now`. */
export function percentAt(progress: Progress, now: number): number {
  return progress.findLast(({ at }) => at <= now)?.percent ?? 0;
}

function sorted(random: Random, count: number, from: number, to: number): number[] {
  const drawn = Array.from({ length: count }, () => Math.floor(random.between(from, to)));
  return drawn.toSorted((one, other) => one - other);
}
