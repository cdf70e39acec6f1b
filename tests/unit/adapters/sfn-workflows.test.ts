import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sfnWorkflows } from '../../../functions/shared/adapters/sfn-workflows.ts';
import type { Workflows } from '../../../functions/shared/ports/workflows.ts';
import { AwsError } from '../../../rehearsal/contracts.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ states: ['StartExecution', 'GetExecutionHistory'] });
});
afterAll(() => world.stage.endpoint.close());
beforeEach(() => world.reset());

const workflows = (): Workflows => sfnWorkflows(new SFNClient(world.stage.client));

describe('a workflow', () => {
  const machine = 'arn:aws:states:eu-central-1:222222222222:stateMachine:target';

  it('is started under a name, with its input', async () => {
    world.answer('StartExecution', () => ({ executionArn: 'arn', startDate: new Date(0) }));
    expect(await workflows().start(machine, 'name', { a: 1 })).toEqual({ outcome: 'started' });
    expect(world.met[0]?.input).toEqual({
      stateMachineArn: machine,
      name: 'name',
      input: '{"a":1}',
    });
  });

  // Defect class: duplicate delivery starts two runs.
  it('that was started under that name before is a success', async () => {
    world.answer('StartExecution', () => {
      throw new AwsError('ExecutionAlreadyExists', 'Execution Already Exists');
    });
    expect(await workflows().start(machine, 'name', {})).toEqual({ outcome: 'already-started' });
  });

  it('that does not exist is an error', async () => {
    world.answer('StartExecution', () => {
      throw new AwsError('StateMachineDoesNotExist', 'no');
    });
    await expect(workflows().start(machine, 'name', {})).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });

  // Defect class: first page only.
  it('tells how many states it entered, from every page of its history', async () => {
    const types = ['TaskStateEntered', 'LambdaFunctionScheduled', 'TaskStateExited'] as const;
    const events = Array.from({ length: 2400 }, (_, index) => ({
      timestamp: new Date(0),
      id: index + 1,
      type: types[index % 3],
    }));
    world.answer('GetExecutionHistory', ({ nextToken, maxResults }) => {
      const start = Number(nextToken ?? 0);
      const next = start + Number(maxResults);
      return {
        events: events.slice(start, next),
        ...(next < events.length && { nextToken: String(next) }),
      };
    });
    expect(await workflows().transitions('arn:execution')).toBe(800);
    expect(world.met).toHaveLength(3);
  });

  // JSON may hold anything where the model says text; the client hands it on.
  it('is counted past what is no event', async () => {
    const events = [{ type: 5 }, {}, null, 'x', { type: 'TaskStateEntered' }];
    const client = { send: async () => ({ events }) } as unknown as SFNClient;
    await expect(sfnWorkflows(client).transitions('arn')).resolves.toBe(1);
  });
});
