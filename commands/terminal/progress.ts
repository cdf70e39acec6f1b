/** Where progress is told: a terminal, where one line is written anew, or anything else, line by line. */
export interface ProgressPlace {
  readonly isTerminal: boolean;
  write(text: string): void;
  /** Milliseconds, of any beginning. */
  now(): number;
}

/** Standard error, so that what a command finds can go elsewhere. */
export function standardError(): ProgressPlace {
  return {
    isTerminal: process.stderr.isTTY,
    write: (text) => process.stderr.write(text),
    now: () => performance.now(),
  };
}

/** Milliseconds between two tellings: a terminal's line may change often, and lines add up. */
const pauses = { terminal: 250, lines: 30_000 };

/** Tells how much of something long is done, of how much, and how long the rest will take. */
export class Progress {
  readonly #total: number;
  readonly #of: string;
  readonly #place: ProgressPlace;
  readonly #begun: number;
  #told: number;
  #done = 0;

  /** @param of what is counted, such as `runs` */
  constructor(total: number, of: string, place: ProgressPlace = standardError()) {
    this.#total = total;
    this.#of = of;
    this.#place = place;
    this.#begun = place.now();
    this.#told = this.#begun;
    this.#tell(`0 of ${total} ${of}`);
  }

  /** One more is done. */
  step(): void {
    this.#done += 1;
    const now = this.#place.now();
    const isLast = this.#done === this.#total;
    if (isLast) return;
    if (now - this.#told < pauses[this.#place.isTerminal ? 'terminal' : 'lines']) return;
    this.#told = now;
    const left = ((now - this.#begun) / this.#done) * (this.#total - this.#done);
    this.#tell(`${this.#done} of ${this.#total} ${this.#of}, about ${duration(left)} left`);
  }

  /** Makes room for other lines; on a terminal the line is gone then. */
  clear(): void {
    if (this.#place.isTerminal) this.#place.write('\r\u001B[K');
  }

  #tell(sentence: string): void {
    this.#place.write(this.#place.isTerminal ? `\r\u001B[K${sentence}` : `${sentence}\n`);
  }
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
