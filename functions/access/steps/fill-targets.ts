import type { Clock } from '../../shared/ports/clock.ts';
import type { DeploymentAnswer, Deployments } from '../ports/deployments.ts';
import type { Functions } from '../ports/functions.ts';

/** What a deployment asks of its custom resource. */
export interface FillRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly url: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalId: string;
  readonly physicalId?: string | undefined;
}

/** CloudFormation takes 4096 bytes in all. */
const longestReason = 2000;

/**
 * Gives a new or changed stack's groups their targets, by the same pass that follows them later, and
 * tells the deployment. Where an endpoint can't be resolved the deployment fails with the reason: a
 * stack whose clients reach nobody isn't done. Where others have the function, its client waits for a turn.
 */
export async function fillTargets(
  request: FillRequest,
  ports: {
    readonly functions: Functions;
    readonly deployments: Deployments;
    readonly clock: Clock;
  },
  syncTargetsFunction: string,
): Promise<{ readonly status: DeploymentAnswer['Status']; readonly reason?: string }> {
  const outcome =
    request.type === 'Delete'
      ? filled
      : await fill(ports.functions, ports.clock, syncTargetsFunction);
  await ports.deployments.answer(request.url, {
    Status: outcome.status,
    Reason: outcome.reason,
    StackId: request.stackId,
    RequestId: request.requestId,
    LogicalResourceId: request.logicalId,
    // The same for good: another one would make CloudFormation delete "the old targets".
    PhysicalResourceId: request.physicalId ?? `${request.logicalId}-targets`,
  });
  return outcome;
}

interface Outcome {
  readonly status: DeploymentAnswer['Status'];
  readonly reason?: string;
}

const filled: Outcome = { status: 'SUCCESS' };

/** Whatever goes wrong is the deployment's to know: unanswered it would wait for an hour. */
async function fill(functions: Functions, clock: Clock, name: string): Promise<Outcome> {
  try {
    await functions.invoke(name, {
      trigger: { by: 'deployment' },
      since: new Date(clock.now()).toISOString(),
      memory: null,
    });
    return filled;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { status: 'FAILED', reason: reason.slice(0, longestReason) };
  }
}
