import type { Listeners } from '../../../functions/access/ports/listeners.ts';
import type { Weights } from '../../../functions/access/rules/lead.ts';
import { Faults } from './faults.ts';
import { turn } from './turn.ts';

/** One listener, its weights and its tags. */
export class FakeListeners implements Listeners {
  readonly faults = new Faults<keyof Listeners>();
  readonly calls: string[] = [];
  readonly tags = new Map<string, string>();
  led: Weights = {};

  async weights(): Promise<Weights> {
    await turn();
    this.faults.raise('weights', 'before');
    return this.led;
  }

  async lead(_listenerArn: string, weights: Weights): Promise<void> {
    await turn();
    this.faults.raise('lead', 'before');
    this.led = weights;
    this.calls.push('lead');
    this.faults.raise('lead', 'after');
  }

  async mark(_listenerArn: string, key: string): Promise<string | undefined> {
    await turn();
    this.faults.raise('mark', 'before');
    return this.tags.get(key);
  }

  async setMark(_listenerArn: string, key: string, value: string): Promise<void> {
    await turn();
    this.faults.raise('setMark', 'before');
    this.tags.set(key, value);
    this.calls.push('setMark');
    this.faults.raise('setMark', 'after');
  }

  async removeMark(_listenerArn: string, key: string): Promise<void> {
    await turn();
    this.faults.raise('removeMark', 'before');
    this.tags.delete(key);
    this.calls.push('removeMark');
    this.faults.raise('removeMark', 'after');
  }
}
