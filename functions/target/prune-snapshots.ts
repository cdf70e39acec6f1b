import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { count } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { publishQuota } from '../shared/handler/quota-metric.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { pruneSnapshots } from './steps/prune-snapshots.ts';

const environment = readEnvironment({
  KEEP_SNAPSHOTS: count(1),
  KEEP_DAYS: count(0),
  KEEP_DAILY_DAYS: count(0),
  KEEP_FINAL_SNAPSHOTS: count(1),
  KEEP_FINAL_DAYS: count(0),
});

export const input = z.object({ plan: RecoveryPlan });

/** Marks the secured copy as verified, and deletes those that aren't to be kept. */
export const handler = step({
  input,
  run: async ({ plan }) => {
    const dailyDays = environment.KEEP_DAILY_DAYS;
    const pruned = await pruneSnapshots(
      plan,
      {
        secured: { captures: environment.KEEP_SNAPSHOTS, days: environment.KEEP_DAYS, dailyDays },
        final: {
          captures: environment.KEEP_FINAL_SNAPSHOTS,
          days: environment.KEEP_FINAL_DAYS,
          dailyDays,
        },
      },
      { snapshots: snapshotsIn(plan.place.region, plan.kind), clock: systemClock },
    );
    publishQuota(
      { workflow: 'target', database: plan.names.live },
      pruned.shelf ? [pruned.shelf] : [],
    );
    return pruned;
  },
});
