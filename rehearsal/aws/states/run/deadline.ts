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
  signal.throwIfAborted();
  const over = new AbortController();
  const { timeoutSeconds, heartbeatSeconds, onHeartbeat } = bounds;
  const ends: (() => void)[] = [];
  try {
    return await new Promise<T>((resolve, reject) => {
      const giveUp = (reason: Error): void => {
        over.abort(reason);
        reject(reason);
      };
      const onAbort = (): void => giveUp(signal.reason as Error);
      signal.addEventListener('abort', onAbort);
      ends.push(
        () => signal.removeEventListener('abort', onAbort),
        timeout(clock, timeoutSeconds, giveUp),
        missedHeartbeat(clock, heartbeatSeconds, onHeartbeat, giveUp),
      );
      work(over.signal).then(resolve, reject);
    });
  } finally {
    for (const end of ends) end();
  }
}

/** @returns what cancels it */
function timeout(
  clock: VirtualClock,
  seconds: number | undefined,
  giveUp: (reason: Error) => void,
): () => void {
  if (seconds === undefined) return () => undefined;
  return clock.at(clock.now() + seconds * 1000, () =>
    giveUp(new StateError(StatesErrorName.timeout, undefined)),
  );
}

/** @returns what cancels it */
function missedHeartbeat(
  clock: VirtualClock,
  seconds: number | undefined,
  onHeartbeat: Bounds['onHeartbeat'],
  giveUp: (reason: Error) => void,
): () => void {
  if (seconds === undefined) return () => undefined;
  const wait = (): (() => void) =>
    clock.at(clock.now() + seconds * 1000, () =>
      giveUp(
        new StateError(StatesErrorName.timeout, undefined, {
          alias: StatesErrorName.heartbeatTimeout,
        }),
      ),
    );
  let cancel = wait();
  onHeartbeat?.(() => {
    cancel();
    cancel = wait();
  });
  return () => cancel();
}
