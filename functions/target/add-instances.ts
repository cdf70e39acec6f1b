import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/domain/formats.ts';
import { RecoveryPlan } from '../shared/domain/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { addInstances } from '../shared/recovery/add-instances.ts';

export const input = z.object({
  plan: RecoveryPlan,
  restoredId: z.string().check(z.minLength(1)),
  since: Moment,
});

/** Gives the restored cluster its instances and waits until it is connectable. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    addInstances(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
