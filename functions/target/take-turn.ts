import * as z from 'zod/mini';
import { sfnIn } from '../shared/adapters/clients/sfn.ts';
import { sfnWorkflows } from './aws/sfn-workflows.ts';
import { Moment } from '../shared/rules/formats.ts';
import { RecoveryPlan } from './rules/recovery-plan.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { takeTurn } from './steps/take-turn.ts';

export const input = z.object({ plan: RecoveryPlan, executionArn: z.string(), since: Moment });

/** Waits until no other run is at work on what this one would touch. */
export const handler = step({
  input,
  run: ({ plan, executionArn, since }) =>
    takeTurn(plan, executionArn, since, {
      workflows: sfnWorkflows(sfnIn(plan.place.region)),
      clock: systemClock,
    }),
});
