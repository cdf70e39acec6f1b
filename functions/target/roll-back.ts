import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { rollBack } from './steps/roll-back.ts';

export const input = z.object({
  plan: RecoveryPlan,
  restoredId: z.nullable(z.string().check(z.minLength(1))),
  since: Moment,
});

/** Undoes a swap from wherever it stopped. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    rollBack(plan, restoredId ?? undefined, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
