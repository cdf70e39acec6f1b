import type { Database } from '../../shared/rules/database.ts';
import { NameTaken } from '../../shared/rules/errors.ts';
import { checkHold } from '../rules/lineage.ts';
import { pollingSchedules, pending } from '../../shared/rules/polling-schedule.ts';
import type { Pending, Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { describeNoRoom } from '../rules/room.ts';
import { describeShortfall, describeSleep } from '../rules/shortfall.ts';
import { nextSwapAction } from '../rules/swap.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { CutOver } from '../ports/cut-over.ts';
import { endpointOf } from '../../shared/rules/endpoint.ts';
import type { Endpoint } from '../../shared/rules/endpoint.ts';
import { attempt } from './attempt.ts';
import { completeDatabase } from './complete-database.ts';
import { findPair } from './find-pair.ts';
import { markAsGoingLive, requireRoomForMarks } from './live-marks.ts';
import { manageAnew } from './manage-password.ts';
import { hasClients, moveClients } from './move-clients.ts';
import { requireDatabase } from './require-database.ts';
import type { Late } from './settle-settings.ts';
import { wakeDatabase } from './wake-database.ts';

/**
 * Swaps the names: the live database to its retired name, the restored one to the live name. The
 * databases are followed by their resource ids, which no rename changes. A hold that was put on the live
 * one meanwhile is honoured until the first rename. What was restored quiet gets its own settings first,
 * and a managed master password is managed anew.
 *
 * Before any name changes the restored database is completed: its readers are waited for as long as they
 * pass, its late settings are set, and a status that forbids the rename, such as `backing-up`, is let go by:
 * for hours, if it takes them, for the old database answers meanwhile. From the first rename on the time is
 * counted anew.
 *
 * Where an access stack moves its clients, it does so right before the first rename: see `moveClients`.
 * @param moments.swapStartedAt when no name had changed yet
 * @param moments.late whether AddInstances left settings to this step
 * @returns when ready, the live endpoint, and of what was quiet or late a sentence for each setting that
 * AWS didn't take
 * @throws DatabaseFailed, DatabaseNotFound, DatabaseNotReady, NameTaken, NotOurs, OnHold, StepOverdue,
 *   TargetRefused
 */
export async function swapNames(
  plan: RecoveryPlan,
  restoredId: string,
  moments: SwapMoments,
  ports: SwapPorts,
): Promise<Progress<{ endpoint: Endpoint; shortfall?: readonly string[] }> | Preparing> {
  const { since, late = 'none' } = moments;
  const swapStartedAt = moments.swapStartedAt ?? since;
  const pair = await findPair(plan, restoredId, ports.databases);
  const restored =
    pair.restored ?? (await requireDatabase(ports.databases, restoredId, 'the restored database'));
  const untouched = pair.old?.identifier === plan.names.live;
  const isNew = restored.identifier === plan.names.temporary;
  // A rename under way shows the former name: the gap has begun.
  const isUnderWay = [pair.old, restored].some((one) => one?.status === 'renaming');
  const preparing = isNew && !isUnderWay && (untouched || !plan.live);
  const preparedSeconds = secondsSince(ports.clock, since);
  const elapsedSeconds = preparing ? preparedSeconds : secondsSince(ports.clock, swapStartedAt);
  const step = preparing ? 'CompleteDatabase' : 'SwapNames';
  const wait = (waitingFor: string): Pending | Preparing => {
    const progress = pending(step, { elapsedSeconds, waitingFor });
    return preparing ? { ...progress, untouched: true } : progress;
  };
  const { cutOver } = ports;
  // Nobody may be let in at the moment: whatever keeps the names from changing doesn't keep clients waiting.
  const isMoving = cutOver && pair.old && untouched && isNew && hasClients(restored);
  const moving = isMoving && (await moveClients(plan, restored, { ...ports, cutOver }));
  if (moving) return { ...wait(moving.waitingFor), waitSeconds: moving.waitSeconds };
  const waking = await wakeDatabase(plan, restored, preparedSeconds, ports.databases);
  if (waking !== undefined) return wait(waking);
  if (preparing) {
    const hindrance = await completeDatabase(plan, restored, late, ports.databases);
    if (hindrance)
      return { ...wait(hindrance.waitingFor), ...(hindrance.late && { late: hindrance.late }) };
  }
  const action = nextSwapAction({ old: pair.old, restored }, plan.names);
  const endpoint = endpointOf(restored);
  if (action.type === 'done' && endpoint && (await isProtected(plan, restored, ports))) {
    const shortfall = [
      ...(late === 'none' ? [] : describeShortfall({ ...plan, members: [] }, restored, [])),
      ...(plan.quiet ? describeSleep(plan, restored) : []),
      ...(plan.members.length > 1
        ? describeNoRoom(plan, await ports.databases.members(restored))
        : []),
    ];
    const isTold = late !== 'none' || plan.quiet !== undefined || shortfall.length > 0;
    return { state: 'ready', endpoint, ...(isTold && { shortfall }) };
  }
  if (pair.old && untouched) {
    const waitingFor = await manageAnew({ old: pair.old, restored }, ports.databases);
    if (waitingFor !== undefined) return soon(wait(waitingFor));
  }
  if (action.type === 'rename') {
    const isFirst = action.to === plan.names.retired;
    // Once clients are moved there is nothing left that a hold could keep.
    if (isFirst && !isMoving) checkHold(pair.old);
    requireRoomForMarks(plan, restored, ports);
    if (isFirst && cutOver && !isMoving) {
      const warming = await moveClients(plan, restored, { ...ports, cutOver });
      if (warming) return { ...wait(warming.waitingFor), waitSeconds: warming.waitSeconds };
    }
    const isLast = action.to === plan.names.live;
    if (isLast) await requireFree(plan, pair, ports.databases);
    const outcome = await attempt(async () => {
      if (isLast) await markAsGoingLive(plan, restored, ports);
      await ports.databases.rename(action.from, action.to);
    });
    if (outcome === 'done') {
      const waitingFor = `"${action.from}" to become "${action.to}"`;
      const { firstLook: waitSeconds } = pollingSchedules.SwapNames;
      const accepted = { state: 'pending', waitSeconds, waitingFor } as const;
      // The gap begins with this look.
      return preparing ? { ...accepted, untouched: true } : accepted;
    }
  }
  const waitingFor =
    action.type === 'wait'
      ? action.waitingFor
      : action.type === 'rename'
        ? `the name "${plan.names.live}" to be free`
        : `"${plan.names.live}" to have an endpoint and its protection`;
  return wait(waitingFor);
}

export interface SwapPorts {
  readonly databases: Databases;
  readonly clock: Clock;
  /** Where clients are moved before the first rename. */
  readonly cutOver?: CutOver | undefined;
}

/** When what began, and what earlier steps left. */
export interface SwapMoments {
  readonly since: string;
  readonly swapStartedAt?: string | null | undefined;
  readonly late?: Late | undefined;
}

/** No name had changed when it looked: the gap of the live name hadn't begun. */
interface Preparing extends Pending {
  readonly untouched: true;
  /** Once late settings are set: they aren't twice. */
  readonly late?: Late;
}

/** A new password is there within a minute or so, and every look costs some of the time to recover. */
function soon<Some extends Pending>(progress: Some): Some {
  return { ...progress, waitSeconds: Math.min(progress.waitSeconds, 15) };
}

/**
 * What is live gets the protection that the plan says: not before, for what a failed run leaves must be
 * able to go, and not between the renames, which it might put off.
 */
async function isProtected(
  plan: RecoveryPlan,
  restored: Database,
  ports: { readonly databases: Databases },
): Promise<boolean> {
  if (plan.settings.deletionProtection !== true || restored.deletionProtection) return true;
  return (await attempt(() => ports.databases.protect(restored.identifier))) === 'done';
}

/**
 * The live name may still be on its way out of the old database's hands, but not in an unrelated
 * one's.
 */
async function requireFree(
  plan: RecoveryPlan,
  pair: { readonly old: Database | undefined },
  databases: Databases,
): Promise<void> {
  const holder = await databases.byName(plan.names.live);
  if (!holder || holder.resourceId === pair.old?.resourceId) return;
  throw new NameTaken(
    `expected the live name "${plan.names.live}" to be free, found ${holder.arn} ` +
      `(${holder.resourceId}) under it, which this run didn't see before: nothing of it was changed`,
  );
}
