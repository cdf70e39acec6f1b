import * as z from 'zod/mini';
import { autoScalingIn } from './aws/auto-scaling.ts';
import { scalableTargets } from './aws/scalable-targets.ts';
import { sfnIn } from '../shared/adapters/clients/sfn.ts';
import { snsIn } from '../shared/adapters/clients/sns.ts';
import { sfnWorkflows } from './aws/sfn-workflows.ts';
import { snsNotices } from '../shared/adapters/sns-notices.ts';
import { Moment, TopicArn } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { Overcome, Pruned, Restored } from './rules/report.ts';
import { readableCause } from '../shared/steps/report-failure.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { publishMetrics } from '../shared/handler/metrics.ts';
import { step } from '../shared/handler/step.ts';
import { reportRecovery } from './steps/report-recovery.ts';

const environment = readEnvironment({ OPERATIONS_TOPIC_ARN: TopicArn });

const Check = z.object({ name: z.string(), passed: z.boolean(), detail: z.string() });

export const input = z.object({
  plan: RecoveryPlan,
  executionArn: z.string(),
  /** Null where no names were swapped; left out by a run that began before it was noted. */
  swapStartedAt: z.nullish(Moment),
  verifiedAt: Moment,
  /** Null where no live name was taken. */
  liveAt: z.nullable(Moment),
  checks: z.array(Check),
  removal: z.string(),
  /** Left out by a run that began before it was noted. */
  shortfall: z.prefault(z.array(z.string()), []),
  overcome: z.nullable(Overcome),
  /** Left out by a run that began before there was such a step. */
  pruned: z.nullish(Pruned),
  /** Left out by a run that began before it was noted. */
  restored: z.nullish(Restored),
  awsCalls: z.int(),
});

/** Reports a run that succeeded: as metrics, as a notice, and in the execution's output. */
export const handler = step({
  input,
  run: async (facts) => {
    const report = await reportRecovery(
      facts.plan,
      {
        ...facts,
        liveAt: facts.liveAt ?? undefined,
        restored: facts.restored ?? null,
        pruned: readable(facts.pruned ?? null),
        overcome: facts.overcome && {
          ...facts.overcome,
          cause: readableCause(facts.overcome.cause),
        },
      },
      {
        notices: snsNotices(snsIn(environment.AWS_REGION)),
        scalableTargets: scalableTargets(autoScalingIn(environment.AWS_REGION)),
        workflows: sfnWorkflows(sfnIn(environment.AWS_REGION)),
        topicArn: environment.OPERATIONS_TOPIC_ARN,
        executionArn: facts.executionArn,
      },
    );
    publishMetrics({ workflow: 'target', mode: report.mode }, [
      { name: 'RunsSucceeded', unit: 'Count', value: 1 },
      ...seconds('RecoveryPoint', report.rpoSeconds),
      ...seconds('RecoveryTime', report.rtoSeconds),
      ...seconds('LiveNameGap', report.liveNameGapSeconds),
    ]);
    return { report };
  },
});

/** What a run doesn't have isn't 0. */
function seconds(name: string, value: number | null): Parameters<typeof publishMetrics>[1] {
  return value === null ? [] : [{ name, unit: 'Seconds', value }];
}

function readable(pruned: Pruned | null): Pruned | null {
  if (!pruned?.failure) return pruned;
  const { error, cause } = pruned.failure;
  return { ...pruned, failure: { error, cause: readableCause(cause) } };
}
