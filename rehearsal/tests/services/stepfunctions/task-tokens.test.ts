import { describe, expect, it } from '@jest/globals';
import { makeSimulator } from './simulator.ts';

const machineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine';
const runArn = 'arn:aws:states:eu-central-1:222222222222:execution:machine:run';

describe('task tokens', () => {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName: 'f', Payload: '{% $states.context.Task.Token %}' },
        TimeoutSeconds: 60,
        HeartbeatSeconds: 20,
        End: true,
      },
    },
  };
  const ask = async (asked: object = definition) => {
    const tokens: string[] = [];
    const simulator = makeSimulator((task) => {
      tokens.push(task.taskToken ?? '');
      return Promise.resolve({});
    });
    simulator.create(asked);
    await simulator.call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await simulator.clock.run(simulator.clock.sleep(15_000));
    return { ...simulator, taskToken: tokens[0] ?? '' };
  };

  it('a task token ends the task with an output', async () => {
    const { clock, service, call, taskToken } = await ask();
    await call('SendTaskSuccess', { taskToken, output: '{"ok":true}' });
    const result = await clock.run(service.whenDone(runArn));
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { ok: true } });
  });

  it('a task token ends the task with an error', async () => {
    const { clock, service, call, taskToken } = await ask();
    await call('SendTaskFailure', { taskToken, error: 'No', cause: 'why' });
    const result = await clock.run(service.whenDone(runArn));
    expect(result).toMatchObject({ status: 'FAILED', error: 'No', cause: 'why' });
  });

  it.each([
    [{}, { Error: null, Cause: null }],
    [{ error: 'No' }, { Error: 'No', Cause: null }],
    [{ cause: 'why' }, { Error: null, Cause: 'why' }],
  ])('a task token that ends the task with %j alone is caught with nulls', async (said, caught) => {
    const Catch = [
      { ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Done' },
    ];
    const Ask = { ...definition.States.Ask, Catch };
    const { clock, service, call, taskToken } = await ask({
      ...definition,
      States: { Ask, Done: { Type: 'Succeed' } },
    });
    await call('SendTaskFailure', { taskToken, ...said });
    const result = await clock.run(service.whenDone(runArn));
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: caught });
  });

  it('a task token keeps the task waiting by heartbeats', async () => {
    const { clock, service, call, taskToken } = await ask();
    await call('SendTaskHeartbeat', { taskToken });
    const result = await clock.run(service.whenDone(runArn));
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(result.stoppedAt - result.startedAt).toBe(35_000);
  });

  it.each(['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'])(
    'a task token of a task that timed out is refused by %s',
    async (operation) => {
      const { clock, service, call, taskToken } = await ask();
      await clock.run(service.whenDone(runArn));
      const sent = call(operation, { taskToken, output: '1' });
      await expect(sent).rejects.toMatchObject({ name: 'TaskTimedOut' });
    },
  );

  it('a task token can be used once', async () => {
    const { call, taskToken } = await ask();
    await call('SendTaskSuccess', { taskToken, output: '1' });
    const again = call('SendTaskSuccess', { taskToken, output: '1' });
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('an unknown task token is refused', async () => {
    const { call } = await ask();
    const sent = call('SendTaskHeartbeat', { taskToken: 'made up' });
    await expect(sent).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it.each(['{', 'x'.repeat(262_145)])(
    'an output that is not JSON or too large is refused',
    async (output) => {
      const { call, taskToken } = await ask();
      const sent = call('SendTaskSuccess', { taskToken, output });
      await expect(sent).rejects.toMatchObject({ name: 'InvalidOutput' });
    },
  );
});
