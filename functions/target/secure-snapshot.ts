import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { count, Moment } from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { publishCopyAge } from '../shared/handler/copy-age.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { secureSnapshot } from './steps/secure-snapshot.ts';

const environment = readEnvironment({ SECURE_HOURS: count(1) });

export const input = z.object({ plan: RecoveryPlan, since: Moment });

/** Copies the shared snapshot under the target's own key, so that it outlives the source account. */
export const handler = step({
  input,
  run: async ({ plan, since }) => {
    const progress = await secureSnapshot(plan, since, environment.SECURE_HOURS, {
      snapshots: snapshotsIn(plan.place.region, plan.kind),
      clock: systemClock,
    });
    publishCopyAge({ workflow: 'target', database: plan.names.live }, since, progress);
    return progress;
  },
});
