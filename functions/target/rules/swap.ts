import { DatabaseFailed, NotOurs } from '../../shared/rules/errors.ts';
import type { Verdict } from './safety.ts';
import { isForbidden, meaningOf } from '../../shared/rules/status.ts';
import type { InStatus } from '../../shared/rules/status.ts';

/** A database as the swap sees it. */
export interface Named extends InStatus {
  readonly identifier: string;
}

export interface SwapNames {
  readonly live: string;
  readonly temporary: string;
  readonly retired: string;
}

/** What to do next, given what is there now. */
export type NameAction =
  | { readonly type: 'done' }
  | { readonly type: 'wait'; readonly waitingFor: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string };

const done: NameAction = { type: 'done' };

/**
 * The next step of the swap: the old database out of the live name, then, once AWS has let go of
 * it, the restored one into it. It depends on nothing but what is seen, so a swap that was cut off
 * anywhere continues from there. The old one keeps the name while the restored one couldn't take it.
 * @param old the database that is replaced; absent on a first run
 * @throws DatabaseFailed when the restored one is in a status from which it can't take the name
 * @throws NotOurs when one of the two has a name that no step of the swap gives it
 */
export function nextSwapAction(
  seen: { readonly old: Named | undefined; readonly restored: Named },
  names: SwapNames,
): NameAction {
  const { old, restored } = seen;
  requireName(restored, 'the restored database', [names.temporary, names.live]);
  requireAble(restored);
  if (restored.identifier === names.live) return whenUsable(restored, done);
  if (old) {
    requireName(old, 'the old database', [names.live, names.retired]);
    const freed = old.identifier === names.retired;
    if (!freed) {
      return whenRenamable(old, whenRenamable(restored, rename(old, names.retired)));
    }
    // Whatever befalls it afterwards: once it bears its retired name, the live one is free.
    if (old.status === 'renaming') return waitFor(old);
  }
  return whenRenamable(restored, rename(restored, names.live));
}

/**
 * The next step back: the restored database out of the live name, where that loses nothing, then the
 * old one into it.
 * @param mayTakeBack whether the restored one may be moved out of the live name; see safety.ts
 * @throws NotOurs as above
 */
export function nextRollbackAction(
  seen: { readonly old: Named | undefined; readonly restored: Named | undefined },
  names: SwapNames,
  mayTakeBack: Verdict,
): NameAction {
  const { old, restored } = seen;
  if (restored && restored.identifier === names.live) {
    switch (mayTakeBack.verdict) {
      case 'no':
        return restored.status === 'renaming' ? waitFor(restored) : done;
      case 'wait':
        return { type: 'wait', waitingFor: mayTakeBack.waitingFor };
      case 'yes':
        return whenRenamable(restored, rename(restored, names.temporary));
    }
  }
  if (restored && restored.status === 'renaming') return waitFor(restored);
  if (!old) return done;
  requireName(old, 'the old database', [names.live, names.retired]);
  if (old.identifier === names.retired) return whenRenamable(old, rename(old, names.live));
  // Whatever else it is at was so before the run, or passes: it has its name.
  return old.status === 'renaming' ? waitFor(old) : done;
}

function rename(database: Named, to: string): NameAction {
  return { type: 'rename', from: database.identifier, to };
}

/** A rename is tried when only a status that forbids it stands in its way. */
function whenRenamable(database: Named, action: NameAction): NameAction {
  return isForbidden(database, 'modify') ? waitFor(database) : action;
}

function whenUsable(database: Named, action: NameAction): NameAction {
  return meaningOf(database) === 'usable' ? action : waitFor(database);
}

function waitFor(database: Named): NameAction {
  return { type: 'wait', waitingFor: `"${database.identifier}" (${database.status})` };
}

function requireAble(restored: Named): void {
  if (meaningOf(restored) !== 'failed') return;
  throw new DatabaseFailed(
    `expected the restored database "${restored.identifier}" to be available, found it ` +
      `${restored.status}: look at its events in the RDS console, bring it to available, and start the ` +
      'run again',
  );
}

function requireName(database: Named, role: string, expected: readonly string[]): void {
  if (expected.includes(database.identifier)) return;
  throw new NotOurs(
    `expected ${role} to be called ${expected.join(' or ')}, found it as ` +
      `"${database.identifier}": somebody else renames it; nothing was changed`,
  );
}
