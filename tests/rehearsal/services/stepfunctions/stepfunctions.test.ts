import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../../../rehearsal/states/state-error.ts';
import { makeStage, roleArn, target, waiting } from './stage.ts';

const machineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine';
const runArn = 'arn:aws:states:eu-central-1:222222222222:execution:machine:run';
const day = 24 * 3600 * 1000;

describe('a state machine', () => {
  it.each([
    ['eu-central-1', 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine'],
    ['cn-north-1', 'arn:aws-cn:states:cn-north-1:222222222222:stateMachine:machine'],
    ['us-gov-west-1', 'arn:aws-us-gov:states:us-gov-west-1:222222222222:stateMachine:machine'],
  ])('of %s has the ARN of its partition', (region, arn) => {
    expect(makeStage().create(waiting, { ...target, region })).toBe(arn);
  });

  it('is described with its definition', async () => {
    const { create, call } = makeStage();
    create();
    const described = await call('DescribeStateMachine', { stateMachineArn: machineArn });
    expect(described).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn,
    });
    expect(JSON.parse(described.definition as string)).toEqual(waiting);
  });

  it.each([
    ['InvalidDefinition', { definition: { ...waiting, StartAt: 'Nowhere' } }],
    ['InvalidName', { name: 'a b' }],
    ['InvalidArn', { roleArn: 'workflow' }],
  ])('is refused as %s', (name, settings) => {
    const { service } = makeStage();
    const create = () =>
      service.createStateMachine(target, { name: 'm', definition: waiting, roleArn, ...settings });
    expect(create).toThrow(expect.objectContaining({ name }));
  });

  it('is made once', () => {
    const { create } = makeStage();
    create();
    expect(() => create()).toThrow(expect.objectContaining({ name: 'StateMachineAlreadyExists' }));
  });

  it('is listed in its own place only, by pages', async () => {
    const { service, call } = makeStage();
    for (const name of ['c', 'a', 'b']) {
      service.createStateMachine(target, { name, definition: waiting, roleArn });
    }
    service.createStateMachine(
      { ...target, region: 'eu-west-1' },
      { name: 'd', definition: waiting, roleArn },
    );
    const first = await call('ListStateMachines', { maxResults: 2 });
    const second = await call('ListStateMachines', { maxResults: 2, nextToken: first.nextToken });
    const names = [first, second].map(({ stateMachines }) =>
      (stateMachines as { name: string }[]).map(({ name }) => name),
    );
    expect(names).toEqual([['a', 'b'], ['c']]);
    expect(second.nextToken).toBeUndefined();
  });
});

describe('StartExecution', () => {
  it('starts in the background and ends as the clock runs', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    const started = await call('StartExecution', {
      stateMachineArn: machineArn,
      name: 'run',
      input: '{"a":1}',
    });
    expect(started).toEqual({ executionArn: runArn, startDate: new Date('2026-03-01T12:00:00Z') });
    const running = await call('DescribeExecution', { executionArn: runArn });
    expect(running).toMatchObject({ status: 'RUNNING', input: '{"a":1}' });
    expect(running).not.toHaveProperty('stopDate');

    await clock.run(service.whenDone(runArn));
    const ended = await call('DescribeExecution', { executionArn: runArn });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1}',
      stopDate: new Date('2026-03-01T12:00:10Z'),
    });
  });

  it('gives a name where none is given', async () => {
    const { call, create } = makeStage();
    create();
    const started = await call('StartExecution', { stateMachineArn: machineArn });
    expect(started.executionArn).toMatch(/:execution:machine:[0-9a-f-]{36}$/);
  });

  it('gives the running execution for the same name and input', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    const input = { stateMachineArn: machineArn, name: 'run', input: '{}' };
    const first = await call('StartExecution', input);
    await clock.run(clock.sleep(5000));
    expect(await call('StartExecution', input)).toEqual(first);
    expect(service.history(runArn)).toHaveLength(2);
  });

  it('refuses the name of a running execution with another input', async () => {
    const { call, create } = makeStage();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run', input: '{}' });
    const again = call('StartExecution', { stateMachineArn: machineArn, name: 'run', input: '[]' });
    await expect(again).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('refuses the name of a closed execution for 90 days, the same input notwithstanding', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    const input = { stateMachineArn: machineArn, name: 'run', input: '{}' };
    await call('StartExecution', input);
    await clock.run(service.whenDone(runArn));
    await clock.run(clock.sleep(90 * day - 1));
    await expect(call('StartExecution', input)).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await clock.run(clock.sleep(1));
    expect(await call('StartExecution', input)).toMatchObject({ executionArn: runArn });
  });

  it.each([
    ['InvalidName', { name: 'a b' }],
    ['InvalidName', { name: 'a/b' }],
    ['InvalidName', { name: '' }],
    ['InvalidName', { name: 'x'.repeat(81) }],
    ['InvalidName', { name: 'a\u0007' }],
    ['InvalidExecutionInput', { input: '{' }],
    ['InvalidExecutionInput', { input: JSON.stringify('x'.repeat(262_143)) }],
    ['InvalidArn', { stateMachineArn: 'machine' }],
    ['StateMachineDoesNotExist', { stateMachineArn: `${machineArn}2` }],
  ])('fails with %s', async (name, wrong) => {
    const { call, create } = makeStage();
    create();
    const started = call('StartExecution', { stateMachineArn: machineArn, ...wrong });
    await expect(started).rejects.toMatchObject({ name });
  });

  it("doesn't know another Region's state machines", async () => {
    const { call, create } = makeStage();
    create();
    const started = call(
      'StartExecution',
      { stateMachineArn: machineArn },
      { location: { ...target, region: 'eu-west-1' } },
    );
    await expect(started).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});

describe('each operation', () => {
  it.each([
    ['StartExecution', { stateMachineArn: machineArn, name: 'other' }, machineArn],
    ['ListExecutions', { stateMachineArn: machineArn }, machineArn],
    ['DescribeStateMachine', { stateMachineArn: machineArn }, machineArn],
    ['DescribeExecution', { executionArn: runArn }, runArn],
    ['GetExecutionHistory', { executionArn: runArn }, runArn],
    ['StopExecution', { executionArn: runArn }, runArn],
    ['ListStateMachines', {}, '*'],
    ['SendTaskSuccess', { taskToken: 't', output: '1' }, '*'],
    ['SendTaskFailure', { taskToken: 't' }, '*'],
    ['SendTaskHeartbeat', { taskToken: 't' }, '*'],
  ])('%s asks for its permission, and does nothing without', async (operation, input, resource) => {
    const { asked, call, create, service } = makeStage();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    const before = service.history(runArn).length;
    const denied = call(operation, input, { deny: true });
    await expect(denied).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(asked.at(-1)).toBe(`states:${operation} ${resource}`);
    expect(service.history(runArn)).toHaveLength(before);
  });

  it('is one of those above', () => {
    expect(Object.keys(makeStage().service.operations).toSorted()).toEqual([
      'DescribeExecution',
      'DescribeStateMachine',
      'GetExecutionHistory',
      'ListExecutions',
      'ListStateMachines',
      'SendTaskFailure',
      'SendTaskHeartbeat',
      'SendTaskSuccess',
      'StartExecution',
      'StopExecution',
    ]);
  });
});

describe('an execution that ends badly', () => {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: {
      A: {
        Type: 'Task',
        Resource: 'arn:aws:lambda:eu-central-1:222222222222:function:f',
        End: true,
      },
    },
  };

  it('is described with its error', async () => {
    const error = new TaskError('NameTaken', 'it is');
    const { clock, service, call, create } = makeStage(async () => Promise.reject(error));
    create(definition);
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await clock.run(service.whenDone(runArn));
    const ended = await call('DescribeExecution', { executionArn: runArn });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'NameTaken', cause: 'it is' });
    expect(ended).not.toHaveProperty('output');
  });

  it("shows the stage's own defect instead of a failed execution", async () => {
    const error = new RangeError('a bug');
    const { clock, service, call, create } = makeStage(async () => Promise.reject(error));
    create(definition);
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await expect(clock.run(service.whenDone(runArn))).rejects.toThrow('a bug');
    await expect(call('DescribeExecution', { executionArn: runArn })).rejects.toThrow('a bug');
  });

  it('is ABORTED when it is stopped, at once', async () => {
    const { clock, call, create } = makeStage();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await clock.run(clock.sleep(4000));
    const stop = { executionArn: runArn, error: 'Enough', cause: 'by hand' };
    expect(await call('StopExecution', stop)).toEqual({
      stopDate: new Date('2026-03-01T12:00:04Z'),
    });
    expect(await call('DescribeExecution', { executionArn: runArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'by hand',
    });
  });

  it('stays as it ended when it is stopped later', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await clock.run(service.whenDone(runArn));
    expect(await call('StopExecution', { executionArn: runArn })).toEqual({
      stopDate: new Date('2026-03-01T12:00:10Z'),
    });
    expect(await call('DescribeExecution', { executionArn: runArn })).toMatchObject({
      status: 'SUCCEEDED',
    });
  });
});

describe('ListExecutions', () => {
  it('lists the newest first, by pages and by status', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    for (const name of ['one', 'two', 'three']) {
      await call('StartExecution', { stateMachineArn: machineArn, name });
      await clock.run(clock.sleep(4000));
    }
    await clock.run(service.whenDone(runArn.replace('run', 'one')));
    const names = async (input: object): Promise<unknown> => {
      const { executions } = await call('ListExecutions', {
        stateMachineArn: machineArn,
        ...input,
      });
      return (executions as { name: string }[]).map(({ name }) => name);
    };
    expect(await names({})).toEqual(['three', 'two', 'one']);
    expect(await names({ statusFilter: 'RUNNING' })).toEqual(['three', 'two']);
    expect(await names({ statusFilter: 'SUCCEEDED' })).toEqual(['one']);
    const first = await call('ListExecutions', { stateMachineArn: machineArn, maxResults: 2 });
    expect(await names({ maxResults: 2, nextToken: first.nextToken })).toEqual(['one']);
  });

  it('refuses a token that it never gave', async () => {
    const { call, create } = makeStage();
    create();
    const listed = call('ListExecutions', { stateMachineArn: machineArn, nextToken: 'x' });
    await expect(listed).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('GetExecutionHistory', () => {
  it('gives numbered events with virtual timestamps, each with the one before it', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run', input: '{"a":1}' });
    await clock.run(service.whenDone(runArn));
    expect(await call('GetExecutionHistory', { executionArn: runArn })).toEqual({
      events: [
        {
          id: 1,
          previousEventId: 0,
          timestamp: new Date('2026-03-01T12:00:00Z'),
          type: 'ExecutionStarted',
          executionStartedEventDetails: {
            input: '{"a":1}',
            inputDetails: { truncated: false },
            roleArn,
          },
        },
        {
          id: 2,
          previousEventId: 0,
          timestamp: new Date('2026-03-01T12:00:00Z'),
          type: 'WaitStateEntered',
          stateEnteredEventDetails: {
            name: 'Wait',
            input: '{"a":1}',
            inputDetails: { truncated: false },
          },
        },
        {
          id: 3,
          previousEventId: 2,
          timestamp: new Date('2026-03-01T12:00:10Z'),
          type: 'WaitStateExited',
          stateExitedEventDetails: {
            name: 'Wait',
            output: '{"a":1}',
            outputDetails: { truncated: false },
          },
        },
        {
          id: 4,
          previousEventId: 3,
          timestamp: new Date('2026-03-01T12:00:10Z'),
          type: 'ExecutionSucceeded',
          executionSucceededEventDetails: {
            output: '{"a":1}',
            outputDetails: { truncated: false },
          },
        },
      ],
    });
  });

  it('gives pages, the newest first when asked, without data when asked', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await clock.run(service.whenDone(runArn));
    const input = { executionArn: runArn, reverseOrder: true, includeExecutionData: false };
    const first = await call('GetExecutionHistory', { ...input, maxResults: 3 });
    const rest = await call('GetExecutionHistory', { ...input, nextToken: first.nextToken });
    const events = [first, rest].flatMap((page) => page.events as { id: number }[]);
    expect(events.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(JSON.stringify(events)).not.toMatch(/"(input|output)/);
    expect(events[2]).toMatchObject({ stateEnteredEventDetails: { name: 'Wait' } });
  });

  it('tells listeners of each event as it happens, until they leave', async () => {
    const { clock, service, call, create } = makeStage();
    create();
    const heard: string[] = [];
    const leave = service.onHistoryEvent((event, arn) => {
      heard.push(`${arn === runArn} ${event.type}`);
      if (event.type === 'WaitStateExited') leave();
    });
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await clock.run(service.whenDone(runArn));
    expect(heard).toEqual([
      'true ExecutionStarted',
      'true WaitStateEntered',
      'true WaitStateExited',
    ]);
  });
});

describe('a task token', () => {
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
  const ask = async () => {
    const tokens: string[] = [];
    const stage = makeStage((task) => {
      tokens.push(task.taskToken ?? '');
      return Promise.resolve({});
    });
    stage.create(definition);
    await stage.call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await stage.clock.run(stage.clock.sleep(15_000));
    return { ...stage, taskToken: tokens[0] ?? '' };
  };

  it('ends the task with an output', async () => {
    const { clock, service, call, taskToken } = await ask();
    await call('SendTaskSuccess', { taskToken, output: '{"ok":true}' });
    const result = await clock.run(service.whenDone(runArn));
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { ok: true } });
  });

  it('ends the task with an error', async () => {
    const { clock, service, call, taskToken } = await ask();
    await call('SendTaskFailure', { taskToken, error: 'No', cause: 'why' });
    const result = await clock.run(service.whenDone(runArn));
    expect(result).toMatchObject({ status: 'FAILED', error: 'No', cause: 'why' });
  });

  it('keeps the task waiting by heartbeats', async () => {
    const { clock, service, call, taskToken } = await ask();
    await call('SendTaskHeartbeat', { taskToken });
    const result = await clock.run(service.whenDone(runArn));
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(result.stoppedAt - result.startedAt).toBe(35_000);
  });

  it.each(['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'])(
    'is told off by %s when the task has timed out',
    async (operation) => {
      const { clock, service, call, taskToken } = await ask();
      await clock.run(service.whenDone(runArn));
      const sent = call(operation, { taskToken, output: '1' });
      await expect(sent).rejects.toMatchObject({ name: 'TaskTimedOut' });
    },
  );

  it('is good once', async () => {
    const { call, taskToken } = await ask();
    await call('SendTaskSuccess', { taskToken, output: '1' });
    const again = call('SendTaskSuccess', { taskToken, output: '1' });
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('is refused when nobody issued it', async () => {
    const { call } = await ask();
    const sent = call('SendTaskHeartbeat', { taskToken: 'made up' });
    await expect(sent).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it.each(['{', 'x'.repeat(262_145)])(
    'takes no output that is not JSON or too large',
    async (output) => {
      const { call, taskToken } = await ask();
      const sent = call('SendTaskSuccess', { taskToken, output });
      await expect(sent).rejects.toMatchObject({ name: 'InvalidOutput' });
    },
  );
});

describe('the event bus', () => {
  it('gets the start and the end of an execution', async () => {
    const { clock, service, busEvents, call, create } = makeStage();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await clock.run(service.whenDone(runArn));
    expect(busEvents).toMatchObject([
      {
        source: 'aws.states',
        detailType: 'Step Functions Execution Status Change',
        location: target,
        resources: [runArn],
        detail: { status: 'RUNNING', stopDate: null, output: null },
      },
      { detail: { status: 'SUCCEEDED', name: 'run', output: '{}' } },
    ]);
  });
});
