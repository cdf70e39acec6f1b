import { rdsIn } from '../shared/adapters/clients/rds.ts';
import { databasesIn, snapshotsIn } from '../shared/adapters/rds.ts';
import { rdsTies } from './aws/rds-ties.ts';
import { input } from './handler/restored-input.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { terminateOldCluster } from './steps/terminate-old-cluster.ts';

export { input };

/** Deletes the database that the restored one replaces. */
export const handler = step({
  input,
  run: ({ plan, restoredId, since }) =>
    terminateOldCluster(plan, restoredId, since, {
      databases: databasesIn(plan.place.region, plan.kind),
      snapshots: snapshotsIn(plan.place.region, plan.kind),
      ties: rdsTies(rdsIn(plan.place.region)),
      clock: systemClock,
    }),
});
