import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { answerCommand, describeRetirement, protectCommand } from '../rules/retirement-notice.ts';
import type { RecoveryMoments } from '../rules/report.ts';
import type { RetirementPorts } from './announce-retirement.ts';
import { findOld } from './find-old.ts';

/**
 * Asks the operators whether the old database may be deleted. The answer goes to the state machine
 * with the token; without one the database is kept.
 * @param taskToken goes into the message and nowhere else: who has it can answer
 * @returns until when an answer counts, ISO 8601
 */
export async function askApproval(
  plan: RecoveryPlan,
  facts: RecoveryMoments & { readonly executionArn: string },
  taskToken: string,
  ports: RetirementPorts,
): Promise<{ until: string }> {
  const { clock, databases, notices, topicArn } = ports;
  const until = new Date(clock.now() + (plan.approvalSeconds ?? 0) * 1000).toISOString();
  await notices.publish(topicArn, `May "${plan.names.retired}" be deleted?`, {
    status: 'APPROVAL',
    ...describeRetirement(plan, facts, await findOld(plan, databases)),
    answerUntil: until,
    toDeleteIt: answerCommand(plan, taskToken, true),
    toKeepIt: answerCommand(plan, taskToken, false),
    withoutAnAnswer: 'it is kept, and the run succeeds',
    toKeepItWhateverIsAnswered: protectCommand(plan),
  });
  return { until };
}
