import * as z from 'zod/mini';
import { snsIn } from '../shared/adapters/clients/sns.ts';
import { databasesIn } from '../shared/adapters/rds.ts';
import { snsNotices } from '../shared/adapters/sns-notices.ts';
import { Moment, TopicArn } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { announceRetirement } from './steps/announce-retirement.ts';

const environment = readEnvironment({ OPERATIONS_TOPIC_ARN: TopicArn });

export const input = z.object({
  plan: RecoveryPlan,
  executionArn: z.string(),
  /** Null where no names were swapped; left out by a run that began before it was noted. */
  swapStartedAt: z.nullish(Moment),
  verifiedAt: Moment,
  liveAt: Moment,
  since: Moment,
});

/** Tells the operators that the recovery is live, and until when the old database stays. */
export const handler = step({
  input,
  run: ({ plan, since, ...facts }) =>
    announceRetirement(plan, facts, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      notices: snsNotices(snsIn(environment.AWS_REGION)),
      topicArn: environment.OPERATIONS_TOPIC_ARN,
      clock: systemClock,
    }),
});
