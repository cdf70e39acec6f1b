import { lambdaIn } from './aws/lambda.ts';
import { lambdaFunctions } from '../shared/adapters/lambda-functions.ts';
import { fillTargets } from './steps/fill-targets.ts';
import { cloudformationDeployments } from '../shared/adapters/cloudformation-deployments.ts';
import { customResourceInput, deploymentRequest } from '../shared/handler/custom-resource.ts';
import { readEnvironment } from '../shared/handler/environment.ts';
import { step } from '../shared/handler/step.ts';
import { systemClock } from '../shared/ports/clock.ts';
import { FunctionName } from '../shared/rules/formats.ts';

const environment = readEnvironment({ SYNC_TARGETS_FUNCTION: FunctionName });

export const input = customResourceInput;

/** Fills the target groups when the stack is deployed; fails the deployment where it can't. */
export const handler = step({
  input,
  run: (event) =>
    fillTargets(
      deploymentRequest(event),
      {
        functions: lambdaFunctions(lambdaIn(environment.AWS_REGION)),
        deployments: cloudformationDeployments(),
        clock: systemClock,
      },
      environment.SYNC_TARGETS_FUNCTION,
    ),
});
