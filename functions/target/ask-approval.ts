import * as z from 'zod/mini';
import { snsIn } from '../shared/adapters/clients/sns.ts';
import { databasesIn } from '../shared/adapters/rds.ts';
import { snsNotices } from '../shared/adapters/sns-notices.ts';
import { Moment, TopicArn } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { askApproval } from './steps/ask-approval.ts';

const environment = readEnvironment({ OPERATIONS_TOPIC_ARN: TopicArn });

export const input = z.object({
  plan: RecoveryPlan,
  executionArn: z.string(),
  /** Null where no names were swapped; left out by a run that began before it was noted. */
  swapStartedAt: z.nullish(Moment),
  verifiedAt: Moment,
  liveAt: Moment,
  /** Of the state that waits for the answer. */
  taskToken: z.string().check(z.minLength(1)),
});

/** Asks the operators whether the old database may be deleted. */
export const handler = step({
  input,
  run: ({ plan, taskToken, ...facts }) =>
    askApproval(plan, facts, taskToken, {
      databases: databasesIn(plan.place.region, plan.kind),
      notices: snsNotices(snsIn(environment.AWS_REGION)),
      topicArn: environment.OPERATIONS_TOPIC_ARN,
      clock: systemClock,
    }),
});
