import { reportRecovery as makeReport } from '../rules/report.ts';
import type { RecoveryReport } from '../rules/report.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { Notices } from '../../shared/ports/notices.ts';
import type { ScalableTargets } from '../ports/scalable-targets.ts';
import type { Workflows } from '../ports/workflows.ts';
import { leftOfScaling } from './look-at-scaling.ts';

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
