import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { pruneSnapshots } from '../shared/capture/prune-snapshots.ts';
import { CapturePlan } from '../shared/domain/capture-plan.ts';
import { step } from '../shared/handler/step.ts';

export const input = z.object({ plan: CapturePlan });

/** Deletes captures of ours beyond those to keep, in both Regions. */
export const handler = step({
  input,
  run: ({ plan }) => {
    const regions = new Set([plan.source.region, plan.target.region]);
    return pruneSnapshots(plan, {
      regions: [...regions].map((region) => snapshotsIn(region, plan.kind)),
    });
  },
});
