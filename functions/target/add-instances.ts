import { databasesIn } from '../shared/adapters/rds.ts';
import { input } from './handler/restored-input.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { addInstances } from './steps/add-instances.ts';

export { input };

/** Gives the restored cluster its instances and waits until it is connectable. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    addInstances(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
