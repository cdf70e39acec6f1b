import { StepOverdue } from './errors.ts';
import type { Pending } from './progress.ts';

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
  /** Looks are at least this much of the elapsed time apart, where the step may take a day. */
  readonly share?: number;
  /** The same of the time beyond the first hour, where the step may take days. */
  readonly lateShare?: number;
  /** The longest wait between two looks, where it may be longer than of other steps. */
  readonly longest?: number;
}

const minutes = (count: number): number => count * 60;
const hours = (count: number): number => count * 3600;

/**
 * By step. First looks and budgets come from the durations that AWS and its users report (a small
 * Aurora snapshot 5–10 min, a copy across Regions 16–22 min and for hours when large, a restored
 * writer 5–10 min, a cluster rename 1–3 min); deadlines are generous, for a slow recovery beats a
 * broken-off one. Those of snapshots and copies are what parameters of the stacks have as their default:
 * "Depending on the Regions involved and the amount of data to be copied, a cross-Region snapshot copy can
 * take hours to complete" (Aurora User Guide, "Copying a DB cluster snapshot"); a copy under another key is
 * a full one as well. Copies of 14 h and of 40 h are what these outlive; AWS names no figure.
 */
export const pollingSchedules = {
  // Of the source: an earlier run hands over what it captured, or tells that it failed, within minutes.
  GiveWay: { firstLook: 0, every: 5, budget: minutes(1), deadline: minutes(15) },
  CreateSnapshot: {
    firstLook: 120,
    every: 5,
    budget: minutes(15),
    deadline: hours(12),
    lateShare: 0.02,
    longest: 3600,
  },
  CopySnapshot: {
    firstLook: 180,
    every: 5,
    budget: minutes(45),
    deadline: hours(48),
    lateShare: 0.02,
    longest: 3600,
  },
  FindSharedSnapshot: { firstLook: 0, every: 5, budget: minutes(2), deadline: minutes(15) },
  SecureSnapshot: {
    firstLook: 180,
    every: 5,
    budget: minutes(45),
    deadline: hours(48),
    lateShare: 0.02,
    longest: 3600,
  },
  // Another run's restore, swap and discard, each at its own deadline. What is looked at for so long
  // is looked at seldom: every look is about ten events of a history that must hold all other steps.
  TakeTurn: {
    firstLook: 0,
    every: 10,
    budget: minutes(1),
    deadline: hours(24),
    share: 0.03,
    longest: 900,
  },
  RestoreCluster: { firstLook: 60, every: 10, budget: minutes(15), deadline: hours(4) },
  AddInstances: { firstLook: 300, every: 20, budget: minutes(30), deadline: hours(2) },
  VerifyDatabase: { firstLook: 0, every: 5, budget: minutes(3), deadline: minutes(20) },
  // What SwapNames waits for before any name changes: a first backup of a large instance takes hours.
  CompleteDatabase: {
    firstLook: 0,
    every: 12,
    budget: minutes(30),
    deadline: hours(12),
    share: 0.02,
  },
  SwapNames: { firstLook: 60, every: 5, budget: minutes(8), deadline: minutes(40) },
  VerifyLiveName: { firstLook: 0, every: 2, budget: minutes(5), deadline: minutes(20) },
  SwapInstanceNames: { firstLook: 60, every: 12, budget: minutes(30), deadline: hours(1) },
  // Registration takes a minute or two, field reports of 2022 to 2024 say up to five.
  SyncTargets: { firstLook: 0, every: 1, budget: minutes(5), deadline: minutes(15) },
  VerifyFinally: { firstLook: 0, every: 3, budget: minutes(3), deadline: minutes(20) },
  VerifyOnceMore: { firstLook: 0, every: 3, budget: minutes(3), deadline: minutes(20) },
  TerminateOldCluster: { firstLook: 300, every: 15, budget: minutes(30), deadline: hours(3) },
  DiscardCluster: { firstLook: 300, every: 15, budget: minutes(30), deadline: hours(3) },
  RollBack: { firstLook: 30, every: 4, budget: minutes(8), deadline: minutes(40) },
} satisfies Record<string, Pace>;

/** A step that waits. */
export type PacedStep = keyof typeof pollingSchedules;

/** AWS tells how far a copy is in uneven steps: it may be this many per cents further than it says. */
const pointsBehind = 8;
/** Half of what remains then is safe to wait. */
const trustedShareOfRemainder = 0.5;
/** Early on a few points of error are hours of estimate: no wait is longer than this much of the past. */
const longestShareOfElapsed = 0.3;
/** The longest wait between two looks: a wrong guess costs no more than this. */
const longestWait = 300;
/** However short the waits, looks are at least this much of the elapsed time apart. */
const shareOfElapsed = 0.01;

/** What a step has seen of what it waits for. */
export interface Seen {
  readonly elapsedSeconds: number;
  readonly percentProgress?: number | undefined;
  /** For the message. */
  readonly waitingFor: string;
  /** The deadline by a parameter, where there is one for the step. */
  readonly limit?: Limit | undefined;
}

/** A deadline that a stack's parameter sets. */
export interface Limit {
  readonly hours: number;
  /** As the template calls it, for the message. */
  readonly parameter: string;
}

/**
 * What a step answers that isn't done, and looks again after `nextWait`.
 * @throws StepOverdue when the step's deadline has passed
 */
export function pending(step: PacedStep, seen: Seen): Pending {
  return { state: 'pending', waitSeconds: nextWait(step, seen), waitingFor: seen.waitingFor };
}

/**
 * The seconds to wait before the next look: from the progress that AWS reports, where it does; else
 * nothing before the first look, then at short intervals that grow with the time elapsed, which
 * bounds both what is lost and the number of calls.
 * @throws StepOverdue when the step's deadline has passed
 */
export function nextWait(step: PacedStep, seen: Seen): number {
  const pace: Pace = pollingSchedules[step];
  const elapsed = seen.elapsedSeconds;
  const deadline = seen.limit === undefined ? pace.deadline : hours(seen.limit.hours);
  if (elapsed >= deadline) throw new StepOverdue(whyOverdue(step, seen, deadline));
  const untilDeadline = Math.max(1, Math.ceil(deadline - elapsed));
  return Math.min(untilDeadline, Math.round(undisturbedWait(pace, elapsed, seen.percentProgress)));
}

/** What AWS makes goes on without a run: the next one finds it. */
function whyOverdue(
  step: PacedStep,
  { elapsedSeconds, waitingFor, limit }: Seen,
  deadline: number,
): string {
  const late = `${step} still waits for ${waitingFor} after ${Math.round(elapsedSeconds)} s; its deadline is ${deadline} s`;
  return limit === undefined
    ? `${late}. Look at the resource in the RDS console; start the run again once it is available: it goes ` +
        'on from there'
    : `${late}, by ${limit.parameter}=${limit.hours}. AWS goes on with it: start the run again, now or later, ` +
        `and it waits for this one and makes no other; where it takes so long as a rule, raise ${limit.parameter}`;
}

function undisturbedWait(pace: Pace, elapsed: number, percent = 0): number {
  const { share = shareOfElapsed, lateShare = 0, longest: furthest = longestWait } = pace;
  const apart = Math.max(elapsed * share, (elapsed - hours(1)) * lateShare);
  const shortest = clamp(apart, pace.every, furthest);
  if (percent > 0 && percent < 100 && elapsed > 0) {
    const truth = Math.min(100, percent + pointsBehind);
    const remaining = (elapsed * (100 - truth)) / truth;
    const longest = Math.min(longestWait, elapsed * longestShareOfElapsed);
    return clamp(remaining * trustedShareOfRemainder, shortest, Math.max(shortest, longest));
  }
  if (elapsed < pace.firstLook) return Math.max(1, pace.firstLook - elapsed);
  return shortest;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
