import * as z from 'zod/mini';
import { snsIn } from '../adapters/clients/sns.ts';
import { snsNotices } from '../adapters/sns-notices.ts';
import { TopicArn } from '../domain/formats.ts';
import { readableCause, reportFailure } from '../failure/report-failure.ts';
import { readEnvironment } from './environment.ts';
import { publishMetrics } from './metrics.ts';
import { step } from './step.ts';

/** What a state machine tells of a failure; the plan is null where Preflight itself failed. */
export const failureInput = <Plan extends z.ZodMiniType>(plan: Plan) =>
  z.object({
    run: z.string(),
    executionArn: z.string(),
    step: z.string(),
    error: z.string(),
    cause: z.string(),
    plan: z.nullable(plan),
  });

/** The handler of ReportFailure, for the workflow whose plans it reads. */
export function failureHandler<Plan>(
  workflow: 'source' | 'target',
  input: ReturnType<typeof failureInput<z.ZodMiniType<Plan>>>,
  /** What a failed run leaves, a sentence each. */
  leftBehind: (plan: Plan) => Promise<string[]>,
) {
  const environment = readEnvironment({ OPERATIONS_TOPIC_ARN: TopicArn });
  return step({
    input,
    run: async ({ plan, cause, ...failed }) => {
      publishMetrics({ workflow }, [{ name: 'RunsFailed', unit: 'Count', value: 1 }]);
      return reportFailure(
        {
          ...failed,
          workflow,
          cause: readableCause(cause),
          leftBehind: plan === null ? ['nothing: Preflight makes nothing'] : await leftBehind(plan),
        },
        {
          notices: snsNotices(snsIn(environment.AWS_REGION)),
          topicArn: environment.OPERATIONS_TOPIC_ARN,
        },
      );
    },
  });
}
