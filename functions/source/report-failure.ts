import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { CapturePlan } from './rules/capture-plan.ts';
import { leftByCapture } from './steps/left-behind.ts';
import { failureFields, failureHandler } from '../shared/handler/failure.ts';

export const input = z.object(failureFields(CapturePlan));

/** Tells the operators that a capture failed, and what it left. */
export const handler = failureHandler('source', input, {
  leftBehind: (plan) => {
    const regions = [...new Set([plan.source.region, plan.target.region])];
    return leftByCapture(plan, {
      regions: regions.map((region) => ({ region, snapshots: snapshotsIn(region, plan.kind) })),
    });
  },
});
