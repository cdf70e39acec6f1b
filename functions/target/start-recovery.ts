import * as z from 'zod/mini';
import { sfnIn } from '../shared/adapters/clients/sfn.ts';
import { sfnWorkflows } from './aws/sfn-workflows.ts';
import { NoticeRefused } from '../shared/rules/errors.ts';
import { AccountId, count, Region, StateMachineArn, TopicArn } from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { publishMetrics } from '../shared/handler/metrics.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { startRecovery } from './steps/start-recovery.ts';

const environment = readEnvironment({
  SOURCE_TOPIC_ARN: TopicArn,
  SOURCE_ACCOUNT_ID: AccountId,
  SOURCE_REGION: Region,
  STATE_MACHINE_ARN: StateMachineArn,
  MAX_RECOVERIES_PER_DAY: count(1),
});

/** SNS hands a function one message at a time. Source: Lambda Developer Guide, "Using with SNS". */
export const input = z.object({
  Records: z.tuple([z.object({ Sns: z.object({ TopicArn: z.string(), Message: z.string() }) })]),
});

/** Starts the target's workflow for a notice of the expected source; refuses and counts others. */
export const handler = step({
  input,
  run: async ({ Records: [{ Sns }] }) => {
    try {
      return await startRecovery(
        { topicArn: Sns.TopicArn, body: Sns.Message },
        {
          topicArn: environment.SOURCE_TOPIC_ARN,
          accountId: environment.SOURCE_ACCOUNT_ID,
          regions: [environment.SOURCE_REGION, environment.AWS_REGION],
          mostADay: environment.MAX_RECOVERIES_PER_DAY,
        },
        {
          workflows: sfnWorkflows(sfnIn(environment.AWS_REGION)),
          stateMachineArn: environment.STATE_MACHINE_ARN,
          clock: systemClock,
        },
      );
    } catch (error) {
      const refused = error instanceof NoticeRefused ? 1 : 0;
      publishMetrics({ workflow: 'target' }, [
        { name: 'NoticesRefused', unit: 'Count', value: refused },
      ]);
      throw error;
    }
  },
});
