import * as z from 'zod/mini';
import { snsIn } from '../shared/adapters/clients/sns.ts';
import { databasesIn, snapshotsIn } from '../shared/adapters/rds.ts';
import { snsNotices } from '../shared/adapters/sns-notices.ts';
import { TopicArn } from '../shared/domain/formats.ts';
import { RecoveryPlan } from '../shared/domain/recovery-plan.ts';
import { leftByRecovery } from '../shared/failure/left-behind.ts';
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
  plan: z.nullable(RecoveryPlan),
});

/** Tells the operators that a recovery failed, and what it left behind. */
export const handler = step({
  input,
  run: async (failed) => {
    const { plan } = failed;
    publishMetrics({ workflow: 'target' }, [{ name: 'RunsFailed', unit: 'Count', value: 1 }]);
    const leftBehind = plan
      ? await leftByRecovery(plan, {
          databases: databasesIn(plan.place.region, plan.kind),
          snapshots: snapshotsIn(plan.place.region, plan.kind),
        })
      : ['nothing: Preflight makes nothing'];
    return reportFailure(
      {
        workflow: 'target',
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
