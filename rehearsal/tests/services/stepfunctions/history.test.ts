import { describe, expect, it } from '@jest/globals';
import { makeSimulator, roleArn } from './simulator.ts';

const machineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine';
const runArn = 'arn:aws:states:eu-central-1:222222222222:execution:machine:run';

describe('GetExecutionHistory', () => {
  it('GetExecutionHistory gives numbered events with virtual timestamps and their predecessors', async () => {
    const { clock, service, call, create } = makeSimulator();
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

  it('GetExecutionHistory gives pages, and on request the newest first, or no data', async () => {
    const { clock, service, call, create } = makeSimulator();
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

  it('an execution tells listeners of each event as it happens, until they leave', async () => {
    const { clock, service, call, create } = makeSimulator();
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
