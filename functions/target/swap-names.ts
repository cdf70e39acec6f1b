import { databasesIn } from '../shared/adapters/rds.ts';
import { input } from './handler/restored-input.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { swapNames } from './steps/swap-names.ts';

export { input };

/** Swaps the names of the old and the restored database. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    swapNames(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
