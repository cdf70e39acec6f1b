import { paces, pending } from '../domain/pace.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { nextRollbackAction } from '../domain/swap.ts';
import { secondsSince } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { Databases } from '../ports/databases.ts';
import { attempt } from './attempt.ts';
import { findPair } from './find-pair.ts';

/**
 * Undoes a swap from wherever it stopped: the old database answers to the live name again, the
 * restored one stays under its temporary name, for inspection. Where the old one is gone by now, the
 * restored one keeps the live name.
 * @throws NotOurs, StepOverdue
 */
export async function rollBack(
  plan: RecoveryPlan,
  restoredId: string | undefined,
  since: string,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress> {
  const pair = await findPair(plan, restoredId, ports.databases);
  const action = nextRollbackAction({ ...pair, replaces: plan.live !== undefined }, plan.names);
  const elapsedSeconds = secondsSince(ports.clock, since);
  if (action.type === 'done') {
    // A rename that was accepted just before the failure may not show yet: believe the second look.
    const unsettled = Math.ceil(paces.RollBack.firstLook - elapsedSeconds);
    if (unsettled <= 0) return { state: 'ready' };
    const waitingFor = 'renames that were under way to show';
    return { state: 'pending', waitSeconds: unsettled, waitingFor };
  }
  if (action.type === 'rename') {
    const outcome = await attempt(() => ports.databases.rename(action.from, action.to));
    if (outcome === 'done') {
      const waitingFor = `"${action.from}" to become "${action.to}" again`;
      return { state: 'pending', waitSeconds: paces.RollBack.firstLook, waitingFor };
    }
  }
  const waitingFor =
    action.type === 'wait' ? action.waitingFor : `the name "${action.to}" to be free`;
  return pending('RollBack', { elapsedSeconds, waitingFor });
}
