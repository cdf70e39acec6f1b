/** Whoever acts in a world that is drawn, until it is over. */
interface Living {
  readonly isOver: boolean;
}

/** Drawn time: what is to happen, in its order. Milliseconds. */
export class DrawnTime {
  #now = 0;
  readonly #queue: { readonly at: number; readonly act: () => void }[] = [];

  get now(): number {
    return this.#now;
  }

  /** Something that happens later, unless who does it is over by then. */
  after(milliseconds: number, who: Living, act: () => void): void {
    this.#queue.push({
      at: this.#now + milliseconds,
      act: () => {
        if (!who.isOver) act();
      },
    });
  }

  /** Plays until nothing is left, or until `horizon`. */
  play(horizon = Number.POSITIVE_INFINITY): void {
    while (this.#queue.length > 0 && this.#now <= horizon) {
      this.#queue.sort((one, other) => one.at - other.at);
      const next = this.#queue.shift();
      this.#now = next?.at ?? 0;
      next?.act();
    }
  }
}
