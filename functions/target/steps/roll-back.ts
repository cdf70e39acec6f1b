import type { Database } from '../../shared/rules/database.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import { pollingSchedules, pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { mayTakeNameBack } from '../rules/safety.ts';
import { nextRollbackAction } from '../rules/swap.ts';
import type { NameAction } from '../rules/swap.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { endpointOf } from '../../shared/rules/endpoint.ts';
import type { Endpoint } from '../../shared/rules/endpoint.ts';
import { attempt } from './attempt.ts';
import { findPair } from './find-pair.ts';
import { findRestored } from './find-restored.ts';
import { goForward } from './go-forward.ts';
import { hasClients, letClientsFollow } from './move-clients.ts';
import { sight } from './sight.ts';
import type { SwapPorts } from './swap-names.ts';

const done: NameAction = { type: 'done' };

/** Who has the live name once RollBack is through. */
export interface RolledBack {
  /**
   * - `stays`: the restored database has it and keeps it; the run goes forward
   * - `given-back`: the old one has it, as before the run
   * - `nobody`: neither of them has it
   */
  readonly outcome: 'stays' | 'given-back' | 'nobody';
  /** The database that this recovery restored; null where there is none. */
  readonly restoredId: string | null;
  /** Of the live name, where the restored database stays. */
  readonly endpoint: Endpoint | null;
  /** When the restored database may have been written to under the live name and has lost it since. */
  readonly exposed: { readonly from: string; readonly until: string } | null;
}

/**
 * Undoes a swap from wherever it stopped, as far as that loses nothing: one of this run, or of an earlier
 * one that was stopped in it. Once the restored database can be written to under the live name it stays
 * there. Else the old one answers to the name again, and the restored one waits under its temporary name,
 * to be looked at. Where clients were moved before the names, the swap is carried to its end instead: see
 * `goForward`.
 * @param restoredId what the run restored or took over; found by its marks where the run failed before that
 * @param failedAt the step whose failure is undone
 * @throws NotOurs, StepOverdue
 */
export async function rollBack(
  plan: RecoveryPlan,
  restoredId: string | undefined,
  since: string,
  ports: SwapPorts,
  failedAt = 'SwapNames',
): Promise<Progress<RolledBack>> {
  const { databases, clock, cutOver } = ports;
  const elapsedSeconds = secondsSince(clock, since);
  const pair = await findPair(plan, restoredId ?? (await findOwn(plan, databases)), databases);
  const isTaken = await isAnothers(plan, pair, databases);
  // Clients were moved to it, or are about to be: it is given no other way while it may come back.
  const keepsClients =
    !isTaken &&
    cutOver !== undefined &&
    pair.restored &&
    hasClients(pair.restored) &&
    (isOfSwap(failedAt) || isNobodys(plan, pair));
  if (keepsClients) {
    const forward = await goForward(plan, pair, elapsedSeconds, { ...ports, cutOver });
    if (forward) return forward;
  }
  const waitedSeconds = keepsClients ? 0 : elapsedSeconds;
  const action = isTaken
    ? done
    : nextRollbackAction(pair, plan.names, await judge(plan, pair, waitedSeconds, databases));
  if (action.type === 'done') {
    // A rename that was accepted just before the failure may not show yet: believe the second look.
    const unsettled = Math.ceil(pollingSchedules.RollBack.firstLook - elapsedSeconds);
    if (unsettled <= 0) {
      const ending = settled(plan, pair, clock.now());
      if (cutOver && ending.outcome !== 'stays') await letClientsFollow(plan, cutOver);
      return { state: 'ready', ...ending };
    }
    const waitingFor = 'renames that were under way to show';
    return { state: 'pending', waitSeconds: unsettled, waitingFor };
  }
  if (action.type === 'rename') {
    const outcome = await attempt(() => databases.rename(action.from, action.to));
    if (outcome === 'done') {
      const waitingFor = `"${action.from}" to become "${action.to}" again`;
      return { state: 'pending', waitSeconds: pollingSchedules.RollBack.firstLook, waitingFor };
    }
  }
  const waitingFor =
    action.type === 'wait' ? action.waitingFor : `the name "${action.to}" to be free`;
  return pending('RollBack', { elapsedSeconds, waitingFor });
}

/** Whether what was restored was verified by this very run: no other is put live while another answers. */
function isOfSwap(step: string): boolean {
  return step === 'SwapNames' || step === 'VerifyLiveName';
}

function isNobodys(
  { names }: RecoveryPlan,
  { old }: { readonly old: Database | undefined },
): boolean {
  return old?.identifier !== names.live || old.status === 'renaming';
}

/** What this recovery restored, whichever of its executions did. */
async function findOwn(plan: RecoveryPlan, databases: Databases): Promise<string | undefined> {
  const { successor, restored } = await findRestored(plan, databases);
  return (successor ?? restored)?.resourceId;
}

/** Whether the name went to what a later run restored: one that failed early may have been overtaken. */
async function isAnothers(
  { names }: RecoveryPlan,
  { old, restored }: Awaited<ReturnType<typeof findPair>>,
  databases: Databases,
): Promise<boolean> {
  if (old?.identifier !== names.retired || restored?.identifier === names.live) return false;
  const holder = await databases.byName(names.live);
  return holder !== undefined && holder.resourceId !== restored?.resourceId;
}

/** Instances are looked at only where there is something to decide. */
async function judge(
  plan: RecoveryPlan,
  pair: { readonly old: Database | undefined; readonly restored: Database | undefined },
  waitedSeconds: number,
  databases: Databases,
): Promise<ReturnType<typeof mayTakeNameBack>> {
  if (pair.restored?.identifier !== plan.names.live) {
    return { verdict: 'no', why: 'the restored database has not got the live name' };
  }
  const [old, restored] = await sight(databases, pair.old, pair.restored);
  return restored
    ? mayTakeNameBack(plan, { old, restored, waitedSeconds })
    : { verdict: 'no', why: 'there is nothing to be moved' };
}

function settled(
  plan: RecoveryPlan,
  pair: { readonly old: Database | undefined; readonly restored: Database | undefined },
  now: number,
): RolledBack {
  const { old, restored } = pair;
  const { live } = plan.names;
  const restoredId = restored?.resourceId ?? null;
  if (restored?.identifier === live) {
    return { outcome: 'stays', restoredId, endpoint: endpointOf(restored) ?? null, exposed: null };
  }
  const from = restored?.tags[tagKeys.wentLive];
  return {
    outcome: old?.identifier === live ? 'given-back' : 'nobody',
    restoredId,
    endpoint: null,
    exposed: from === undefined ? null : { from, until: new Date(now).toISOString() },
  };
}
