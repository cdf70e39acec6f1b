import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/domain/formats.ts';
import { RecoveryPlan } from '../shared/domain/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { discardCluster, discardFailed } from '../shared/recovery/discard-cluster.ts';

export const input = z.object({
  why: z.enum(['drill', 'failure']),
  plan: RecoveryPlan,
  /** Null where the run failed before it knew. */
  restoredId: z.nullable(z.string().check(z.minLength(1))),
  since: Moment,
});

/** Deletes what a drill restored, or a run that failed. */
export const handler = step({
  input,
  run: ({ why, plan, restoredId, since }) => {
    const ports = { databases: databasesIn(plan.place.region, plan.kind), clock: systemClock };
    return why === 'drill' && restoredId !== null
      ? discardCluster(plan, restoredId, since, ports)
      : discardFailed(plan, restoredId ?? undefined, since, ports);
  },
});
