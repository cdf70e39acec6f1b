import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { VirtualClock } from '../clock.ts';
import { StatesErrorName } from './error-names.ts';
import type { Json } from './json.ts';
import { StateError } from './state-error.ts';

/** "Quotas related to state machine executions": events in one execution's history. */
export const historyEventLimit = 25_000;

/** The thread of events that an event hangs on; each branch and iteration has its own. */
export interface EventChain {
  previous: number;
}

/** The details of an event: one field of HistoryEvent, named after the event's type. */
export type EventDetails = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

/** An execution's events, numbered from 1, in the form that GetExecutionHistory gives them. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #clock: VirtualClock;
  readonly #listen: (event: HistoryEvent) => void;

  constructor(clock: VirtualClock, listen: (event: HistoryEvent) => void = () => {}) {
    this.#clock = clock;
    this.#listen = listen;
  }

  /**
   * Adds an event to a chain and gives its id.
   * @throws StateError `States.Runtime` when only the execution's last event would still fit
   */
  add(chain: EventChain, type: HistoryEventType, details: EventDetails = {}): number {
    if (this.events.length >= historyEventLimit - 1) {
      throw new StateError(
        StatesErrorName.runtime,
        `The execution reached the maximum number of history events (${historyEventLimit}).`,
      );
    }
    return this.#append(chain, type, details);
  }

  /** Adds what follows from a failure: left out, rather than failing anew, when history is full. */
  addAfterFailure(chain: EventChain, type: HistoryEventType, details: EventDetails = {}): void {
    if (this.events.length < historyEventLimit - 1) this.#append(chain, type, details);
  }

  /** Adds the execution's last event, for which there is always room. */
  close(chain: EventChain, type: HistoryEventType, details: EventDetails): void {
    this.#append(chain, type, details);
  }

  #append(chain: EventChain, type: HistoryEventType, details: EventDetails): number {
    const event: HistoryEvent = {
      timestamp: new Date(this.#clock.now()),
      type,
      id: this.events.length + 1,
      previousEventId: chain.previous,
      ...details,
    };
    this.events.push(event);
    chain.previous = this.events.length;
    this.#listen(event);
    return this.events.length;
  }
}

/** `input` with its details, as events carry it. */
export function inputDetails(input: Json): {
  input: string;
  inputDetails: { truncated: boolean };
} {
  return { input: JSON.stringify(input), inputDetails: { truncated: false } };
}

/** `output` with its details, as events carry it. */
export function outputDetails(output: Json): {
  output: string;
  outputDetails: { truncated: boolean };
} {
  return { output: JSON.stringify(output), outputDetails: { truncated: false } };
}

/** `error` and `cause` as events carry them; a timeout has no cause. */
export function errorDetails(error: StateError): { error: string; cause?: string } {
  return { error: error.error, ...(error.cause !== undefined && { cause: error.cause }) };
}
