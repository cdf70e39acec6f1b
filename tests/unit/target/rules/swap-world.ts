import type { NameAction, Named, SwapNames } from '../../../../functions/target/rules/swap.ts';

export const names: SwapNames = { live: 'live', temporary: 'next', retired: 'retired' };

/** What can happen next. `step` looks and acts; a crash looks, and dies before its call. */
export type Turn = 'step' | 'crash before the call' | 'time passes' | 'answers catch up';

type Role = 'old' | 'restored';
type Seen = { old: Named | undefined; restored: Named };
export type Next = (seen: Seen, names: SwapNames) => NameAction;

interface Resource {
  name: string;
  /** What it is being renamed to. */
  becoming: string | undefined;
  /** What Describe still shows, after a rename was accepted. */
  stale: Named | undefined;
}

function resting(name: string): Resource {
  return { name, becoming: undefined, stale: undefined };
}

/**
 * Two databases as AWS renames them: a rename is accepted where the database is free and nobody
 * holds the name, Describe may still show the former state, then `renaming`, then the new name.
 */
export class SwapWorld {
  /** Every rename that AWS accepted. */
  readonly renames: string[] = [];
  readonly #resources = new Map<Role, Resource>();

  constructor(options: { readonly hasOld: boolean }) {
    if (options.hasOld) this.#resources.set('old', resting('live'));
    this.#resources.set('restored', resting('next'));
  }

  nameOf(role: Role): string | undefined {
    return this.#resources.get(role)?.name;
  }

  look(): Seen {
    const old = this.#show('old');
    const restored = this.#show('restored') as Named;
    return { old, restored };
  }

  take(turn: Turn, next: Next): void {
    switch (turn) {
      case 'step':
        this.#act(next(this.look(), names));
        return;
      case 'crash before the call':
        next(this.look(), names);
        return;
      case 'answers catch up':
        for (const resource of this.#resources.values()) resource.stale = undefined;
        return;
      case 'time passes':
        for (const resource of this.#resources.values()) {
          resource.name = resource.becoming ?? resource.name;
          resource.becoming = undefined;
          resource.stale = undefined;
        }
    }
  }

  /** Steps, time passing in between, until there is nothing more to do. */
  settle(next: Next): void {
    for (let turn = 0; turn < 20; turn += 1) {
      this.take('time passes', next);
      const action = next(this.look(), names);
      if (action.type === 'done') return;
      this.#act(action);
    }
    throw new Error('the swap goes on and on');
  }

  #act(action: NameAction): void {
    if (action.type !== 'rename') return;
    const [role, resource] = this.#holderOf(action.from);
    // DBClusterNotFoundFault, InvalidDBClusterStateFault, DBClusterAlreadyExistsFault: look again.
    if (role === undefined || resource === undefined || resource.becoming !== undefined) return;
    if (this.#holderOf(action.to)[0] !== undefined) return;
    this.renames.push(`${role}: ${action.from} → ${action.to}`);
    resource.stale = this.#show(role);
    resource.becoming = action.to;
  }

  /** A name is held by who has it, and by who is about to have it. */
  #holderOf(name: string): [Role, Resource] | [undefined, undefined] {
    for (const [role, resource] of this.#resources) {
      if (resource.name === name || resource.becoming === name) return [role, resource];
    }
    return [undefined, undefined];
  }

  #show(role: Role): Named | undefined {
    const resource = this.#resources.get(role);
    if (resource === undefined) return undefined;
    const status = resource.becoming === undefined ? 'available' : 'renaming';
    return resource.stale ?? { kind: 'cluster', identifier: resource.name, status };
  }
}
