import type { VirtualClock } from '../../clock.ts';
import { StatesErrorName } from '../error-names.ts';
import { StateError } from '../state-error.ts';

/** The bounds of a piece of work, in seconds of virtual time. */
export interface Bounds {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Calls its argument at each heartbeat. */
  readonly onHeartbeat?: (beat: () => void) => void;
}

/**
 * Waits for `work` no longer than its bounds. Work that is given up sees its signal aborted.
 * @throws StateError `States.Timeout`, also for a missed heartbeat, which then goes by
 *   `States.HeartbeatTimeout` too; the signal's reason when `signal` is aborted
 */
export async function withinBounds<T>(
  clock: VirtualClock,
  signal: AbortSignal,
  bounds: Bounds,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const racing = [work(until), aborted(until)];
  if (bounds.timeoutSeconds !== undefined) {
    racing.push(timeout(clock, bounds.timeoutSeconds, until));
  }
  if (bounds.heartbeatSeconds !== undefined) {
    racing.push(missedHeartbeat(clock, bounds.heartbeatSeconds, bounds.onHeartbeat, until));
  }
  for (const runner of racing) runner.catch(() => {});
  try {
    return await Promise.race(racing);
  } finally {
    over.abort(new Error('the task is over'));
  }
}

async function timeout(clock: VirtualClock, seconds: number, signal: AbortSignal): Promise<never> {
  await clock.sleep(seconds * 1000, signal);
  throw new StateError(StatesErrorName.timeout, undefined);
}

async function missedHeartbeat(
  clock: VirtualClock,
  seconds: number,
  onHeartbeat: Bounds['onHeartbeat'],
  signal: AbortSignal,
): Promise<never> {
  let latest = clock.now();
  onHeartbeat?.(() => {
    latest = clock.now();
  });
  while (clock.now() < latest + seconds * 1000) {
    await clock.sleep(latest + seconds * 1000 - clock.now(), signal);
  }
  throw new StateError(StatesErrorName.timeout, undefined, {
    alias: StatesErrorName.heartbeatTimeout,
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
