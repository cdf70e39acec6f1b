import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { copySnapshot } from './steps/copy-snapshot.ts';
import { CapturePlan } from './rules/capture-plan.ts';
import { count, Moment, SnapshotArnText } from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { publishCopyAge } from '../shared/handler/copy-age.ts';
import { captureDimensions } from '../shared/handler/dimensions.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

const environment = readEnvironment({ COPY_HOURS: count(1) });

export const input = z.object({ plan: CapturePlan, snapshotArn: SnapshotArnText, since: Moment });

/** Copies the snapshot into the target Region under the recovery key. */
export const handler = step({
  input,
  run: async ({ plan, snapshotArn, since }) => {
    const progress = await copySnapshot(plan, snapshotArn, since, environment.COPY_HOURS, {
      snapshots: snapshotsIn(plan.target.region, plan.kind),
      clock: systemClock,
    });
    publishCopyAge(captureDimensions(plan), since, progress);
    return progress;
  },
});
