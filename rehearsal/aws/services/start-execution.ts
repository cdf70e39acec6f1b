import type { Authorizer } from '../authorization/authorizer.ts';
import type { Principal } from '../contracts.ts';

/**
 * Starts a state machine's execution. Settles once Step Functions has taken it on, not when it ends;
 * virtual time goes on meanwhile unless the other side holds it.
 */
export type StartExecution = (request: {
  readonly principal: Principal;
  readonly stateMachineArn: string;
  /** JSON text. */
  readonly input: string;
  readonly name: string;
}) => Promise<unknown>;

/** A state machine that a service starts as a role. */
export interface ExecutionTarget {
  /** Such as `scheduler.amazonaws.com`. */
  readonly service: string;
  readonly roleArn: string;
  /** What the service acts for: a rule, a group of schedules. */
  readonly sourceArn: string;
  readonly stateMachineArn: string;
  readonly input: string;
  readonly name: string;
}

/**
 * Takes on the target's role, as its trust policy says, and starts the execution as that role.
 * @throws AwsError `AccessDenied…` when trust or permission is missing
 */
export async function startAsRole(
  authorizer: Pick<Authorizer, 'assume' | 'require'>,
  startExecution: StartExecution,
  target: ExecutionTarget,
): Promise<void> {
  const { service, roleArn, sourceArn, stateMachineArn, input, name } = target;
  const principal = authorizer.assume(service, roleArn, name, sourceArn);
  authorizer.require({ principal, action: 'states:StartExecution', resource: stateMachineArn });
  await startExecution({ principal, stateMachineArn, input, name });
}
