import * as z from 'zod/mini';
import { snsIn } from '../adapters/clients/sns.ts';
import { snsNotices } from '../adapters/sns-notices.ts';
import { TopicArn } from '../rules/formats.ts';
import { readableCause, reportFailure } from '../steps/report-failure.ts';
import { readEnvironment } from './environment.ts';
import { publishMetrics } from './metrics.ts';
import { step } from './step.ts';

/** What a state machine tells of a failure; the plan is null where Preflight itself failed. */
export const failureFields = <Plan extends z.ZodMiniType>(plan: Plan) => ({
  run: z.string(),
  executionArn: z.string(),
  step: z.string(),
  error: z.string(),
  cause: z.string(),
  plan: z.nullable(plan),
});

/** As far as every workflow tells it. */
interface FailureEvent {
  readonly run: string;
  readonly executionArn: string;
  readonly step: string;
  readonly error: string;
  readonly cause: string;
  readonly plan: unknown;
}

/** The handler of ReportFailure, for the workflow whose plans it reads. */
export function failureHandler<Event extends FailureEvent>(
  workflow: 'source' | 'target',
  input: z.ZodMiniType<Event>,
  tell: {
    /** What a failed run leaves, a sentence each. */
    readonly leftBehind: (plan: NonNullable<Event['plan']>, event: Event) => Promise<string[]>;
    /** The same where Preflight failed, which plans. */
    readonly unplanned?: () => Promise<string[]>;
    /** Whether the work was done by then, and only its report failed. */
    readonly isDone?: (event: Event) => boolean;
  },
) {
  const environment = readEnvironment({ OPERATIONS_TOPIC_ARN: TopicArn });
  return step({
    input,
    run: async (event) => {
      const { run, executionArn, step: failedStep, error, cause, plan } = event;
      const status = tell.isDone?.(event) === true ? 'UNREPORTED' : 'FAILED';
      const name = status === 'FAILED' ? 'RunsFailed' : 'RunsUnreported';
      publishMetrics({ workflow }, [{ name, unit: 'Count', value: 1 }]);
      return reportFailure(
        {
          status,
          workflow,
          run,
          executionArn,
          step: failedStep,
          error,
          cause: readableCause(cause),
          leftBehind:
            plan === null || plan === undefined
              ? ((await tell.unplanned?.()) ?? ['nothing: Preflight makes nothing'])
              : await tell.leftBehind(plan, event),
        },
        {
          notices: snsNotices(snsIn(environment.AWS_REGION)),
          topicArn: environment.OPERATIONS_TOPIC_ARN,
        },
      );
    },
  });
}
