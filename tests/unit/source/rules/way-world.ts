import { wayOf } from '../../../../functions/source/rules/way.ts';
import type { OtherRun, Phase, Way } from '../../../../functions/source/rules/way.ts';
import { DrawnTime } from '../../drawn-time.ts';

/** What is drawn of a run. Times are milliseconds. */
export interface DrawnRun {
  readonly startedAfter: number;
  /** How long it takes until AWS lists it. */
  readonly listedAfter: number;
  readonly looks: number;
  readonly captures: number;
  readonly closes: number;
  /** Somebody stops it then; undefined for nobody. */
  readonly stoppedAfter: number | undefined;
}

/** How a run went. */
export interface Lived extends DrawnRun {
  readonly name: string;
  phase: Phase;
  isOver: boolean;
  workedAt: number | undefined;
  supersededBy: string | undefined;
}

const listingLag = 10_000;
/** From a function's answer to the state that follows it. */
const transition = 40;

/**
 * Runs that give way as the state machine lets them: each enters GiveWay, lists the others, reads each one's
 * phase at a moment of its own, and waits, captures or ends.
 */
export class WayWorld {
  readonly runs: readonly Lived[];
  /** Pairs that captured at the same time. */
  readonly collisions: string[] = [];
  readonly #time = new DrawnTime();

  constructor(drawn: readonly DrawnRun[]) {
    this.runs = drawn.map((run, index) => ({
      ...run,
      name: `run-${index + 1}`,
      phase: 'deciding',
      isOver: false,
      workedAt: undefined,
      supersededBy: undefined,
    }));
    for (const run of this.runs) {
      this.#time.after(run.startedAfter, run, () => this.#enter(run));
      if (run.stoppedAfter === undefined) continue;
      this.#time.after(run.startedAfter + run.stoppedAfter, run, () => {
        run.isOver = true;
      });
    }
  }

  /** Plays until all is over. */
  play(): void {
    this.#time.play();
  }

  #enter(run: Lived): void {
    const age = this.#time.now - run.startedAfter;
    if (age < listingLag) {
      this.#time.after(listingLag - age, run, () => this.#enter(run));
      return;
    }
    const listed = this.runs.filter(
      (one) => one !== run && !one.isOver && one.startedAfter + one.listedAfter <= this.#time.now,
    );
    const seen: OtherRun[] = [];
    listed.forEach((one, index) => {
      this.#time.after((run.looks * (index + 1)) / (listed.length + 1), run, () => {
        const phase = one.isOver ? 'over' : one.phase;
        seen.push({ name: one.name, startedAt: iso(one), phase });
      });
    });
    this.#time.after(run.looks, run, () => {
      this.#follow(run, wayOf({ name: run.name, startedAt: iso(run) }, seen));
    });
  }

  #follow(run: Lived, way: Way): void {
    switch (way.type) {
      case 'free':
        this.#time.after(transition, run, () => this.#capture(run));
        return;
      case 'superseded':
        run.supersededBy = way.by.name;
        run.isOver = true;
        return;
      case 'wait':
        this.#time.after(transition + 5000, run, () => this.#enter(run));
    }
  }

  #capture(run: Lived): void {
    run.phase = 'capturing';
    run.workedAt = this.#time.now;
    const others = this.runs.filter(
      (one) => one !== run && !one.isOver && one.phase === 'capturing',
    );
    this.collisions.push(...others.map(({ name }) => `${name} and ${run.name}`));
    this.#time.after(run.captures, run, () => {
      run.phase = 'closing';
      this.#time.after(run.closes, run, () => {
        run.isOver = true;
      });
    });
  }
}

function iso({ startedAfter }: DrawnRun): string {
  return new Date(startedAfter).toISOString();
}
