import { ListStateMachinesCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ExecutionResult } from '../../aws/states/execution.ts';
import { Operator } from '../../plays/operator/operator.ts';
import { source, target } from '../../plays/scene/locations.ts';
import { stay } from '../clients/staying-simulator.ts';
import type { StayingSimulator } from '../clients/staying-simulator.ts';

// Two whole recoveries, which take many times as long on a busy machine.
jest.setTimeout(180_000);

let staying: StayingSimulator;
beforeAll(async () => {
  staying = await stay();
}, 180_000);
afterAll(() => staying.leave());

describe('npm run rehearse -- --stay', () => {
  it('a capture that somebody starts then recovers as the first did, through to the swap', async () => {
    const { simulator } = staying;
    const { stepFunctions } = simulator;
    const second = new Promise<string>((resolve) => {
      stepFunctions.onHistoryEvent((event, arn) => {
        if (event.type === 'ExecutionStarted' && arn.includes(target.accountId)) resolve(arn);
      });
    });
    const operator = new Operator(simulator);
    const sfn = operator.sfn(source);
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    // rehearsal/README.md shows it with the AWS CLI.
    const started = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: stateMachines[0]?.stateMachineArn,
        input: '{}',
      }),
    );
    const captured = await stepFunctions.whenDone(started.executionArn ?? '');
    expect(captured.status).toBe('SUCCEEDED');

    const result: ExecutionResult = await stepFunctions.whenDone(await second);
    operator.close();
    expect(result).toMatchObject({ status: 'SUCCEEDED' });
    const there = simulator.rds.inventory().map(({ identifier }) => identifier);
    expect(there).not.toContain('orders-restoring');
  });
});
