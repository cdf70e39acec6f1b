import * as z from 'zod/mini';
import { snsIn } from '../shared/adapters/clients/sns.ts';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { snsNotices } from '../shared/adapters/sns-notices.ts';
import { notifyTarget } from './steps/notify-target.ts';
import { CapturePlan } from './rules/capture-plan.ts';
import { Moment, SnapshotArnText } from '../shared/rules/formats.ts';
import { publishMetrics } from '../shared/handler/metrics.ts';
import { captureDimensions } from '../shared/handler/dimensions.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

export const input = z.object({
  plan: CapturePlan,
  captured: z.object({
    sharedArn: SnapshotArnText,
    capturedAt: Moment,
    engine: z.string(),
    engineVersion: z.string(),
  }),
});

/** Publishes the notice from which the target's workflow starts. */
export const handler = step({
  input,
  run: async ({ plan, captured }) => {
    const notified = await notifyTarget(plan, captured, {
      notices: snsNotices(snsIn(plan.source.region)),
      snapshots: snapshotsIn(plan.source.region, plan.kind),
      clock: systemClock,
    });
    // The capture is complete: what an alarm waits for.
    publishMetrics(captureDimensions(plan), [
      { name: 'CapturesNotified', unit: 'Count', value: 1 },
    ]);
    return notified;
  },
});
