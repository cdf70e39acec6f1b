import { describe, expect, it } from '@jest/globals';
import { TaskError } from '../../../aws/states/state-error.ts';
import { makeSimulator, target } from './simulator.ts';

const machineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine';
const runArn = 'arn:aws:states:eu-central-1:222222222222:execution:machine:run';

describe('an execution that does not succeed', () => {
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

  it('a failed execution is described with its error', async () => {
    const error = new TaskError('NameTaken', 'it is');
    const { clock, service, call, create } = makeSimulator(async () => Promise.reject(error));
    create(definition);
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await clock.run(service.whenDone(runArn));
    const ended = await call('DescribeExecution', { executionArn: runArn });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'NameTaken', cause: 'it is' });
    expect(ended).not.toHaveProperty('output');
  });

  it('an execution that fails by a defect of the simulator shows the defect', async () => {
    const error = new RangeError('a bug');
    const { clock, service, call, create } = makeSimulator(async () => Promise.reject(error));
    create(definition);
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    await expect(clock.run(service.whenDone(runArn))).rejects.toThrow('a bug');
    await expect(call('DescribeExecution', { executionArn: runArn })).rejects.toThrow('a bug');
  });

  it('a stopped execution is ABORTED at once', async () => {
    const { clock, call, create } = makeSimulator();
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

  it('a finished execution keeps its status when it is stopped later', async () => {
    const { clock, service, call, create } = makeSimulator();
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
  it('ListExecutions lists the newest first, by pages and by status', async () => {
    const { clock, service, call, create } = makeSimulator();
    create();
    for (const name of ['one', 'two', 'three']) {
      await call('StartExecution', { stateMachineArn: machineArn, name });
      await clock.run(clock.sleep(4000));
    }
    await clock.run(service.whenDone(runArn.replace('run', 'one')));
    await clock.run(clock.sleep(3000));
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

  // Source: its API reference: "This operation is eventually consistent".
  it('ListExecutions lags: it misses new executions, and shows just ended ones as running', async () => {
    const { clock, service, call, create } = makeSimulator();
    create();
    const statuses = async (): Promise<unknown> => {
      const { executions } = await call('ListExecutions', { stateMachineArn: machineArn });
      return (executions as { status: string }[]).map(({ status }) => status);
    };
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    expect(await statuses()).toEqual([]);
    await clock.run(service.whenDone(runArn));
    expect(await statuses()).toEqual(['RUNNING']);
    await clock.run(clock.sleep(3000));
    expect(await statuses()).toEqual(['SUCCEEDED']);
  });

  it('ListExecutions refuses an unknown page token', async () => {
    const { call, create } = makeSimulator();
    create();
    const listed = call('ListExecutions', { stateMachineArn: machineArn, nextToken: 'x' });
    await expect(listed).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});

describe('the event bus', () => {
  it('the event bus gets the start and the end of an execution', async () => {
    const { clock, service, busEvents, call, create } = makeSimulator();
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
