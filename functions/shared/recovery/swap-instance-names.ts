import { nextInstanceStep } from '../domain/instance-swap.ts';
import { connectability } from '../domain/connectable.ts';
import { nextWait, paces } from '../domain/pace.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { secondsSince } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { Databases } from '../ports/databases.ts';
import { attempt } from './attempt.ts';
import { findPair } from './find-pair.ts';
import { requireDatabase } from './require-database.ts';

/**
 * Gives the instances of the live cluster the names that those of the old one had.
 * @throws DatabaseNotFound, StepOverdue
 */
export async function swapInstanceNames(
  plan: RecoveryPlan,
  restoredId: string,
  since: string,
  ports: { readonly databases: Databases; readonly clock: Clock },
): Promise<Progress> {
  const { databases, clock } = ports;
  const pair = await findPair(plan, restoredId, databases);
  const live = pair.restored ?? (await requireDatabase(databases, restoredId, 'the live database'));
  const members = await databases.members(live);
  const old = pair.old ? await databases.members(pair.old) : [];
  const step = nextInstanceStep({ old, restored: members }, plan.members);
  const elapsedSeconds = secondsSince(clock, since);
  if (step.type === 'done') {
    const seen = connectability(live, members);
    if (seen.state === 'connectable') return { state: 'ready' };
    const waitingFor = seen.state === 'pending' ? seen.waitingFor : seen.what;
    const waitSeconds = nextWait('SwapInstanceNames', { elapsedSeconds, waitingFor });
    return { state: 'pending', waitSeconds, waitingFor };
  }
  let acted = false;
  for (const action of step.actions) {
    const outcome = await attempt(() =>
      action.type === 'rename'
        ? databases.renameMember(action.from, action.to)
        : databases.failOver(live.identifier, action.to),
    );
    acted ||= outcome === 'done';
  }
  const { waitingFor } = step;
  const waitSeconds = acted
    ? paces.SwapInstanceNames.firstLook
    : nextWait('SwapInstanceNames', { elapsedSeconds, waitingFor });
  return { state: 'pending', waitSeconds, waitingFor };
}
