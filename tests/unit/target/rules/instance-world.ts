import { nextInstanceStep } from '../../../../functions/target/rules/instance-swap.ts';
import type {
  InstanceAction,
  MemberNames,
  NamedMember,
} from '../../../../functions/target/rules/instance-swap.ts';

/** `step` looks and takes all actions; `crash midway` dies after the first one. */
export type Turn = 'step' | 'crash midway' | 'time passes';

interface Instance {
  name: string;
  becoming: string | undefined;
  isWriter: boolean;
}

export function memberNames(count: number): MemberNames[] {
  return Array.from({ length: count }, (_, index) => ({
    temporary: `next-${index + 1}`,
    live: `live-${index + 1}`,
    retired: `live-${index + 1}-retired`,
  }));
}

function instances(count: number, base: string): Instance[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${base}-${index + 1}`,
    becoming: undefined,
    isWriter: index === 0,
  }));
}

function show({ name, becoming, isWriter }: Instance): NamedMember {
  return { identifier: name, status: becoming === undefined ? 'available' : 'renaming', isWriter };
}

/** The members of two clusters as AWS renames them and fails over; a rename restarts. */
export class InstanceWorld {
  readonly refusedNames: string[] = [];
  /** How often the restored cluster's writer was restarted under its clients. */
  writerRestarts = 0;
  failovers = 0;
  readonly #names: MemberNames[];
  readonly #clusters: { readonly old: Instance[]; readonly restored: Instance[] };

  constructor(counts: { readonly old: number; readonly restored: number }) {
    this.#names = memberNames(Math.max(counts.old, counts.restored));
    this.#clusters = {
      old: instances(counts.old, 'live'),
      restored: instances(counts.restored, 'next'),
    };
  }

  namesOf(cluster: 'old' | 'restored'): string[] {
    return this.#clusters[cluster].map(({ name }) => name);
  }

  take(turn: Turn): void {
    if (turn === 'time passes') {
      this.#pass();
      return;
    }
    const step = this.#next();
    if (step.type === 'done') return;
    const actions = turn === 'step' ? step.actions : step.actions.slice(0, 1);
    for (const action of actions) this.#act(action);
  }

  settle(): void {
    for (let turn = 0; turn < 30; turn += 1) {
      this.#pass();
      if (this.#next().type === 'done') return;
      this.take('step');
    }
    throw new Error('the swap of instance names goes on and on');
  }

  #next(): ReturnType<typeof nextInstanceStep> {
    const { old, restored } = this.#clusters;
    return nextInstanceStep({ old: old.map(show), restored: restored.map(show) }, this.#names);
  }

  #act(action: InstanceAction): void {
    const all = [...this.#clusters.old, ...this.#clusters.restored];
    if (action.type === 'fail-over') {
      this.failovers += 1;
      for (const one of this.#clusters.restored) one.isWriter = one.name === action.to;
      return;
    }
    const instance = all.find(({ name }) => name === action.from);
    if (instance === undefined || instance.becoming !== undefined) return;
    if (all.some(({ name, becoming }) => name === action.to || becoming === action.to)) {
      this.refusedNames.push(action.to);
      return;
    }
    if (instance.isWriter && this.#clusters.restored.includes(instance)) this.writerRestarts += 1;
    instance.becoming = action.to;
  }

  #pass(): void {
    for (const instance of [...this.#clusters.old, ...this.#clusters.restored]) {
      instance.name = instance.becoming ?? instance.name;
      instance.becoming = undefined;
    }
  }
}
