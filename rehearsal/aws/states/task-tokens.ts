import type { Random } from '../random.ts';
import type { Json } from './json.ts';
import { TaskError } from './state-error.ts';

/** A token that is out, as the waiting Task holds it. */
export interface IssuedToken {
  readonly token: string;
  /** Settles when the token comes back; rejects with a TaskError. */
  readonly completion: Promise<Json>;
  /** Calls `listener` at each heartbeat. */
  onHeartbeat(listener: () => void): void;
  /** Ends the wait: whoever sends the token later is told that the task timed out. */
  close(): void;
}

/** What came of a token that was sent in: nobody issued it, nobody waits any more, or taken. */
export type TokenReception = 'unknown' | 'closed' | 'taken';

interface Waiting {
  readonly resolve: (output: Json) => void;
  readonly reject: (error: TaskError) => void;
  readonly listeners: (() => void)[];
}

/** Task tokens of `.waitForTaskToken`, across all executions of a simulator. */
export class TaskTokens {
  readonly #random: Random;
  readonly #waiting = new Map<string, Waiting | 'closed'>();

  constructor(random: Random) {
    this.#random = random;
  }

  issue(): IssuedToken {
    const token = this.#random.text(
      64,
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345',
    );
    const listeners: (() => void)[] = [];
    const completion = new Promise<Json>((resolve, reject) => {
      this.#waiting.set(token, { resolve, reject, listeners });
    });
    // The task may have been cut off by then; its own race decides.
    completion.catch(() => {});
    return {
      token,
      completion,
      onHeartbeat: (listener) => listeners.push(listener),
      close: () => this.#waiting.set(token, 'closed'),
    };
  }

  succeed(token: string, output: Json): TokenReception {
    return this.#take(token, (waiting) => waiting.resolve(output), 'close');
  }

  fail(token: string, error: string | undefined, cause: string | undefined): TokenReception {
    return this.#take(
      token,
      (waiting) => waiting.reject(new TaskError(error ?? '', cause)),
      'close',
    );
  }

  heartbeat(token: string): TokenReception {
    return this.#take(token, (waiting) => waiting.listeners.forEach((listen) => listen()), 'keep');
  }

  #take(token: string, act: (waiting: Waiting) => void, then: 'close' | 'keep'): TokenReception {
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) return 'unknown';
    if (waiting === 'closed') return 'closed';
    if (then === 'close') this.#waiting.set(token, 'closed');
    act(waiting);
    return 'taken';
  }
}
