import type { Random } from '../../../random.ts';

/** PercentProgress over time: steps at virtual milliseconds, ascending. */
export type Progress = readonly { readonly at: number; readonly percent: number }[];

/** Done from the start. */
export const done: Progress = [{ at: 0, percent: 100 }];

/** How many points a reported percentage is off the true one at most. */
const error = 4;

/**
 * Progress as RDS reports it: 0 while queued, then in uneven steps that follow the truth roughly,
 * 100 only at the end.
 *
 * @param start virtual milliseconds; `queue` and `duration` in milliseconds, the queue included
 */
export function unevenProgress(
  random: Random,
  start: number,
  queue: number,
  duration: number,
): Progress {
  const count = 12 + Math.floor(random.between(0, 12));
  const times = sorted(random, count, start + queue, start + duration);
  let percent = 1;
  const steps = times.map((at) => {
    const truth = ((at - start - queue) / (duration - queue)) * 100;
    const shown = Math.round(truth + random.between(-error, error));
    percent = Math.min(99, Math.max(percent, shown));
    return { at, percent };
  });
  return [{ at: start, percent: 0 }, ...steps, { at: start + duration, percent: 100 }];
}

/** The percentage at virtual time `now`. */
export function percentAt(progress: Progress, now: number): number {
  return progress.findLast(({ at }) => at <= now)?.percent ?? 0;
}

function sorted(random: Random, count: number, from: number, to: number): number[] {
  const drawn = Array.from({ length: count }, () => Math.floor(random.between(from, to)));
  return drawn.toSorted((one, other) => one - other);
}
