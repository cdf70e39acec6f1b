import { snapshotsIn } from '../shared/adapters/rds.ts';
import { CapturePlan } from '../shared/domain/capture-plan.ts';
import { leftByCapture } from '../shared/failure/left-behind.ts';
import { failureHandler, failureInput } from '../shared/handler/failure.ts';

export const input = failureInput(CapturePlan);

/** Tells the operators that a capture failed, and what it left. */
export const handler = failureHandler('source', input, (plan) => {
  const regions = [...new Set([plan.source.region, plan.target.region])];
  return leftByCapture(plan, {
    regions: regions.map((region) => ({ region, snapshots: snapshotsIn(region, plan.kind) })),
  });
});
