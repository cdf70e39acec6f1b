import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/rules/formats.ts';
import { CutOverFunction, cutOverBy } from './handler/cut-over-environment.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { rollBack } from './steps/roll-back.ts';

const environment = readEnvironment({ CUT_OVER_FUNCTION: CutOverFunction });

export const input = z.object({
  plan: RecoveryPlan,
  restoredId: z.nullable(z.string().check(z.minLength(1))),
  since: Moment,
  /** The step whose failure is undone. */
  step: z.string(),
});

/** Undoes a swap from wherever it stopped. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since, step: failedAt }) => {
    const ports = {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
      cutOver: cutOverBy(environment.CUT_OVER_FUNCTION, plan.place.region),
    };
    return rollBack(plan, restoredId ?? undefined, since, ports, failedAt);
  },
});
