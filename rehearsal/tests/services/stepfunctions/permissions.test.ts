import { describe, expect, it } from '@jest/globals';
import { makeSimulator } from './simulator.ts';

const machineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine';
const runArn = 'arn:aws:states:eu-central-1:222222222222:execution:machine:run';

describe('the permissions of the Step Functions operations', () => {
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
  ])('the operation %s needs its permission', async (operation, input, resource) => {
    const { asked, call, create, service } = makeSimulator();
    create();
    await call('StartExecution', { stateMachineArn: machineArn, name: 'run' });
    const before = service.history(runArn).length;
    const denied = call(operation, input, { deny: true });
    await expect(denied).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(asked.at(-1)).toBe(`states:${operation} ${resource}`);
    expect(service.history(runArn)).toHaveLength(before);
  });

  it('the table of operations has every operation', () => {
    expect(Object.keys(makeSimulator().service.operations).toSorted()).toEqual([
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
