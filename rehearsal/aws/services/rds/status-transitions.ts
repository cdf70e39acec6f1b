import type { VirtualClock } from '../../clock.ts';
import type { Location } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { drawSeconds } from './durations.ts';
import type { Draws, Durations } from './durations.ts';
import type { RdsOperation, Faults } from './faults.ts';

/** One operation of RDS from start to end, in virtual milliseconds since the epoch. */
export interface LoggedDeed {
  readonly kind: RdsOperation;
  readonly identifier: string;
  readonly location: Location;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** An operation under way: what its steps may do. */
export interface StatusTransition {
  readonly random: Random;
  /** Draws a time in milliseconds. */
  draw(duration: keyof Durations): number;
  /** Lets virtual milliseconds pass. */
  wait(milliseconds: number): Promise<void>;
  /** Lets time pass until something else is done. */
  until(done: () => boolean): Promise<void>;
  /** Stands before the operation's effect: a planned fault strikes here. */
  arrive(): Promise<void>;
}

/** What an operation is done to, and what becomes of it when the operation fails. */
export interface TransitionSubject {
  readonly operation: RdsOperation;
  readonly owner: object;
  readonly identifier: string;
  readonly location: Location;
  fail(status: string): void;
}

/** An operation ends in a bad status that RDS foresees, such as a copy whose source is gone. */
export class EndsBadly extends Error {
  override readonly name = 'EndsBadly';
  readonly status: string;

  constructor(status: string) {
    super(`the operation ends with status ${status}`);
    this.status = status;
  }
}

/** Runs what takes time: each operation is a sequence of steps that cancelling its owner ends. */
export class StatusTransitions {
  /** Every operation that came to an end, well or badly; a cancelled one never does. */
  readonly log: LoggedDeed[] = [];
  /** Errors that no rule of RDS foresees, such as a server that doesn't start. */
  readonly problems: Error[] = [];
  readonly #clock: VirtualClock;
  readonly #draws: Draws;
  readonly #durations: Durations;
  readonly #faults: Faults;
  readonly #underWay = new Map<object, Set<AbortController>>();

  constructor(clock: VirtualClock, draws: Draws, durations: Durations, faults: Faults) {
    this.#clock = clock;
    this.#draws = draws;
    this.#durations = durations;
    this.#faults = faults;
  }

  begin(subject: TransitionSubject, steps: (transition: StatusTransition) => Promise<void>): void {
    const abort = new AbortController();
    const mine = this.#underWay.get(subject.owner) ?? new Set();
    this.#underWay.set(subject.owner, mine.add(abort));
    void this.#run(subject, steps, abort.signal).finally(() => mine.delete(abort));
  }

  /** Ends whatever is under way for the owner, without its effect. */
  cancel(owner: object): void {
    const mine = this.#underWay.get(owner) ?? [];
    for (const abort of mine) abort.abort(new Cancelled());
    this.#underWay.delete(owner);
  }

  async #run(
    subject: TransitionSubject,
    steps: (transition: StatusTransition) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { operation, identifier, location } = subject;
    const startedAt = this.#clock.now();
    const fault = this.#faults.take(operation, identifier, location);
    const random = this.#draws.stream(
      `${operation}/${location.accountId}/${location.region}/${identifier}`,
    );
    const transition: StatusTransition = {
      random,
      draw: (duration) => Math.round(drawSeconds(random, this.#durations[duration]) * 1000),
      wait: (time) => this.#clock.sleep(time, signal),
      until: async (done) => {
        while (!done()) await this.#clock.sleep(lookAgain, signal);
      },
      arrive: async () => {
        if (fault === 'never-ends') await new Promise((_, reject) => onAbort(signal, reject));
        else if (fault === undefined) return;
        else if ('status' in fault) throw new EndsBadly(fault.status);
        else await this.#clock.sleep(fault.seconds * 1000, signal);
      },
    };
    try {
      await steps(transition);
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof EndsBadly)) this.problems.push(asError(error));
      subject.fail(error instanceof EndsBadly ? error.status : 'failed');
    }
    this.log.push({ kind: operation, identifier, location, startedAt, endedAt: this.#clock.now() });
  }
}

/** How often an operation looks whether what it waits for is done, in virtual milliseconds. */
const lookAgain = 5000;

class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

function onAbort(signal: AbortSignal, reject: (reason: unknown) => void): void {
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
