import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../shared/ports/clock.ts';

/** A clock to wait by. Milliseconds, with fractions. */
export interface ProbeClock extends Clock {
  sleep(milliseconds: number): Promise<void>;
}

/** Finer than `Date.now`, which knows whole milliseconds: a write in one zone takes few of them. */
export const systemProbeClock: ProbeClock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (milliseconds) => wait(Math.max(0, milliseconds)),
};
