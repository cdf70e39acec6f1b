/** Seeded pseudo-random numbers (mulberry32): a run is reproducible from its seed alone. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** Uniform in [from, to). */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** `length` lower-case hexadecimal digits, or upper-case letters and digits for `ids`. */
  text(length: number, alphabet = '0123456789abcdef'): string {
    let text = '';
    for (let index = 0; index < length; index++) {
      text += alphabet[Math.floor(this.next() * alphabet.length)];
    }
    return text;
  }

  /** An independent stream, so that what one part draws doesn't shift another's numbers. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 4294967296));
  }
}
