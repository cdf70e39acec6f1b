import * as z from 'zod/mini';
import { lambdaIn } from './aws/lambda.ts';
import { cloudformationDeployments } from './aws/cloudformation-deployments.ts';
import { lambdaFunctions } from './aws/lambda-functions.ts';
import { fillTargets } from './steps/fill-targets.ts';
import { AnswerUrl, FunctionName } from '../shared/rules/formats.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';

const environment = readEnvironment({ SYNC_TARGETS_FUNCTION: FunctionName });

/** Source: CloudFormation User Guide, "Custom resource request types". */
export const input = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: AnswerUrl,
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
});

/** Fills the target groups when the stack is deployed; fails the deployment where it can't. */
export const handler = step({
  input,
  run: (event) =>
    fillTargets(
      {
        type: event.RequestType,
        url: event.ResponseURL,
        stackId: event.StackId,
        requestId: event.RequestId,
        logicalId: event.LogicalResourceId,
        physicalId: event.PhysicalResourceId,
      },
      {
        functions: lambdaFunctions(lambdaIn(environment.AWS_REGION)),
        deployments: cloudformationDeployments(),
        clock: systemClock,
      },
      environment.SYNC_TARGETS_FUNCTION,
    ),
});
