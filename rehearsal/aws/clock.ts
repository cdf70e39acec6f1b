/**
 * Virtual time. It stands still while real work is under way (a function in its process, a copy of
 * a data directory) and jumps to the next appointment when everybody waits: a 50-minute recovery
 * takes seconds, and the order of events follows from the appointments alone.
 */
export class VirtualClock {
  readonly #appointments: Appointment[] = [];
  readonly #realMillisecondsPerSecond: number;
  #now: number;
  #sequence = 0;
  #busy = 0;
  /** Holds that don't count, since whoever has them is made to wait. */
  #waived = 0;
  #wake: (() => void) | undefined;
  #running = false;
  /** When, on the wall, the present moment began: what a slowed-down run counts from. */
  #wallTime = 0;

  /**
   * @param start virtual start, in milliseconds since the epoch
   * @param options.realMillisecondsPerSecond how long a virtual second takes on the wall, for
   *   watching; 0, the default, is as fast as the machine goes
   */
  constructor(start: number, options: { realMillisecondsPerSecond?: number } = {}) {
    this.#now = start;
    this.#realMillisecondsPerSecond = options.realMillisecondsPerSecond ?? 0;
  }

  /** Virtual milliseconds since the epoch. */
  now(): number {
    return this.#now;
  }

  /** Whether somebody lets time pass. */
  get isRunning(): boolean {
    return this.#running;
  }

  /** Resolves once `milliseconds` of virtual time have passed; rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const cancel = this.at(this.#now + Math.max(0, milliseconds), () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = (): void => {
        cancel();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /**
   * Runs `action` at virtual time `time`; appointments of one moment run in the order they were
   * made. Returns a function that cancels it. A promise that the action returns counts as real
   * work: time stands still until it settles.
   * @param options.standing nobody waits for it, such as a schedule's next time: `attend` doesn't
   *   let time pass for its sake
   */
  at(
    time: number,
    action: () => void | Promise<void>,
    { standing = false }: { readonly standing?: boolean } = {},
  ): () => void {
    const appointment: Appointment = { time, sequence: this.#sequence++, action, standing };
    const index = this.#appointments.findIndex((other) => isBefore(appointment, other));
    this.#appointments.splice(index < 0 ? this.#appointments.length : index, 0, appointment);
    this.#wake?.();
    return () => {
      const position = this.#appointments.indexOf(appointment);
      if (position >= 0) this.#appointments.splice(position, 1);
    };
  }

  /** Holds virtual time still while `work`, which takes real time, is under way. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
      this.#wake?.();
    }
  }

  /**
   * Lets time pass while `wait` is under way, though whoever waits for it holds it: of all holds, one
   * counts for nothing meanwhile. For what makes others wait, such as a queue before a database: a
   * client holds the clock for its whole request, and needn't know what becomes of it on the way. A
   * hold around two requests is too much, and so is one around another.
   */
  async letPass<T>(wait: () => Promise<T>): Promise<T> {
    this.#waived++;
    this.#wake?.();
    try {
      return await wait();
    } finally {
      this.#waived--;
    }
  }

  /**
   * Lets time pass until `goal` settles, and settles as it does. Exactly one `run` at a time.
   * @throws Error when nothing is under way and nothing is appointed: `goal` can't be reached; and
   *   when the clock runs already
   */
  async run<T>(goal: Promise<T>): Promise<T> {
    return this.#exclusively(() => this.#runUntil(goal, () => this.#requireAppointment()));
  }

  /**
   * Lets time pass while anything is under way, and lets it stand still while nothing is, until `goal`
   * settles. What comes from outside may begin something at any moment.
   * @throws Error when the clock runs already
   */
  async attend<T>(goal: Promise<T>): Promise<T> {
    return this.#exclusively(() =>
      this.#runUntil(goal, () => this.#appointments.some(({ standing }) => !standing)),
    );
  }

  async #exclusively<T>(run: () => Promise<T>): Promise<T> {
    if (this.#running) throw new Error('the clock runs already; let one run end before the next');
    this.#running = true;
    this.#wallTime = performance.now();
    try {
      return await run();
    } finally {
      this.#running = false;
    }
  }

  #requireAppointment(): true {
    if (this.#appointments.length > 0) return true;
    throw new Error('the clock has no appointment left, and what it runs for is not done');
  }

  /** @param goesOn whether to wait for the next appointment, rather than for somebody to come */
  async #runUntil<T>(goal: Promise<T>, goesOn: () => boolean): Promise<T> {
    const progress = { settled: false };
    const done = (): void => {
      progress.settled = true;
      this.#wake?.();
    };
    goal.then(done).catch(done);
    while (!progress.settled) {
      await settleMicrotasks();
      if (progress.settled) break;
      if (this.#busy > this.#waived) {
        await this.#untilWoken();
        continue;
      }
      const next = this.#appointments[0];
      if (!goesOn() || next === undefined) {
        await this.#untilWoken();
        this.#wallTime = performance.now();
        continue;
      }
      const wait = this.#wallMillisecondsUntil(next.time);
      if (wait > 0) {
        // Meanwhile appointments may be made or cancelled, and real work may begin: look again.
        await this.#pause(wait);
        continue;
      }
      this.#appointments.shift();
      this.#advance(next.time);
      const result = next.action();
      if (result instanceof Promise) await this.hold(() => result);
    }
    return goal;
  }

  async #untilWoken(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
  }

  #wallMillisecondsUntil(time: number): number {
    if (this.#realMillisecondsPerSecond === 0) return 0;
    const due = this.#wallTime + ((time - this.#now) / 1000) * this.#realMillisecondsPerSecond;
    return due - performance.now();
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  #advance(time: number): void {
    if (time <= this.#now) return;
    this.#now = time;
    this.#wallTime = performance.now();
  }
}

interface Appointment {
  readonly time: number;
  readonly sequence: number;
  readonly action: () => void | Promise<void>;
  readonly standing: boolean;
}

function isBefore(one: Appointment, other: Appointment): boolean {
  return one.time < other.time || (one.time === other.time && one.sequence < other.sequence);
}

/** A turn of the event loop: whatever could go on without waiting has gone on. */
function settleMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
