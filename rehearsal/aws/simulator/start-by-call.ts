import type { Authorizer } from '../authorization/authorizer.ts';
import type { Call } from '../contracts.ts';
import type { Random } from '../random.ts';
import type { StartExecution } from '../services/start-execution.ts';
import type { StepFunctions } from '../services/stepfunctions/stepfunctions.ts';

/** Starts an execution by a call of its own, for those who start them inside the simulator. @returns its ARN */
export async function startByCall(
  request: Parameters<StartExecution>[0],
  parts: {
    readonly stepFunctions: Pick<StepFunctions, 'operations'>;
    readonly authorizer: Pick<Authorizer, 'require'>;
    readonly random: Random;
  },
): Promise<string> {
  const { principal, stateMachineArn, name, input } = request;
  const [, , , region = '', accountId = ''] = stateMachineArn.split(':');
  const call: Call = {
    requestId: parts.random.text(32),
    service: 'states',
    operation: 'StartExecution',
    location: { accountId, region },
    principal,
    authorize: (action, resource, more) => {
      parts.authorizer.require({ principal, action, resource, ...more });
    },
  };
  const start = parts.stepFunctions.operations['StartExecution'];
  const answer = (await start?.({ stateMachineArn, name, input }, call)) as {
    executionArn: string;
  };
  return answer.executionArn;
}
