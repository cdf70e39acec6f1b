import { liveName } from '../scene/fixtures.ts';
import type { Location } from '../../aws/contracts.ts';
import { source } from '../scene/locations.ts';
import { clusterHost, instanceHost } from '../../aws/services/rds/endpoints.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { AcknowledgedWrite } from './trace.ts';
import { volumeAt } from './traced-engine.ts';
import type { TracedEngine } from './traced-engine.ts';

/**
 * An application that knows its database by the live name alone. It resolves the name for each write,
 * so it follows a swap, and remembers what was acknowledged, and by whom.
 */
export class LiveApplication {
  readonly host: string;
  readonly #parts: {
    readonly simulator: Simulator;
    readonly engine: TracedEngine;
    readonly location: Location;
    readonly acknowledge: (write: AcknowledgedWrite) => void;
  };

  constructor(
    scenario: Pick<Scenario, 'engine'>,
    parts: {
      readonly simulator: Simulator;
      readonly engine: TracedEngine;
      readonly location: Location;
      /** Hears of each entry that a database took. */
      readonly acknowledge: (write: AcknowledgedWrite) => void;
    },
  ) {
    this.#parts = parts;
    const hostOf = kindOf(scenario) === 'cluster' ? clusterHost : instanceHost;
    this.host = hostOf(parts.location, liveName);
  }

  /** Who answers to the name; undefined is silence. */
  get volume(): string | undefined {
    const { simulator, engine } = this.#parts;
    const volume = volumeAt(simulator, this.host);
    return volume !== undefined && engine.answersAt(volume) ? volume : undefined;
  }

  /** Writes an entry to whoever answers to the name; silence is a write that wasn't. */
  async write(): Promise<void> {
    const { simulator, engine, location, acknowledge } = this.#parts;
    const { volume } = this;
    if (volume === undefined) return;
    const place = location.accountId === source.accountId ? 'source' : 'target';
    const entry = { place, at: simulator.clock.now() } as const;
    await engine.write(volume, entry);
    acknowledge({ volume, entry });
  }

  /** Writes every so many virtual milliseconds, for as long as anything else happens. */
  writeEvery(milliseconds: number): void {
    const { clock } = this.#parts.simulator;
    const next = (): void => {
      clock.at(
        clock.now() + milliseconds,
        async () => {
          await this.write();
          next();
        },
        { standing: true },
      );
    };
    next();
  }
}
