import * as z from 'zod/mini';
import { MasterLogin } from '../../shared/rules/endpoint.ts';
import { pollingSchedules } from '../../shared/rules/polling-schedule.ts';
import type { RecoveryPlan } from './recovery-plan.ts';
import { SnapshotQuota } from '../../shared/rules/snapshot-quota.ts';
import { identityOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { Check } from './assertion.ts';
import { stepTimes } from './step-times.ts';
import type { StateVisit, StepTime } from './step-times.ts';

/** What PruneSnapshots came to, as the state machine noted it. */
export const Pruned = z.object({
  deleted: z.array(z.string()),
  /** How full the quota of manual snapshots is; null where it is unknown. */
  shelf: z.nullable(SnapshotQuota),
  /** Why PruneSnapshots failed, which undoes no recovery; null where it didn't. */
  failure: z.nullable(z.object({ error: z.string(), cause: z.string() })),
});
export type Pruned = z.infer<typeof Pruned>;

/** A failure on the way that undid nothing, as the state machine noted it. */
export const Overcome = z.object({ step: z.string(), error: z.string(), cause: z.string() });
export type Overcome = z.infer<typeof Overcome>;

/** The restored database, as the state machine noted it. */
export const Restored = z.object({
  resourceId: z.nullish(z.string()),
  master: z.optional(MasterLogin),
});
export type Restored = z.infer<typeof Restored>;

/** What a step took against what it usually takes. */
export interface StepReport {
  readonly name: string;
  readonly seconds: number;
  readonly budgetSeconds: number | undefined;
  readonly overBudget: boolean;
}

/** How a recovery went, as figures. Seconds throughout; null for what this mode doesn't have. */
export interface RecoveryReport extends Identity {
  readonly run: string;
  readonly mode: RecoveryPlan['mode'];
  readonly snapshot: string;
  /** The age of the data at the moment that the live name answered, or the copy was verified. */
  readonly rpoSeconds: number | null;
  /** From the start of the run to that moment. */
  readonly rtoSeconds: number | null;
  /** From the first rename until the live name answered; null where no database had the name before. */
  readonly liveNameGapSeconds: number | null;
  readonly steps: readonly StepReport[];
  readonly verification: readonly Check[];
  readonly differences: readonly string[];
  /** What became of the database that gave way: the old one, or a drill's own. */
  readonly removal: string;
  /** The failure that the run went on from, since the live name could be written to; null for none. */
  readonly overcome: Overcome | null;
  readonly pruned: Pruned | null;
  readonly awsCalls: number;
  readonly stateTransitions: number;
}

export function reportSteps(steps: readonly StepTime[]): StepReport[] {
  return steps.map(({ name, startedAt, endedAt }) => {
    const seconds = secondsBetween(startedAt, endedAt);
    const budgetSeconds =
      name in pollingSchedules
        ? pollingSchedules[name as keyof typeof pollingSchedules].budget
        : undefined;
    const overBudget = seconds > (budgetSeconds ?? Infinity);
    return { name, seconds, budgetSeconds, overBudget };
  });
}

/** When a recovery came to what, as the state machine noted it. */
export interface RecoveryMoments {
  /** When the renames began; null where there were none, left out by a run from before it was noted. */
  readonly swapStartedAt?: string | null | undefined;
  /** When the restored database answered under its temporary name. */
  readonly verifiedAt: string;
  /** When it answered under the live name, in mode swap. */
  readonly liveAt: string | undefined;
}

/** The age of the data, the time to recover, and the gap: known once the live name answers. */
export function recoveryTimes(
  plan: RecoveryPlan,
  { swapStartedAt, verifiedAt, liveAt }: RecoveryMoments,
): Pick<RecoveryReport, 'rpoSeconds' | 'rtoSeconds' | 'liveNameGapSeconds'> {
  // Of a run that found all of it done there is nothing to be measured.
  if (plan.alreadyLive) return { rpoSeconds: null, rtoSeconds: null, liveNameGapSeconds: null };
  const answeredAt = liveAt ?? verifiedAt;
  return {
    rpoSeconds: secondsBetween(plan.notice.capturedAt, answeredAt),
    rtoSeconds: secondsBetween(plan.startedAt, answeredAt),
    liveNameGapSeconds:
      plan.live && swapStartedAt && liveAt ? secondsBetween(swapStartedAt, liveAt) : null,
  };
}

/** The report of a run that succeeded. */
export function reportRecovery(
  plan: RecoveryPlan,
  facts: RecoveryMoments & {
    readonly checks: readonly Check[];
    readonly removal: string;
    /** Settings that AWS didn't take, a sentence each. */
    readonly shortfall: readonly string[];
    readonly overcome: Overcome | null;
    readonly pruned: Pruned | null;
    readonly restored: Restored | null;
    readonly awsCalls: number;
    /** Every state that the run has entered. */
    readonly visits: readonly StateVisit[];
  },
): RecoveryReport {
  return {
    run: plan.run,
    mode: plan.mode,
    snapshot: plan.snapshot,
    ...recoveryTimes(plan, facts),
    ...identityOf(plan, {
      resourceId: facts.restored?.resourceId ?? undefined,
      keptIn: facts.restored?.master?.keptIn,
    }),
    steps: reportSteps(stepTimes(facts.visits)),
    verification: facts.checks,
    differences: [...plan.differences, ...facts.shortfall],
    removal: facts.removal,
    overcome: facts.overcome,
    pruned: facts.pruned,
    awsCalls: facts.awsCalls,
    stateTransitions: facts.visits.length,
  };
}

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10;
}
