import type { VirtualClock } from '../clock.ts';
import type { Names } from '../contracts.ts';

/**
 * Host names on the virtual clock: the simulator's resolver. Changes of one name take effect each
 * after its own delay, but never out of order: one that takes effect undoes older ones still under
 * way.
 */
export class VirtualNames implements Names {
  readonly #clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly #addresses = new Map<string, readonly string[]>();
  /** By name, how to cancel the changes under way, oldest first. */
  readonly #underWay = new Map<string, (() => void)[]>();
  readonly #listeners = new Set<(name: string) => void>();

  constructor(clock: Pick<VirtualClock, 'now' | 'at'>) {
    this.#clock = clock;
  }

  set(host: string, addresses: readonly string[], delayMilliseconds = 0): void {
    this.#change(host, delayMilliseconds, (name) => this.#addresses.set(name, addresses));
  }

  remove(host: string, delayMilliseconds = 0): void {
    this.#change(host, delayMilliseconds, (name) => this.#addresses.delete(name));
  }

  resolve(host: string): readonly string[] {
    return this.#addresses.get(nameOf(host)) ?? [];
  }

  /** Calls `listener` after each change that took effect. */
  onChange(listener: (name: string) => void): void {
    this.#listeners.add(listener);
  }

  #change(host: string, delay: number, effect: (name: string) => void): void {
    const name = nameOf(host);
    const apply = (): void => {
      effect(name);
      for (const listen of this.#listeners) listen(name);
    };
    if (delay <= 0) {
      this.#cancelUpTo(name, undefined);
      apply();
      return;
    }
    const cancel = this.#clock.at(this.#clock.now() + delay, () => {
      this.#cancelUpTo(name, cancel);
      apply();
    });
    this.#underWay.set(name, [...(this.#underWay.get(name) ?? []), cancel]);
  }

  /** Cancels the changes up to `last`, or all of them. */
  #cancelUpTo(name: string, last: (() => void) | undefined): void {
    const underWay = this.#underWay.get(name) ?? [];
    const count = last === undefined ? underWay.length : underWay.indexOf(last) + 1;
    for (const cancel of underWay.splice(0, count)) cancel();
  }
}

/** Names ignore case, and a dot at the end. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
