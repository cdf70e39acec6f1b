import * as z from 'zod/mini';
import { Path } from './path.ts';

/**
 * What a probe is asked to do. Its clients together begin an attempt every so many milliseconds, so
 * that a burst of many clients is many connections and not a load of its own.
 */
export const ProbeRequest = z.object({
  path: Path,
  clients: z.int().check(z.minimum(1), z.maximum(500)),
  seconds: z.int().check(z.minimum(1), z.maximum(780)),
  intervalMilliseconds: z.int().check(z.minimum(10), z.maximum(60_000)),
});
export type ProbeRequest = z.infer<typeof ProbeRequest>;

/** Seconds after the last attempt began: for its answer, and to read what the database kept. */
export const secondsAfter = 75;

/** @returns why a probe doesn't fit into what is left of its invocation; undefined where it does */
export function tooLong(seconds: number, remainingMilliseconds: number): string | undefined {
  const needed = seconds + secondsAfter;
  const left = Math.floor(remainingMilliseconds / 1000);
  if (needed <= left) return undefined;
  return (
    `expected seconds to leave ${secondsAfter} s of the function's time-out, found ${seconds} with ` +
    `${left} s left. Ask for ${Math.max(1, left - secondsAfter)} s at most, or raise the time-out`
  );
}
