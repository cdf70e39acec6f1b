import * as z from 'zod/mini';
import { snsIn } from '../shared/adapters/clients/sns.ts';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { snsNotices } from '../shared/adapters/sns-notices.ts';
import { CapturePlan } from '../shared/domain/capture-plan.ts';
import { TopicArn } from '../shared/domain/formats.ts';
import { leftByCapture } from '../shared/failure/left-behind.ts';
import { readableCause, reportFailure } from '../shared/failure/report-failure.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { publishMetrics } from '../shared/handler/metrics.ts';
import { step } from '../shared/handler/step.ts';

const environment = readEnvironment({ OPERATIONS_TOPIC_ARN: TopicArn });

export const input = z.object({
  run: z.string(),
  executionArn: z.string(),
  step: z.string(),
  error: z.string(),
  cause: z.string(),
  /** Null where Preflight itself failed. */
  plan: z.nullable(CapturePlan),
});

/** Tells the operators that a capture failed, and what it left. */
export const handler = step({
  input,
  run: async (failed) => {
    const { plan } = failed;
    publishMetrics({ workflow: 'source' }, [{ name: 'RunsFailed', unit: 'Count', value: 1 }]);
    const regions = plan ? [...new Set([plan.source.region, plan.target.region])] : [];
    const leftBehind = plan
      ? await leftByCapture(plan, {
          regions: regions.map((region) => ({
            region,
            snapshots: snapshotsIn(region, plan.kind),
          })),
        })
      : [];
    return reportFailure(
      {
        workflow: 'source',
        run: failed.run,
        executionArn: failed.executionArn,
        step: failed.step,
        error: failed.error,
        cause: readableCause(failed.cause),
        leftBehind,
      },
      {
        notices: snsNotices(snsIn(environment.AWS_REGION)),
        topicArn: environment.OPERATIONS_TOPIC_ARN,
      },
    );
  },
});
