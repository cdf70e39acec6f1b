import * as z from 'zod/mini';
import { snapshotsIn } from '../shared/adapters/rds.ts';
import { createSnapshot } from './steps/create-snapshot.ts';
import { CapturePlan } from './rules/capture-plan.ts';
import { count, Moment } from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

const environment = readEnvironment({ SNAPSHOT_HOURS: count(1) });

export const input = z.object({ plan: CapturePlan, since: Moment });

/** Takes the snapshot in the source Region. */
export const handler = step({
  input,
  run: ({ plan, since }) =>
    createSnapshot(plan, since, environment.SNAPSHOT_HOURS, {
      snapshots: snapshotsIn(plan.source.region, plan.kind),
      clock: systemClock,
    }),
});
