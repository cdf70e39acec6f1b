import { lastingMembers } from '../../shared/rules/autoscaling.ts';
import { nextInstanceStep } from '../rules/instance-swap.ts';
import { withRoom } from '../rules/room.ts';
import { connectability } from '../rules/connectable.ts';
import { pollingSchedules, pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { attempt } from './attempt.ts';
import { findBusyMember } from './find-busy-member.ts';
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
  const elapsedSeconds = secondsSince(clock, since);
  const { live: liveName, retired } = plan.names;
  const busy = await findBusyMember([liveName, retired], databases, 'renamable');
  if (busy) {
    const waitingFor = `instance "${busy.identifier}" (${busy.status})`;
    return pending('SwapInstanceNames', { elapsedSeconds, waitingFor });
  }
  const pair = await findPair(plan, restoredId, databases);
  const live = pair.restored ?? (await requireDatabase(databases, restoredId, 'the live database'));
  // Auto Scaling's come and go on their own, have no names to give or take, and aren't to write.
  const all = withRoom(
    lastingMembers(await databases.members(live, ...(pair.old ? [pair.old] : []))),
  );
  const members = all.filter((member) => member.databaseIdentifier === live.identifier);
  const old = all.filter((member) => member.databaseIdentifier !== live.identifier);
  const step = nextInstanceStep({ old, restored: members }, plan.members);
  if (step.type === 'done') {
    const seen = connectability(live, members);
    if (seen.state === 'connectable') return { state: 'ready' };
    const waitingFor = seen.state === 'pending' ? seen.waitingFor : seen.what;
    return pending('SwapInstanceNames', { elapsedSeconds, waitingFor });
  }
  const { waitingFor } = step;
  const patience = pending('SwapInstanceNames', { elapsedSeconds, waitingFor });
  let acted = false;
  for (const action of step.actions) {
    const outcome = await attempt(() =>
      action.type === 'rename'
        ? databases.renameMember(action.from, action.to)
        : databases.failOver(live.identifier, action.to),
    );
    acted ||= outcome === 'done';
  }
  return acted
    ? { ...patience, waitSeconds: pollingSchedules.SwapInstanceNames.firstLook }
    : patience;
}
