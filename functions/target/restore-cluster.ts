import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment, SnapshotArnText } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { restoreCluster } from './steps/restore-cluster.ts';

export const input = z.object({
  plan: RecoveryPlan,
  secured: z.object({ arn: SnapshotArnText, engine: z.string(), engineVersion: z.string() }),
  since: Moment,
});

/** Restores the secured snapshot under the temporary name. */
export const handler = step({
  input,
  run: ({ plan, secured, since }) =>
    restoreCluster(plan, secured, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
