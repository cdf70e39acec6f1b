import { describe, expect, it } from '@jest/globals';
import { makeSimulator, target } from './simulator.ts';

const machineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine';
const runArn = 'arn:aws:states:eu-central-1:222222222222:execution:machine:run';
const day = 24 * 3600 * 1000;

describe('StartExecution', () => {
  it('StartExecution returns at once, and the execution ends as the clock runs', async () => {
    const { clock, service, call, create } = makeSimulator();
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

  it('StartExecution makes up a name when none is given', async () => {
    const { call, create } = makeSimulator();
    create();
    const started = await call('StartExecution', { stateMachineArn: machineArn });
    expect(started.executionArn).toMatch(/:execution:machine:[0-9a-f-]{36}$/);
  });

  it('StartExecution returns the running execution for the same name and input', async () => {
    const { clock, service, call, create } = makeSimulator();
    create();
    const input = { stateMachineArn: machineArn, name: 'run', input: '{}' };
    const first = await call('StartExecution', input);
    await clock.run(clock.sleep(5000));
    expect(await call('StartExecution', input)).toEqual(first);
    expect(service.history(runArn)).toHaveLength(2);
  });

  it('StartExecution refuses the name of a running execution with another input', async () => {
    const { call, create } = makeSimulator();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run', input: '{}' });
    const again = call('StartExecution', { stateMachineArn: machineArn, name: 'run', input: '[]' });
    await expect(again).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('StartExecution refuses the name of a closed execution for 90 days, even for the same input', async () => {
    const { clock, service, call, create } = makeSimulator();
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
    ['ValidationException', { name: '' }],
    ['ValidationException', { name: 'x'.repeat(81) }],
    ['InvalidName', { name: 'a\u0007' }],
    ['InvalidExecutionInput', { input: '{' }],
    ['InvalidExecutionInput', { input: JSON.stringify('x'.repeat(262_143)) }],
    ['InvalidArn', { stateMachineArn: 'machine' }],
    ['StateMachineDoesNotExist', { stateMachineArn: `${machineArn}2` }],
  ])('StartExecution fails with %s', async (name, wrong) => {
    const { call, create } = makeSimulator();
    create();
    const started = call('StartExecution', { stateMachineArn: machineArn, ...wrong });
    await expect(started).rejects.toMatchObject({ name });
  });

  it('StartExecution does not find the state machines of another Region', async () => {
    const { call, create } = makeSimulator();
    create();
    const started = call(
      'StartExecution',
      { stateMachineArn: machineArn },
      { location: { ...target, region: 'eu-west-1' } },
    );
    await expect(started).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});
