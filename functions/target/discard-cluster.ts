import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { discardCluster, discardLeftover } from './steps/discard-cluster.ts';

export const input = z.object({
  what: z.enum(['restored', 'leftover']),
  plan: RecoveryPlan,
  /** Null where the run failed before it knew. */
  restoredId: z.nullable(z.string().check(z.minLength(1))),
  since: Moment,
});

/** Deletes what a drill restored, or a run that failed; or what an earlier run left in its way. */
export const handler = step({
  input,
  run: ({ what, plan, restoredId, since }) => {
    const ports = { databases: databasesIn(plan.place.region, plan.kind), clock: systemClock };
    return what === 'leftover'
      ? discardLeftover(plan, since, ports)
      : discardCluster(plan, restoredId ?? undefined, since, ports);
  },
});
