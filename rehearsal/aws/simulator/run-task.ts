import type { Authorizer } from '../authorization/authorizer.ts';
import { AwsError } from '../contracts.ts';
import type { Principal } from '../contracts.ts';
import type { Functions } from '../lambda/functions.ts';
import type { InvocationOutcome } from '../lambda/invocation-outcome.ts';
import { integrationErrorNames } from '../states/error-names.ts';
import { TaskError } from '../states/state-error.ts';
import type { TaskCall, TaskRunner } from '../states/task-runner.ts';

/**
 * Carries out the Tasks of state machines: functions, invoked as the state machine's role.
 * @param functions asked for at each Task, since they are made after the state machines' service
 * @param looked settles once nobody looks at the simulator any more: then the next Task may change
 *   it
 */
export function taskRunner(
  authorizer: Pick<Authorizer, 'assume'>,
  functions: () => Pick<Functions, 'invoke'>,
  looked: () => Promise<unknown>,
): TaskRunner {
  return async (task) => {
    await looked();
    const principal = authorizer.assume(
      'states.amazonaws.com',
      task.roleArn,
      'states',
      task.roleArn,
    );
    if (task.resource.includes(':lambda:') && !task.resource.includes(':states:')) {
      const outcome = await invoke(functions(), task.resource, task.arguments, principal);
      return payloadOf(outcome);
    }
    // With a token the state waits for its return, and the function's answer is nobody's.
    if (/^arn:[a-z-]+:states:::lambda:invoke(\.waitForTaskToken)?$/.test(task.resource)) {
      return invokeOptimized(task, functions(), principal);
    }
    throw new Error(`the simulator doesn't carry out the resource ${task.resource}`);
  };
}

async function invokeOptimized(
  task: TaskCall,
  functions: Pick<Functions, 'invoke'>,
  principal: Principal,
): Promise<unknown> {
  const { FunctionName: name, Payload: payload } = task.arguments as {
    FunctionName: string;
    Payload?: unknown;
  };
  const [, partition, , , accountId] = task.roleArn.split(':');
  const region = String((task.context.Execution as { Id: string }).Id.split(':')[3]);
  const arn = name.startsWith('arn:')
    ? name
    : `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  const outcome = await invoke(functions, arn, payload, principal);
  return { ExecutedVersion: '$LATEST', Payload: payloadOf(outcome), StatusCode: 200 };
}

async function invoke(
  functions: Pick<Functions, 'invoke'>,
  arn: string,
  payload: unknown,
  principal: Principal,
): Promise<InvocationOutcome> {
  try {
    return await functions.invoke(arn, payload, { invocationType: 'RequestResponse', principal });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const name = `Lambda.${error.name}`;
    const known = integrationErrorNames.has(name);
    throw new TaskError(known ? name : 'Lambda.AWSLambdaException', error.message);
  }
}

/** A function's error becomes the Task's under its own name, with Lambda's JSON as the cause. */
function payloadOf(outcome: InvocationOutcome): unknown {
  if (!('functionError' in outcome)) return outcome.payload;
  throw new TaskError(outcome.payload.errorType, JSON.stringify(outcome.payload));
}
