import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { describeRetirement, protectCommand } from '../rules/retirement-notice.ts';
import type { RecoveryMoments } from '../rules/report.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { Notices } from '../../shared/ports/notices.ts';
import { findOld } from './find-old.ts';

/** What telling operators of the old database's end needs. */
export interface RetirementPorts {
  readonly databases: Databases;
  readonly notices: Notices;
  readonly topicArn: string;
  readonly clock: Clock;
}

/**
 * Tells the operators that the recovery is live, and until when the old database stays.
 * @returns for how long the grace period lasts yet, in seconds, and until when, ISO 8601
 */
export async function announceRetirement(
  plan: RecoveryPlan,
  facts: RecoveryMoments & { readonly executionArn: string },
  since: string,
  ports: RetirementPorts,
): Promise<{ waitSeconds: number; until: string }> {
  const { clock, databases, notices, topicArn } = ports;
  const waitSeconds = Math.max(0, Math.ceil(plan.graceSeconds - secondsSince(clock, since)));
  const until = new Date(clock.now() + waitSeconds * 1000).toISOString();
  await notices.publish(topicArn, `Recovery of ${plan.names.live} is live; the old one waits`, {
    status: 'LIVE',
    ...describeRetirement(plan, facts, await findOld(plan, databases)),
    graceUntil: until,
    afterwards:
      plan.approvalSeconds === undefined
        ? 'it is deleted, once everything was looked at again'
        : 'somebody is asked whether it may be deleted',
    toKeepIt: protectCommand(plan),
  });
  return { waitSeconds, until };
}
