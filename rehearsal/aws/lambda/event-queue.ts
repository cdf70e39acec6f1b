import type { VirtualClock } from '../clock.ts';
import { AwsError } from '../contracts.ts';
import type { AsynchronousSettings, DeployedFunction } from './function-settings.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { Latencies } from './latencies.ts';

/** An asynchronous event that ended in a dead-letter queue or at a destination. */
export interface HandedOnEvent {
  readonly functionArn: string;
  /** The role that sends it: the function's. */
  readonly roleArn: string;
  /** A queue or a topic. */
  readonly destinationArn: string;
  readonly kind: 'dead letter' | 'failure' | 'success';
  /** The event itself for a dead letter, else Lambda's invocation record. JSON. */
  readonly body: string;
  /** A dead letter's message attributes. */
  readonly attributes: Readonly<Record<string, string>>;
}

interface QueuedEvent {
  readonly requestId: string;
  readonly payload: string;
  readonly accepted: number;
}

/** Waits before the second and the third attempt of an event that the function failed on. */
const retryMilliseconds = [60_000, 120_000];
const longestThrottleWait = 300_000;
const oldestEventSeconds = 21_600;

/**
 * Lambda's queue of asynchronous events (`invocation-async-error-handling.html`): a function that
 * fails is tried again after one minute and after two more; throttled, after 1 s, 2 s, … 5 min. What
 * fails to the last, or gets too old, goes to the dead-letter queue or the failure destination.
 */
export class EventQueue {
  readonly #clock: VirtualClock;
  readonly #latencies: Latencies;
  readonly #handOn: (event: HandedOnEvent) => void | Promise<void>;

  constructor(
    clock: VirtualClock,
    latencies: Latencies,
    handOn: (event: HandedOnEvent) => void | Promise<void>,
  ) {
    this.#clock = clock;
    this.#latencies = latencies;
    this.#handOn = handOn;
  }

  /**
   * Processes one event to its end.
   * @param attempt one synchronous run of the function; throws TooManyRequestsException
   */
  async process(
    deployed: DeployedFunction,
    settings: AsynchronousSettings,
    event: QueuedEvent,
    attempt: () => Promise<InvocationOutcome>,
  ): Promise<void> {
    const { maximumRetryAttempts = 2, maximumEventAgeSeconds = oldestEventSeconds } = settings;
    const oldest = event.accepted + maximumEventAgeSeconds * 1000;
    await this.#clock.sleep(this.#latencies.draw('dispatch'));
    let failures = 0;
    let throttles = 0;
    let last: InvocationOutcome | undefined;
    for (;;) {
      const outcome = await attemptUnlessThrottled(attempt);
      if (outcome !== 'throttled') {
        last = outcome;
        if (!('functionError' in outcome)) {
          return this.#succeeded(deployed, settings, event, outcome, failures + 1);
        }
        if (failures >= maximumRetryAttempts) break;
      }
      const wait =
        outcome === 'throttled'
          ? Math.min(1000 * 2 ** throttles++, longestThrottleWait)
          : (retryMilliseconds[failures++] ?? longestThrottleWait);
      if (this.#clock.now() + wait > oldest) {
        return this.#failed(deployed, settings, event, last, 'EventAgeExceeded', failures);
      }
      await this.#clock.sleep(wait);
    }
    return this.#failed(deployed, settings, event, last, 'RetriesExhausted', failures + 1);
  }

  async #succeeded(
    deployed: DeployedFunction,
    settings: AsynchronousSettings,
    event: QueuedEvent,
    outcome: InvocationOutcome,
    attempts: number,
  ): Promise<void> {
    if (settings.onSuccessArn === undefined) return;
    await this.#handOn({
      functionArn: deployed.arn,
      roleArn: deployed.roleArn,
      destinationArn: settings.onSuccessArn,
      kind: 'success',
      body: this.#record(deployed, event, outcome, 'Success', attempts),
      attributes: {},
    });
  }

  async #failed(
    deployed: DeployedFunction,
    settings: AsynchronousSettings,
    event: QueuedEvent,
    outcome: InvocationOutcome | undefined,
    condition: string,
    attempts: number,
  ): Promise<void> {
    const common = { functionArn: deployed.arn, roleArn: deployed.roleArn };
    if (deployed.deadLetterQueueArn !== undefined) {
      const message =
        outcome !== undefined && 'functionError' in outcome ? outcome.payload.errorMessage : '';
      await this.#handOn({
        ...common,
        destinationArn: deployed.deadLetterQueueArn,
        kind: 'dead letter',
        body: event.payload,
        attributes: {
          RequestID: event.requestId,
          ErrorCode: outcome === undefined ? '429' : '200',
          // Lambda keeps the first kilobyte.
          ErrorMessage: message.slice(0, 1024),
        },
      });
    }
    if (settings.onFailureArn !== undefined) {
      await this.#handOn({
        ...common,
        destinationArn: settings.onFailureArn,
        kind: 'failure',
        body: this.#record(deployed, event, outcome, condition, attempts),
        attributes: {},
      });
    }
  }

  /** Lambda's invocation record (`invocation-async-retain-records.html`). */
  #record(
    deployed: DeployedFunction,
    event: QueuedEvent,
    outcome: InvocationOutcome | undefined,
    condition: string,
    attempts: number,
  ): string {
    const functionError =
      outcome !== undefined && 'functionError' in outcome ? outcome.functionError : undefined;
    return JSON.stringify({
      version: '1.0',
      timestamp: new Date(this.#clock.now()).toISOString(),
      requestContext: {
        requestId: event.requestId,
        functionArn: `${deployed.arn}:$LATEST`,
        condition,
        approximateInvokeCount: attempts,
      },
      requestPayload: JSON.parse(event.payload) as unknown,
      ...(outcome === undefined
        ? {}
        : {
            responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError },
            responsePayload: outcome.payload,
          }),
    });
  }
}

async function attemptUnlessThrottled(
  attempt: () => Promise<InvocationOutcome>,
): Promise<InvocationOutcome | 'throttled'> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof AwsError && error.name === 'TooManyRequestsException') return 'throttled';
    throw error;
  }
}
