import * as z from 'zod/mini';
import { databasesIn } from '../shared/adapters/rds.ts';
import { Moment } from '../shared/rules/formats.ts';
import { CutOverFunction, cutOverBy } from './handler/cut-over-environment.ts';
import { input as restoredInput } from './handler/restored-input.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { swapNames } from './steps/swap-names.ts';

const environment = readEnvironment({ CUT_OVER_FUNCTION: CutOverFunction });

export const input = z.extend(restoredInput, {
  /** When no name had changed yet. */
  swapStartedAt: z.nullish(Moment),
  /** Whether AddInstances left settings to this step, and whether they are set by now. */
  late: z.optional(z.enum(['none', 'due', 'done'])),
});

/** Swaps the names of the old and the restored database. */
export const handler = step({
  input,
  run: ({ plan, restoredId, ...moments }) =>
    swapNames(plan, restoredId, moments, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
      cutOver: cutOverBy(environment.CUT_OVER_FUNCTION, plan.place.region),
    }),
});
