import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { shareSnapshot } from '../shared/capture/share-snapshot.ts';
import { parseSnapshotArn } from '../shared/domain/arn.ts';
import { CapturePlan } from '../shared/domain/capture-plan.ts';
import { SnapshotArnText } from '../shared/domain/formats.ts';
import { step } from '../shared/handler/step.ts';

export const input = z.object({ plan: CapturePlan, snapshotArn: SnapshotArnText });

/** Shares the snapshot with the target account only, in the Region in which it lies. */
export const handler = step({
  input,
  run: ({ plan, snapshotArn }) =>
    shareSnapshot(plan, snapshotArn, {
      snapshots: snapshotsIn(parseSnapshotArn(snapshotArn).region, plan.kind),
    }),
});
