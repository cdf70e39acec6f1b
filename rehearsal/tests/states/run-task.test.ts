import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../aws/contracts.ts';
import { taskRunner } from '../../aws/simulator/run-task.ts';

const role = 'arn:aws:iam::222222222222:role/target';
const execution = 'arn:aws:states:eu-central-1:222222222222:execution:target:run';

/** A Task that invokes a function by its name, which answers or throws. @returns the ARN it went to */
async function invoked(name: string, failure?: AwsError): Promise<string> {
  let arn = '';
  const run = taskRunner(
    {
      assume: () => ({ kind: 'role', accountId: '222222222222', roleArn: role, sessionArn: role }),
    },
    () => ({
      invoke: async (functionArn) => {
        arn = functionArn;
        if (failure) throw failure;
        return { payload: null };
      },
    }),
    async () => undefined,
  );
  await run({
    resource: 'arn:aws:states:::lambda:invoke',
    stateName: 'SyncTargets',
    arguments: { FunctionName: name },
    context: { Execution: { Id: execution } },
    roleArn: role,
    signal: new AbortController().signal,
  });
  return arn;
}

describe('a Task that invokes a function', () => {
  it('a Task finds a function by name in the state machine’s own account and Region', async () => {
    expect(await invoked('sync-targets')).toBe(
      'arn:aws:lambda:eu-central-1:222222222222:function:sync-targets',
    );
  });

  it.each([
    ['TooManyRequestsException', 'Lambda.TooManyRequestsException'],
    ['ResourceNotReadyException', 'Lambda.ResourceNotReadyException'],
    ['ENINotReadyException', 'Lambda.ENINotReadyException'],
    ['AccessDeniedException', 'Lambda.AWSLambdaException'],
  ])('a Task that Lambda refuses with %s fails as %s', async (name, error) => {
    await expect(invoked('sync-targets', new AwsError(name, 'no'))).rejects.toMatchObject({
      error,
    });
  });
});
