import { databasesIn } from '../shared/adapters/rds.ts';
import { input } from './handler/restored-input.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { swapInstanceNames } from './steps/swap-instance-names.ts';

export { input };

/** Gives the instances of the live cluster the names that those of the old one had. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    swapInstanceNames(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
