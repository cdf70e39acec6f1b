import { connect } from 'node:net';
import type { VirtualClock } from '../../aws/clock.ts';
import type { ServerAddress } from '../../aws/contracts.ts';

/** A span of virtual time, milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Asks a database's name, once a virtual second unless told otherwise, whether it answers: it resolves, and somebody listens
 * there. What nobody looked at is not known: the probe runs from `start` to `stop`.
 */
export class AnswerProbe {
  readonly #clock: VirtualClock;
  readonly #where: () => ServerAddress | undefined;
  readonly #silences: { from: number; to: number }[] = [];
  /** Virtual milliseconds from one look to the next. */
  every = 1000;
  #silentSince: number | undefined;
  #cancel: (() => void) | undefined;

  /** @param where the name leads to at the moment, if anywhere */
  constructor(clock: VirtualClock, where: () => ServerAddress | undefined) {
    this.#clock = clock;
    this.#where = where;
  }

  start(): void {
    this.#cancel ??= this.#clock.at(this.#clock.now(), () => this.#look());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#note(true);
  }

  /** The spans in which nobody answered. */
  get silences(): readonly Span[] {
    return this.#silences;
  }

  /** Whether nobody answered when it looked last. */
  get isSilent(): boolean {
    return this.#silentSince !== undefined;
  }

  async #look(): Promise<void> {
    const at = this.#where();
    this.#note(at !== undefined && (await listens(at.address, at.port)));
    if (this.#cancel)
      this.#cancel = this.#clock.at(this.#clock.now() + this.every, () => this.#look());
  }

  #note(answers: boolean): void {
    const now = this.#clock.now();
    if (!answers) {
      this.#silentSince ??= now;
    } else if (this.#silentSince !== undefined) {
      this.#silences.push({ from: this.#silentSince, to: now });
      this.#silentSince = undefined;
    }
  }
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      socket.destroy();
      resolve(false);
    });
  });
}
