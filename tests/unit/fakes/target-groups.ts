import { isRegistered } from '../../../functions/access/rules/targets.ts';
import type {
  TargetAddress,
  Target,
  TargetState,
} from '../../../functions/access/rules/targets.ts';
import type { Clock } from '../../../functions/shared/ports/clock.ts';
import type { TargetGroups } from '../../../functions/access/ports/target-groups.ts';
import { Faults } from './faults.ts';
import { turn } from './turn.ts';

interface Entry extends TargetAddress {
  readonly zone: string;
  readonly registeredAt: number;
  drainingUntil?: number;
}

/** In seconds. */
const drainFor = 30;

/**
 * Target groups that take their time: a new target is `initial` for a while, a deregistered one is
 * listed as `draining`, and what isn't named exactly isn't deregistered.
 */
export class FakeTargetGroups implements TargetGroups {
  readonly faults = new Faults<'targets' | 'register' | 'deregister'>();
  readonly calls: string[] = [];
  /** Addresses on which nobody takes connections. */
  readonly down = new Set<string>();
  readonly #groups = new Map<string, Entry[]>();
  readonly #clock: Clock;
  /** Seconds until a target is healthy. */
  latency = 10;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async targets(groupArn: string): Promise<readonly Target[]> {
    await turn();
    this.faults.raise('targets', 'before');
    return this.look(groupArn);
  }

  async register(groupArn: string, spots: readonly TargetAddress[]): Promise<void> {
    await turn();
    this.faults.raise('register', 'before');
    this.put(groupArn, ...spots);
    this.calls.push(`register ${spots.map((spot) => `${spot.address}:${spot.port}`).join(' ')}`);
    this.faults.raise('register', 'after');
  }

  async deregister(groupArn: string, targets: readonly Target[]): Promise<void> {
    await turn();
    this.faults.raise('deregister', 'before');
    for (const { address, port, zone } of targets) {
      const entry = this.#entries(groupArn).find(
        (one) => one.address === address && one.port === port && one.zone === zone,
      );
      if (entry) entry.drainingUntil = this.#now() + drainFor;
      this.calls.push(`deregister ${address}:${port} ${zone}`);
    }
    this.faults.raise('deregister', 'after');
  }

  /** Registers without a call: what somebody did before. */
  put(groupArn: string, ...spots: readonly TargetAddress[]): void {
    const entries = this.#entries(groupArn);
    for (const spot of spots) {
      const index = entries.findIndex(
        ({ address, port }) => address === spot.address && port === spot.port,
      );
      if (index >= 0 && entries[index]?.drainingUntil === undefined) continue;
      if (index >= 0) entries.splice(index, 1);
      entries.push({ ...spot, zone: 'eu-central-1a', registeredAt: this.#now() });
    }
  }

  look(groupArn: string): readonly Target[] {
    return this.#entries(groupArn)
      .filter(({ drainingUntil }) => (drainingUntil ?? Infinity) > this.#now())
      .map((entry) => ({
        address: entry.address,
        port: entry.port,
        zone: entry.zone,
        state: this.#stateOf(entry),
      }));
  }

  /** `10.0.1.5:5432`, of those that are registered, sorted. */
  registered(groupArn: string): readonly string[] {
    return this.look(groupArn)
      .filter(isRegistered)
      .map(({ address, port }) => `${address}:${port}`)
      .toSorted();
  }

  #stateOf(entry: Entry): TargetState {
    if (entry.drainingUntil !== undefined) return 'draining';
    if (this.#now() < entry.registeredAt + this.latency) return 'initial';
    return this.down.has(entry.address) ? 'unhealthy' : 'healthy';
  }

  #entries(groupArn: string): Entry[] {
    const known = this.#groups.get(groupArn) ?? [];
    this.#groups.set(groupArn, known);
    return known;
  }

  #now(): number {
    return this.#clock.now() / 1000;
  }
}
