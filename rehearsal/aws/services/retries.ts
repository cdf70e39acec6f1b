import type { VirtualClock } from '../clock.ts';

/** What AWS calls client errors: the target is gone, or doesn't let the service in. */
const clientErrors = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'StateMachineDoesNotExist',
  'QueueDoesNotExist',
]);

/** The collaborators and rules of a delivery that may be tried again. */
export interface RetriedDelivery {
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly deliver: () => Promise<void>;
  /** Waits before each further attempt, in milliseconds. */
  readonly delays: readonly number[];
  /** Called once no attempt is left. */
  readonly giveUp: (cause: unknown) => void;
}

/**
 * Makes a delivery, and makes it again on the clock while it fails and attempts are left. Client
 * errors aren't tried again, neither by SNS nor by EventBridge.
 * Sources: SNS Developer Guide, "Amazon SNS dead-letter queues", client-side errors; EventBridge
 * User Guide, "Using dead-letter queues to process undelivered events".
 * @returns once the first attempt is over; it never rejects
 */
export async function deliverWithRetries(delivery: RetriedDelivery): Promise<void> {
  try {
    await delivery.deliver();
  } catch (error) {
    const { clock, giveUp } = delivery;
    const [delay, ...delays] = isClientError(error) ? [] : delivery.delays;
    if (delay === undefined) {
      giveUp(error);
      return;
    }
    clock.at(clock.now() + delay, () => void deliverWithRetries({ ...delivery, delays }));
  }
}

/**
 * The waits of EventBridge and its Scheduler, which try again for a day, at most 185 times, with
 * exponential backoff: here at most a few stand for them, up to a minute apart.
 */
export function eventRetryDelays(maximumRetryAttempts = 185): readonly number[] {
  return [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000].slice(0, maximumRetryAttempts);
}

function isClientError(error: unknown): boolean {
  return error instanceof Error && clientErrors.has(error.name);
}
