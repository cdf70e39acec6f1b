import { source, target } from '../scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { LiveApplication } from './live-application.ts';
import type { Scenario } from './scenario.ts';
import type { AcknowledgedWrite } from './trace.ts';
import type { Entry, TracedEngine } from './traced-engine.ts';

/** How often an application writes while an execution is under way, in virtual milliseconds. */
const pause = 5 * 60_000;

/**
 * The applications of both accounts, who know the live name alone. Each writes every few minutes while
 * anything goes on, right before a call that may take its database away, as soon as somebody answers
 * again, and right after every copy that is taken: so two captures of a database differ.
 */
export class Applications {
  /** What was written, and by whom it was acknowledged. */
  readonly acknowledged: AcknowledgedWrite[] = [];
  readonly source: LiveApplication;
  readonly target: LiveApplication;
  readonly #simulator: Simulator;
  #lastAt = -Infinity;

  constructor(scenario: Scenario, simulator: Simulator, engine: TracedEngine) {
    const acknowledge = (write: AcknowledgedWrite): void => void this.acknowledged.push(write);
    const parts = { simulator, engine, acknowledge };
    this.source = new LiveApplication(scenario, { ...parts, location: source });
    this.target = new LiveApplication(scenario, { ...parts, location: target });
    this.#simulator = simulator;
    engine.onCopied(async (volume) => {
      for (const one of [this.source, this.target]) {
        if (one.volume === volume) await one.write();
      }
    });
  }

  /** The entries of the source's own application. */
  get sourceEntries(): readonly Entry[] {
    return this.acknowledged.map(({ entry }) => entry).filter(({ place }) => place === 'source');
  }

  /** Both write now. */
  async write(): Promise<void> {
    this.#lastAt = this.#simulator.clock.now();
    await this.source.write();
    await this.target.write();
  }

  /** Both write before anything else happens: for listeners, who can't wait. */
  writeAtOnce(): void {
    this.#lastAt = this.#simulator.clock.now();
    this.#simulator.look(() => this.write());
  }

  /** From now on they write for as long as executions go on. */
  goOn(): void {
    this.#simulator.stepFunctions.onHistoryEvent(({ type }) => {
      const isDue = this.#simulator.clock.now() - this.#lastAt >= pause;
      if (isDue && type?.endsWith('StateEntered') === true) this.writeAtOnce();
    });
  }
}
