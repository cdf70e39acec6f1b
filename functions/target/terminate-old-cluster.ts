import * as z from 'zod/mini';
import { databasesIn, snapshotsIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/domain/formats.ts';
import { RecoveryPlan } from '../shared/domain/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { terminateOldCluster } from '../shared/recovery/terminate-old-cluster.ts';

export const input = z.object({
  plan: RecoveryPlan,
  restoredId: z.string().check(z.minLength(1)),
  since: Moment,
});

/** Deletes the database that the restored one replaces. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    terminateOldCluster(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      snapshots: snapshotsIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
