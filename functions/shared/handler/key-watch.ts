import type { Keys } from '../ports/keys.ts';
import type { Dimensions } from './dimensions.ts';
import { publishMetrics } from './metrics.ts';

/**
 * Watches which keys a Preflight asks about, and publishes how many of them can't be used. Each run
 * checks its keys anyway: an alarm on that needs no trail and no rule, and is as quick as the schedule,
 * which a key that waits for its deletion, seven days at least, leaves time for.
 */
export class KeyWatch {
  readonly #states = new Map<string, string>();

  /** The same keys, with an eye on them. */
  watched(keys: Keys): Keys {
    return {
      describe: async (id) => {
        const key = await keys.describe(id);
        this.#states.set(id, key?.state ?? 'missing');
        return key;
      },
    };
  }

  /** Says nothing where no key was asked about. */
  publish(dimensions: Dimensions): void {
    if (this.#states.size === 0) return;
    const value = [...this.#states.values()].filter((state) => state !== 'Enabled').length;
    publishMetrics(dimensions, [{ name: 'KeysUnusable', unit: 'Count', value }]);
  }
}
