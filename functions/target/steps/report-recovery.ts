import { reportRecovery as makeReport } from '../rules/report.ts';
import { describeScalingAfter } from '../rules/scalable-target.ts';
import type { ScalingSeen } from '../rules/scalable-target.ts';
import type { RecoveryReport } from '../rules/report.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { Notices } from '../../shared/ports/notices.ts';
import type { ScalableTargets } from '../ports/scalable-targets.ts';
import type { Workflows } from '../ports/workflows.ts';

/** Looks at what the swap may have lost, makes the report of a run that succeeded, and publishes it. */
export async function reportRecovery(
  plan: RecoveryPlan,
  facts: Omit<Parameters<typeof makeReport>[1], 'visits'>,
  ports: {
    readonly notices: Notices;
    readonly workflows: Workflows;
    readonly scalableTargets: ScalableTargets;
    readonly topicArn: string;
    readonly executionArn: string;
  },
): Promise<RecoveryReport & { status: 'SUCCEEDED' }> {
  const visits = await ports.workflows.visits(ports.executionArn);
  const scaling = await leftOfScaling(plan, ports.scalableTargets);
  const report = {
    status: 'SUCCEEDED' as const,
    ...makeReport(plan, { ...facts, visits, shortfall: [...facts.shortfall, ...scaling] }),
  };
  await ports.notices.publish(ports.topicArn, subject(plan), report);
  return report;
}

/** What the swap has left of what scaled the live cluster's readers: seen rather than believed. */
async function leftOfScaling(
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

function subject(plan: RecoveryPlan): string {
  switch (plan.mode) {
    case 'swap':
      return `Recovery of ${plan.names.live} succeeded`;
    case 'standby':
      return `Standby copy of ${plan.names.live} is verified`;
    case 'drill':
      return `Recovery drill of ${plan.names.live} succeeded`;
  }
}
