import type { Random } from '../random.ts';

/**
 * How long things take in Lambda, in virtual milliseconds, each drawn evenly from its range. A model
 * to weigh orchestration by, not a measurement: the ranges are what Lambda's own figures (REPORT
 * lines: Init Duration, Duration) commonly show for a Node.js bundle of half a megabyte with 256 MB
 * or more, and for control-plane calls within a Region.
 */
export const latencies = {
  /** From no execution environment to the handler's first line. */
  coldStart: [300, 600],
  /** The invocation itself, with a handler that does nothing. */
  overhead: [5, 20],
  /** One call of an AWS API. */
  apiCall: [30, 120],
  /** From accepting an asynchronous event to handing it to the function. */
  dispatch: [20, 100],
} as const satisfies Record<string, readonly [from: number, to: number]>;

/** Draws latencies; the same seed draws the same ones. */
export class Latencies {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Virtual milliseconds that one of these takes. */
  draw(what: keyof typeof latencies): number {
    const [from, to] = latencies[what];
    return Math.round(this.#random.between(from, to));
  }

  /** Latencies of their own for one invocation: what it draws doesn't depend on who ends first. */
  fork(): Latencies {
    return new Latencies(this.#random.fork());
  }

  /** Virtual milliseconds of a handler's run that made `apiCalls` calls, one after another. */
  duration(apiCalls: number): number {
    let total = this.draw('overhead');
    for (let call = 0; call < apiCalls; call++) total += this.draw('apiCall');
    return total;
  }
}
