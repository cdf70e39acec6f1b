import { databasesIn, snapshotsIn } from '../shared/adapters/rds.ts';
import { RecoveryPlan } from '../shared/domain/recovery-plan.ts';
import { leftByRecovery } from '../shared/failure/left-behind.ts';
import { failureHandler, failureInput } from '../shared/handler/failure.ts';

export const input = failureInput(RecoveryPlan);

/** Tells the operators that a recovery failed, and what it left behind. */
export const handler = failureHandler('target', input, (plan) =>
  leftByRecovery(plan, {
    databases: databasesIn(plan.place.region, plan.kind),
    snapshots: snapshotsIn(plan.place.region, plan.kind),
  }),
);
