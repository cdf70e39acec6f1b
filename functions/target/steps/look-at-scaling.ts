import type { ScalableTargets } from '../ports/scalable-targets.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { describeScaling, describeScalingAfter } from '../rules/scalable-target.ts';
import type { ScalingSeen } from '../rules/scalable-target.ts';

/** What a plan tells that speaks of names. */
type Named = Pick<RecoveryPlan, 'kind'> & {
  readonly place: Pick<RecoveryPlan['place'], 'region'>;
  readonly names: Pick<RecoveryPlan['names'], 'live'>;
};

/**
 * What scales the readers of the live cluster, for the plan and for the report. It goes by the name, so
 * that it is looked for whether or not a cluster has that now.
 */
export async function lookAtScaling(
  plan: Named,
  targets: ScalableTargets,
): Promise<Pick<RecoveryPlan, 'scaling' | 'differences'>> {
  if (plan.kind !== 'cluster') return { differences: [] };
  const seen = await targets.of(plan.names.live);
  return {
    scaling: seen.state === 'found' ? seen.target : undefined,
    differences: [...describeScaling(seen, plan)],
  };
}

/** What the swap has left of it, for the report: seen rather than believed. */
export async function leftOfScaling(
  plan: RecoveryPlan,
  targets: ScalableTargets,
): Promise<readonly string[]> {
  if (plan.mode !== 'swap' || !plan.scaling) return [];
  // The recovery is done: no look is worth more than the report of it.
  const seen = await targets
    .of(plan.names.live)
    .catch((error: unknown): ScalingSeen => ({ state: 'unseen', why: String(error) }));
  return [describeScalingAfter(plan.scaling, seen, plan)];
}
