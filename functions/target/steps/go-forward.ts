import type { Database } from '../../shared/rules/database.ts';
import { pending, pollingSchedules } from '../../shared/rules/polling-schedule.ts';
import type { Pending } from '../../shared/rules/progress.ts';
import { abilityOf } from '../rules/ability.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { nextSwapAction } from '../rules/swap.ts';
import type { CutOver } from '../ports/cut-over.ts';
import { attempt } from './attempt.ts';
import { letClientsFollow, moveClients } from './move-clients.ts';
import { sight } from './sight.ts';
import type { SwapPorts } from './swap-names.ts';

/**
 * Carries a swap to its end whose clients were moved first, or may have been: what they wrote since is in the
 * restored database alone. An access stack that can't move them keeps no name back: its clients follow the
 * live one then.
 * @returns undefined where there is nothing to carry on: it has the live name, or will never answer again
 * @throws NotOurs, StepOverdue
 */
export async function goForward(
  plan: RecoveryPlan,
  pair: { readonly old: Database | undefined; readonly restored: Database | undefined },
  elapsedSeconds: number,
  ports: SwapPorts & { readonly cutOver: CutOver },
): Promise<Pending | undefined> {
  const { databases } = ports;
  const { old, restored } = pair;
  if (!restored || restored.identifier === plan.names.live) return undefined;
  const [seen] = await sight(databases, restored);
  if (abilityOf(seen) === 'unable') return undefined;
  if (old?.identifier === plan.names.live) {
    const moving = await moveOrLetFollow(plan, restored, ports);
    if (moving) return moving;
  }
  const action = nextSwapAction({ old, restored }, plan.names);
  if (action.type === 'done') return undefined;
  if (action.type === 'wait') {
    return pending('RollBack', { elapsedSeconds, waitingFor: action.waitingFor });
  }
  const outcome = await attempt(() => databases.rename(action.from, action.to));
  const waitingFor = `"${action.from}" to become "${action.to}"`;
  if (outcome === 'later') return pending('RollBack', { elapsedSeconds, waitingFor });
  return { state: 'pending', waitSeconds: pollingSchedules.RollBack.firstLook, waitingFor };
}

async function moveOrLetFollow(
  plan: RecoveryPlan,
  restored: Database,
  ports: SwapPorts & { readonly cutOver: CutOver },
): Promise<Pending | undefined> {
  try {
    return await moveClients(plan, restored, ports);
  } catch {
    await letClientsFollow(plan, ports.cutOver);
    return undefined;
  }
}
