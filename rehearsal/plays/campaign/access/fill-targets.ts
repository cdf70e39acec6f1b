import { customResources } from '../../../aws/stage/custom-resources.ts';
import type { Stage } from '../../../aws/stage/stage.ts';
import type { DeployedAccess } from './stack.ts';

/** A deployment's first targets didn't come about. */
export class FirstTargetsMissing extends Error {
  override readonly name = 'FirstTargetsMissing';
}

/**
 * Gives the target group its first targets, as the deployment of the access stack does.
 * @throws FirstTargetsMissing
 */
export async function fillTargets(stage: Stage, access: DeployedAccess): Promise<void> {
  const { clock, functions } = stage;
  const resources = customResources(() => functions);
  const request = {
    RequestType: 'Create',
    StackId: 'understudy-access',
    RequestId: '1',
    LogicalResourceId: 'FirstTargets',
  };
  const answer = await clock.run(clock.hold(() => resources.ask(access.fillTargetsArn, request)));
  if (answer?.Status === 'SUCCESS') return;
  throw new FirstTargetsMissing(answer?.Reason ?? 'FillTargets didn’t answer');
}
