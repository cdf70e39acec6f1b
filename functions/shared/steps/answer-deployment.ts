import type { DeploymentAnswer, Deployments } from '../ports/deployments.ts';

/** What a deployment asks of its custom resource. */
export interface DeploymentRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly url: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalId: string;
  readonly physicalId?: string | undefined;
}

/** What the deployment was told. */
export interface DeploymentOutcome {
  readonly status: DeploymentAnswer['Status'];
  readonly reason?: string;
}

/** CloudFormation takes 4096 bytes in all. */
const longestReason = 2000;

/**
 * Does what a custom resource stands for when a stack is made or changed, and nothing when it goes; then
 * tells the deployment. Whatever goes wrong is the deployment's to know: unanswered it would wait for
 * an hour.
 * @param made what the resource is called by: the same for good, as another name would make
 * CloudFormation delete "the old one"
 */
export async function answerDeployment(
  request: DeploymentRequest,
  deployments: Deployments,
  made: string,
  work: () => Promise<unknown>,
): Promise<DeploymentOutcome> {
  const outcome = request.type === 'Delete' ? done : await attempt(work);
  await deployments.answer(request.url, {
    Status: outcome.status,
    Reason: outcome.reason,
    StackId: request.stackId,
    RequestId: request.requestId,
    LogicalResourceId: request.logicalId,
    PhysicalResourceId: request.physicalId ?? `${request.logicalId}-${made}`,
  });
  return outcome;
}

const done: DeploymentOutcome = { status: 'SUCCESS' };

async function attempt(work: () => Promise<unknown>): Promise<DeploymentOutcome> {
  try {
    await work();
    return done;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { status: 'FAILED', reason: reason.slice(0, longestReason) };
  }
}
