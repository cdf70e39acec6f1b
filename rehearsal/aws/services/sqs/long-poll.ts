import type { VirtualClock } from '../../clock.ts';
import type { Principal } from '../../contracts.ts';
import { keptMessages } from './queue.ts';
import type { Queue } from './queue.ts';

/** How receivers wait for messages. */
export interface LongPolls {
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  /** Waits on behalf of a caller, who may be a function that keeps time from passing. */
  wait(caller: Principal, until: (signal: AbortSignal) => Promise<void>): Promise<void>;
}

/**
 * Waits until a queue has a message that can be received, or is deleted, or `deadline` has come. Virtual
 * time passes meanwhile.
 */
export async function waitForMessage(
  queue: Queue,
  deadline: number,
  caller: Principal,
  polls: LongPolls,
): Promise<void> {
  await polls.wait(caller, (signal) => somethingHappens(queue, deadline, polls.clock, signal));
}

/** The next moment at which it is worth looking again. */
function somethingHappens(
  queue: Queue,
  deadline: number,
  clock: LongPolls['clock'],
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const shown = keptMessages(queue, clock.now()).map(({ visibleFrom }) => visibleFrom);
    const cancel = clock.at(Math.min(deadline, ...shown), () => over());
    const over = (): void => {
      cancel();
      queue.waiting.delete(over);
      resolve();
    };
    queue.waiting.add(over);
    signal.addEventListener('abort', over, { once: true });
  });
}
