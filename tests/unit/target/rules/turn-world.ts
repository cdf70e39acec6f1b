import { turnOf } from '../../../../functions/target/rules/turn.ts';
import type { AskedRun, OtherRun, Phase, Turn } from '../../../../functions/target/rules/turn.ts';
import { DrawnTime } from '../../drawn-time.ts';

/** What is drawn of a run. Times are milliseconds. */
export interface DrawnRun extends AskedRun {
  readonly startedAfter: number;
  readonly prepares: number;
  /** How long it takes until AWS lists it. */
  readonly listedAfter: number;
  readonly looks: number;
  readonly works: number;
  /** Somebody stops it then; undefined for nobody. */
  readonly stoppedAfter: number | undefined;
}

/** How a run went. */
export interface Lived extends DrawnRun {
  readonly name: string;
  readonly startedAt: number;
  phase: Phase;
  isOver: boolean;
  workedAt: number | undefined;
  overtakenBy: string | undefined;
}

const listingLag = 10_000;
/** From a function's answer to the state that follows it. */
const transition = 40;

/**
 * Runs that take turns as the state machine lets them: each enters TakeTurn, lists the others, reads
 * each one's phase at a moment of its own, decides at the end of its look, and waits, works or ends.
 */
export class TurnWorld {
  readonly runs: readonly Lived[];
  /** Pairs of one kind that were at work at the same time. */
  readonly collisions: string[] = [];
  readonly #time = new DrawnTime();

  constructor(drawn: readonly DrawnRun[]) {
    this.runs = drawn.map((run, index) => ({
      ...run,
      name: `run-${index + 1}`,
      startedAt: run.startedAfter,
      phase: 'preparing',
      isOver: false,
      workedAt: undefined,
      overtakenBy: undefined,
    }));
    for (const run of this.runs) {
      this.#time.after(run.startedAt + run.prepares, run, () => this.#enter(run));
      if (run.stoppedAfter === undefined) continue;
      this.#time.after(run.startedAt + run.stoppedAfter, run, () => {
        run.isOver = true;
      });
    }
  }

  /** Plays until all is over, or until `horizon`. */
  play(horizon: number): void {
    this.#time.play(horizon);
  }

  #enter(run: Lived): void {
    run.phase = 'deciding';
    const age = this.#time.now - run.startedAt;
    if (age < listingLag) {
      this.#time.after(run.looks, run, () => this.#wait(run, listingLag - age));
      return;
    }
    const listed = this.runs.filter(
      (one) => one !== run && !one.isOver && one.startedAt + one.listedAfter <= this.#time.now,
    );
    const seen: OtherRun[] = [];
    listed.forEach((one, index) => {
      this.#time.after((run.looks * (index + 1)) / (listed.length + 1), run, () => {
        seen.push({
          name: one.name,
          startedAt: new Date(one.startedAt).toISOString(),
          phase: one.isOver ? 'retiring' : one.phase,
          asked: one,
        });
      });
    });
    this.#time.after(run.looks, run, () => {
      const startedAt = new Date(run.startedAt).toISOString();
      this.#follow(run, turnOf({ ...run, startedAt }, seen));
    });
  }

  #follow(run: Lived, turn: Turn): void {
    switch (turn.type) {
      case 'taken':
        this.#time.after(transition, run, () => this.#work(run));
        return;
      case 'overtaken':
        run.overtakenBy = turn.by.name;
        run.isOver = true;
        return;
      case 'wait':
        this.#wait(run, turn.isSoon ? 5000 : 10_000);
    }
  }

  #wait(run: Lived, milliseconds: number): void {
    this.#time.after(transition, run, () => {
      run.phase = 'waiting';
      this.#time.after(milliseconds, run, () => this.#enter(run));
    });
  }

  #work(run: Lived): void {
    run.phase = 'working';
    run.workedAt = this.#time.now;
    const isDrill = run.mode === 'drill';
    const others = this.runs.filter(
      (one) =>
        one !== run && !one.isOver && one.phase === 'working' && (one.mode === 'drill') === isDrill,
    );
    this.collisions.push(...others.map(({ name }) => `${name} and ${run.name}`));
    this.#time.after(run.works, run, () => {
      run.phase = 'retiring';
      this.#time.after(5000, run, () => {
        run.isOver = true;
      });
    });
  }
}
