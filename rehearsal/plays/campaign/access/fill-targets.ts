import { customResources } from '../../../aws/simulator/custom-resources.ts';
import type { Simulator } from '../../../aws/simulator/simulator.ts';
import type { DeployedAccess } from './stack.ts';

/** A deployment's first targets didn't come about. */
export class FirstTargetsMissing extends Error {
  override readonly name = 'FirstTargetsMissing';
}

/**
 * Gives the target group its first targets, as the deployment of the access stack does.
 * @throws FirstTargetsMissing
 */
export async function fillTargets(simulator: Simulator, access: DeployedAccess): Promise<void> {
  const { clock, functions } = simulator;
  const resources = customResources(() => functions, clock);
  const request = {
    RequestType: 'Create',
    StackId: 'understudy-access',
    RequestId: '1',
    LogicalResourceId: 'FirstTargets',
  };
  const answer = await clock.run(resources.ask(access.fillTargetsArn, request));
  if (answer?.Status === 'SUCCESS') return;
  throw new FirstTargetsMissing(answer?.Reason ?? 'FillTargets didn’t answer');
}
