import type { VirtualClock } from '../clock.ts';
import type { Progress } from './execution-environment.ts';

/** What an execution environment does while virtual time passes. */
export type Pause = Extract<Progress, { kind: 'sleep' | 'wait' }>;

/**
 * Lets virtual time pass as a function asks, until its deadline at the latest. A wait for a service begins
 * when it begins: where a run is slowed down, the real work before it has taken its time too.
 * @returns whether the function goes on: its deadline isn't reached
 */
export async function passTime(
  clock: VirtualClock,
  pause: Pause,
  deadline: number,
): Promise<boolean> {
  if (pause.kind === 'sleep') {
    const left = deadline - clock.now();
    await clock.sleep(Math.min(pause.milliseconds, left));
    return pause.milliseconds < left;
  }
  clock.catchUp();
  const over = new AbortController();
  const timeout = clock.sleep(deadline - clock.now(), over.signal).then(
    () => false,
    () => true,
  );
  const goesOn = await Promise.race([pause.until(over.signal).then(() => true), timeout]);
  over.abort(new Error('the wait is over'));
  return goesOn;
}

/** Waits no longer than `milliseconds` of real time. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
