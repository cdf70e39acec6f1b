import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { createSnapshot } from './steps/create-snapshot.ts';
import { CapturePlan } from './rules/capture-plan.ts';
import { Moment } from '../shared/rules/formats.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

export const input = z.object({ plan: CapturePlan, since: Moment });

/** Takes the snapshot in the source Region. */
export const handler = step({
  input,
  run: ({ plan, since }) =>
    createSnapshot(plan, since, {
      snapshots: snapshotsIn(plan.source.region, plan.kind),
      clock: systemClock,
    }),
});
