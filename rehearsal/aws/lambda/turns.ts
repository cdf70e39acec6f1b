/**
 * Lets one at a time, in the order of asking. Processes that ran side by side would reach the
 * simulator's services in an order that the machine's load decides, and a run would not be
 * reproducible.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Runs `work` when all that asked before are done. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const result = before.then(work);
    // Whoever comes next waits for the end, good or bad.
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
