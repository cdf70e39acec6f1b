import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/domain/formats.ts';
import { RecoveryPlan } from '../shared/domain/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { swapInstanceNames } from '../shared/recovery/swap-instance-names.ts';

export const input = z.object({
  plan: RecoveryPlan,
  restoredId: z.string().check(z.minLength(1)),
  since: Moment,
});

/** Gives the instances of the live cluster the names that those of the old one had. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    swapInstanceNames(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
