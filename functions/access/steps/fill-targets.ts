import type { Clock } from '../../shared/ports/clock.ts';
import type { Deployments } from '../../shared/ports/deployments.ts';
import { answerDeployment } from '../../shared/steps/answer-deployment.ts';
import type { DeploymentOutcome, DeploymentRequest } from '../../shared/steps/answer-deployment.ts';
import type { Functions } from '../../shared/ports/functions.ts';

/**
 * Gives a new or changed stack's groups their targets, by the same pass that follows them later, and
 * tells the deployment. Where an endpoint can't be resolved the deployment fails with the reason: a
 * stack whose clients reach nobody isn't done. Where others have the function, its client waits for a turn.
 */
export function fillTargets(
  request: DeploymentRequest,
  ports: {
    readonly functions: Functions;
    readonly deployments: Deployments;
    readonly clock: Clock;
  },
  syncTargetsFunction: string,
): Promise<DeploymentOutcome> {
  const { functions, deployments, clock } = ports;
  return answerDeployment(request, deployments, 'targets', () =>
    functions.invoke(syncTargetsFunction, {
      trigger: { by: 'deployment' },
      since: new Date(clock.now()).toISOString(),
      memory: null,
    }),
  );
}
