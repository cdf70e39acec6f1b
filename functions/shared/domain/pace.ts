import { StepOverdue } from './errors.ts';

/** How long AWS is known to take for a step, and how patient we are. All in seconds. */
export interface Pace {
  /** No use in looking before. */
  readonly firstLook: number;
  /** The shortest wait between two looks. */
  readonly every: number;
  /** What the step usually stays under: over it, the report marks the step. */
  readonly budget: number;
  /** The step fails once it has waited this long. */
  readonly deadline: number;
}

const minutes = (count: number): number => count * 60;
const hours = (count: number): number => count * 3600;

/**
 * By step. First looks and budgets come from the durations that AWS and its users report (a small
 * Aurora snapshot 5–10 min, a copy across Regions 16–22 min and for hours when large, a restored
 * writer 5–10 min, a cluster rename 1–3 min); deadlines are generous, for a slow recovery beats a
 * broken-off one.
 */
export const paces = {
  CreateSnapshot: { firstLook: 60, every: 5, budget: minutes(15), deadline: hours(4) },
  CopySnapshot: { firstLook: 60, every: 4, budget: minutes(45), deadline: hours(12) },
  FindSharedSnapshot: { firstLook: 0, every: 5, budget: minutes(2), deadline: minutes(15) },
  SecureSnapshot: { firstLook: 60, every: 4, budget: minutes(45), deadline: hours(12) },
  RestoreCluster: { firstLook: 15, every: 5, budget: minutes(15), deadline: hours(4) },
  AddInstances: { firstLook: 240, every: 6, budget: minutes(30), deadline: hours(2) },
  VerifyDatabase: { firstLook: 0, every: 5, budget: minutes(3), deadline: minutes(20) },
  SwapNames: { firstLook: 45, every: 3, budget: minutes(8), deadline: minutes(40) },
  VerifyLiveName: { firstLook: 0, every: 2, budget: minutes(5), deadline: minutes(20) },
  SwapInstanceNames: { firstLook: 40, every: 4, budget: minutes(30), deadline: hours(1) },
  VerifyFinally: { firstLook: 0, every: 2, budget: minutes(3), deadline: minutes(20) },
  TerminateOldCluster: { firstLook: 200, every: 10, budget: minutes(30), deadline: hours(3) },
  DiscardCluster: { firstLook: 200, every: 10, budget: minutes(30), deadline: hours(3) },
  RollBack: { firstLook: 20, every: 3, budget: minutes(8), deadline: minutes(40) },
} satisfies Record<string, Pace>;

/** A step that waits. */
export type PacedStep = keyof typeof paces;

/** AWS tells how far a copy is, in whole per cents; not to be trusted to the last. */
const trustedShareOfRemainder = 0.85;
/** The longest wait between two looks: a wrong guess costs no more than this. */
const longestWait = 300;
/** With nothing else to go by, looks are this much of the elapsed time apart. */
const shareOfElapsed = 0.03;

/**
 * The seconds to wait before the next look: from the progress that AWS reports, where it does; else
 * nothing before the first look, then in proportion to the time elapsed, which bounds both what is
 * lost and the number of calls.
 * @throws StepOverdue when the step's deadline has passed
 */
export function nextWait(
  step: PacedStep,
  seen: {
    readonly elapsedSeconds: number;
    readonly percentProgress?: number | undefined;
    /** What is being waited for, for the message. */
    readonly waitingFor: string;
  },
): number {
  const pace: Pace = paces[step];
  const elapsed = seen.elapsedSeconds;
  if (elapsed >= pace.deadline) {
    throw new StepOverdue(
      `${step} still waits for ${seen.waitingFor} after ${Math.round(elapsed)} s; its deadline is ` +
        `${pace.deadline} s. Look at the resource in the RDS console; start the run again once it ` +
        'is available: it goes on from there',
    );
  }
  const untilDeadline = Math.max(1, Math.ceil(pace.deadline - elapsed));
  return Math.min(untilDeadline, Math.round(undisturbedWait(pace, elapsed, seen.percentProgress)));
}

function undisturbedWait(pace: Pace, elapsed: number, percent: number | undefined): number {
  if (percent !== undefined && percent > 0 && percent < 100 && elapsed > 0) {
    const remaining = (elapsed * (100 - percent)) / percent;
    return clamp(remaining * trustedShareOfRemainder, pace.every, longestWait);
  }
  if (elapsed < pace.firstLook) return Math.max(1, pace.firstLook - elapsed);
  return clamp(elapsed * shareOfElapsed, pace.every, longestWait);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
