import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { shareSnapshot } from './steps/share-snapshot.ts';
import { parseSnapshotArn } from '../shared/rules/arn.ts';
import { CapturePlan } from './rules/capture-plan.ts';
import { SnapshotArnText } from '../shared/rules/formats.ts';
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
