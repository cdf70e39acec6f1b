import type { VirtualClock } from '../../clock.ts';
import type { Target, TargetGroup } from './target-group.ts';

/** A target's state, as it was and as it became. */
export interface Transition {
  /** Virtual milliseconds. */
  readonly time: number;
  readonly groupArn: string;
  readonly address: string;
  readonly port: number;
  /** `none` before the registration. */
  readonly from: Target['state'] | 'none';
  /** `none` after it has gone from the list. */
  readonly to: Target['state'] | 'none';
}

/** Keeps all changes of all targets' states, and tells who wants to know. */
export class TargetWatch {
  readonly transitions: Transition[] = [];
  readonly #clock: Pick<VirtualClock, 'now'>;
  readonly #listeners = new Set<(transition: Transition) => void>();

  constructor(clock: Pick<VirtualClock, 'now'>) {
    this.#clock = clock;
  }

  /** Calls `listener` after each change. @returns how to end that */
  onTransition(listener: (transition: Transition) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  note(
    { arn: groupArn }: TargetGroup,
    { address, port }: Target,
    from: Transition['from'],
    to: Transition['to'],
  ): void {
    if (from === to) return;
    const transition = { time: this.#clock.now(), groupArn, address, port, from, to };
    this.transitions.push(transition);
    for (const listener of this.#listeners) listener(transition);
  }
}
