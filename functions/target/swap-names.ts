import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/domain/formats.ts';
import { RecoveryPlan } from '../shared/domain/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { swapNames } from '../shared/recovery/swap-names.ts';

export const input = z.object({
  plan: RecoveryPlan,
  restoredId: z.string().check(z.minLength(1)),
  since: Moment,
});

/** Swaps the names of the old and the restored database. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    swapNames(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
