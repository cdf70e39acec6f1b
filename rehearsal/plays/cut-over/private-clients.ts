import type { Simulator } from '../../aws/simulator/simulator.ts';
import { Random } from '../../aws/random.ts';
import type { Attempt } from '../failover/attempt.ts';
import { PoolClient } from '../failover/client.ts';
import { openSession } from '../failover/session.ts';
import type { Login } from '../failover/session.ts';
import { connectsAnew } from './figures.ts';
import { clientOf, host, routesOf, ways } from './ways.ts';
import type { Way } from './ways.ts';

/** Of each way; half of them keep their connection. */
const clientsOfAWay = 4;
/** All clients of a way together write this often; virtual milliseconds. */
const writeEvery = 100;

/** Applications that write to the live database, through the load balancer and by its name. */
export class PrivateClients {
  readonly attempts: Readonly<Record<Way, Attempt[]>> = { access: [], name: [] };
  readonly #pool: readonly PoolClient[];
  #running: Promise<unknown> | undefined;

  /** @param oldPort where the old database's server really listens */
  constructor(
    simulator: Simulator,
    parts: {
      readonly seed: number;
      readonly login: Omit<Login, 'host'>;
      readonly oldPort: () => number | undefined;
    },
  ) {
    const random = new Random(parts.seed);
    this.#pool = ways.flatMap((way, side) =>
      Array.from({ length: clientsOfAWay }, (_, index) => {
        const number = index + 1;
        const here = clientOf(simulator, way, index);
        return new PoolClient({
          clock: simulator.clock,
          random: random.fork(),
          number,
          firstId: firstIdOf(side, index),
          interval: writeEvery * clientsOfAWay,
          routes: () => routesOf(simulator, here),
          open: (at) => openSession(at, { ...parts.login, host, anyName: true }),
          serverAt: (port) => (port === parts.oldPort() ? 'old' : 'restored'),
          onAttempt: (attempt) => this.attempts[way].push(attempt),
          connectsAnew: connectsAnew(number),
        });
      }),
    );
  }

  begin(): void {
    this.#running ??= Promise.all(
      this.#pool.map((client, index) => client.run((index % clientsOfAWay) * writeEvery)),
    );
  }

  /** Stops them, and waits for their last answers: time has to pass. */
  async end(): Promise<void> {
    for (const client of this.#pool) client.stop();
    await this.#running;
  }
}

/** Ids tell way and client. */
const perWay = 1_000_000_000;
function firstIdOf(side: number, index: number): number {
  return (side + 1) * perWay + (index + 1) * 1_000_000;
}

export function wayOf(id: number): Way | undefined {
  return ways[Math.floor(id / perWay) - 1];
}
