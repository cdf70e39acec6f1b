import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { parseSnapshotArn } from '../shared/rules/arn.ts';
import { Moment } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { findSharedSnapshot } from './steps/find-shared-snapshot.ts';

export const input = z.object({ plan: RecoveryPlan, since: Moment });

/** Waits until the shared snapshot is visible and available, in the Region where it is shared. */
export const handler = step({
  input,
  run: ({ plan, since }) =>
    findSharedSnapshot(plan, since, {
      snapshots: snapshotsIn(parseSnapshotArn(plan.notice.snapshot.arn).region, plan.kind),
      own: snapshotsIn(plan.place.region, plan.kind),
      clock: systemClock,
    }),
});
