import { asInstance, isForbidden, meaningOf } from '../../shared/rules/status.ts';

/** A member instance as the swap of instance names sees it. */
export interface NamedMember {
  readonly identifier: string;
  readonly status: string;
  readonly isWriter: boolean;
}

/** The names of one member of the restored cluster, before and after. */
export interface MemberNames {
  readonly temporary: string;
  readonly live: string;
  /** What an old member of that live name is called afterwards. */
  readonly retired?: string | undefined;
}

export type InstanceAction =
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'fail-over'; readonly to: string };

/** `actions` may all be taken now; empty while something is under way. */
export type InstanceStep =
  | { readonly type: 'done' }
  | {
      readonly type: 'act';
      readonly actions: readonly InstanceAction[];
      readonly waitingFor: string;
    };

/**
 * The next actions of the swap of instance names. Renaming an instance restarts it, so: the old
 * members, which are out of use, all at once; then the readers of the restored cluster; then a
 * failover to one of them; and the former writer, now a reader, last. Without a reader the writer
 * is renamed where it stands, and restarts once.
 */
export function nextInstanceStep(
  seen: { readonly old: readonly NamedMember[]; readonly restored: readonly NamedMember[] },
  names: readonly MemberNames[],
): InstanceStep {
  const { old, restored } = seen;
  const pending = restored.flatMap((member) => {
    const own = names.find(({ temporary }) => temporary === member.identifier);
    return own ? [{ ...member, to: own.live }] : [];
  });
  const busy = [...old, ...restored].find((member) => !isRenamable(member));
  if (pending.length === 0) {
    const waiting = restored.find((member) => meaningOf(asInstance(member)) !== 'usable');
    return waiting ? act([], show(waiting)) : { type: 'done' };
  }
  const freeing = freeLiveNames(old, names);
  if (freeing.length > 0) return act(freeing, 'the old instances to give their names away');
  if (busy) return act([], show(busy));
  const readers = pending.filter(({ isWriter }) => !isWriter);
  if (readers.length > 0) return act(readers.map(rename), 'the readers to take their names');
  const successor = restored.find(({ isWriter }) => !isWriter);
  if (successor) {
    return act(
      [{ type: 'fail-over', to: successor.identifier }],
      `"${successor.identifier}" to become the writer`,
    );
  }
  return act(pending.map(rename), 'the writer to take its name');
}

function freeLiveNames(
  old: readonly NamedMember[],
  names: readonly MemberNames[],
): readonly InstanceAction[] {
  return old.flatMap((member) => {
    const { identifier } = member;
    const retired = names.find(({ live }) => live === identifier)?.retired;
    return retired !== undefined && isRenamable(member)
      ? [rename({ identifier, to: retired })]
      : [];
  });
}

/** While a status forbids it, AWS refuses the rename. */
function isRenamable(member: NamedMember): boolean {
  return !isForbidden(asInstance(member), 'modify');
}

function rename({ identifier, to }: { identifier: string; to: string }): InstanceAction {
  return { type: 'rename', from: identifier, to };
}

function act(actions: readonly InstanceAction[], waitingFor: string): InstanceStep {
  return { type: 'act', actions, waitingFor };
}

function show(member: NamedMember): string {
  return `instance "${member.identifier}" (${member.status})`;
}
