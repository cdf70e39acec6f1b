import * as z from 'zod/mini';
import { sfnIn } from '../shared/adapters/clients/sfn.ts';
import { sfnExecutions } from '../shared/adapters/sfn-executions.ts';
import { Moment } from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { giveWay } from './steps/give-way.ts';

const environment = readEnvironment({});

export const input = z.object({
  run: z.string().check(z.minLength(1)),
  startedAt: Moment,
  executionArn: z.string().check(z.startsWith('arn:')),
});

/** Ends a run while another one captures the same database. */
export const handler = step({
  input,
  run: ({ run, startedAt, executionArn }) =>
    giveWay(
      { name: run, startedAt, executionArn },
      { executions: sfnExecutions(sfnIn(environment.AWS_REGION)), clock: systemClock },
    ),
});
