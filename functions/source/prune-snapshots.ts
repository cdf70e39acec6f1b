import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { pruneSnapshots } from './steps/prune-snapshots.ts';
import { CapturePlan } from './rules/capture-plan.ts';
import { count } from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { publishQuota } from '../shared/handler/quota-metric.ts';
import { captureDimensions } from '../shared/handler/dimensions.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

const environment = readEnvironment({
  KEEP_SNAPSHOTS: count(1),
  KEEP_DAYS: count(0),
  KEEP_DAILY_DAYS: count(0),
  RESUME_HOURS: count(1),
});

export const input = z.object({ plan: CapturePlan });

/** Deletes captures of ours that aren't to be kept, in both Regions. */
export const handler = step({
  input,
  run: async ({ plan }) => {
    const regions = [...new Set([plan.source.region, plan.target.region])];
    const pruned = await pruneSnapshots(
      plan,
      {
        captures: environment.KEEP_SNAPSHOTS,
        days: environment.KEEP_DAYS,
        dailyDays: environment.KEEP_DAILY_DAYS,
        resumeHours: environment.RESUME_HOURS,
      },
      {
        regions: regions.map((region) => ({ region, snapshots: snapshotsIn(region, plan.kind) })),
        clock: systemClock,
      },
    );
    publishQuota(captureDimensions(plan), pruned.shelves);
    return pruned;
  },
});
