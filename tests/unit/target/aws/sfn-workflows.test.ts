import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { sfnAnswers } from '../../../../functions/shared/adapters/answers/sfn.ts';
import { sfnWorkflows } from '../../../../functions/target/aws/sfn-workflows.ts';
import type { Workflows } from '../../../../functions/target/ports/workflows.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { startWorld } from '../../shared/adapters/world.ts';
import type { World } from '../../shared/adapters/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    states: ['DescribeExecution', 'GetExecutionHistory', 'ListExecutions', 'StartExecution'],
  });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const workflows = (): Workflows =>
  sfnWorkflows(sortFailures(new SFNClient(world.simulator.client), sfnAnswers));

describe('sfnWorkflows.start and sfnWorkflows.transitions', () => {
  const machine = 'arn:aws:states:eu-central-1:222222222222:stateMachine:target';

  it('a workflow is started under a name, with its input', async () => {
    world.answer('StartExecution', () => ({ executionArn: 'arn', startDate: new Date(0) }));
    expect(await workflows().start(machine, 'name', { a: 1 })).toEqual({ outcome: 'started' });
    expect(world.met[0]?.input).toEqual({
      stateMachineArn: machine,
      name: 'name',
      input: '{"a":1}',
    });
  });

  // Defect class: duplicate delivery starts two runs.
  it('a workflow that was started under that name before counts as started', async () => {
    world.answer('StartExecution', () => {
      throw new AwsError('ExecutionAlreadyExists', 'Execution Already Exists');
    });
    expect(await workflows().start(machine, 'name', {})).toEqual({ outcome: 'already-started' });
  });

  it('the start of a workflow that does not exist is an error', async () => {
    world.answer('StartExecution', () => {
      throw new AwsError('StateMachineDoesNotExist', 'no');
    });
    await expect(workflows().start(machine, 'name', {})).rejects.toMatchObject({
      name: 'Refused',
    });
  });

  // Defect class: first page only.
  it('the visits of an execution are those of every page of its history', async () => {
    const events = Array.from({ length: 2400 }, (_, index) => ({
      timestamp: new Date(index * 1000),
      id: index + 1,
      ...[
        { type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'SwapNames' } },
        { type: 'LambdaFunctionScheduled' },
        { type: 'TaskStateExited', stateExitedEventDetails: { name: 'SwapNames' } },
      ][index % 3],
    }));
    world.answer('GetExecutionHistory', ({ nextToken, maxResults }) => {
      const start = Number(nextToken ?? 0);
      const next = start + Number(maxResults);
      return {
        events: events.slice(start, next),
        ...(next < events.length && { nextToken: String(next) }),
      };
    });
    const visits = await workflows().visits('arn:execution');
    expect(visits).toHaveLength(800);
    expect(visits.at(-1)).toEqual({
      state: 'SwapNames',
      type: 'Task',
      enteredAt: '1970-01-01T00:39:57.000Z',
      exitedAt: '1970-01-01T00:39:59.000Z',
    });
    expect(world.met).toHaveLength(3);
  });

  // JSON may hold anything where the model says text; the client hands it on.
  it('the visits of an execution are read past entries that are not events', async () => {
    const timestamp = new Date(0);
    const into = {
      type: 'WaitStateEntered',
      timestamp,
      stateEnteredEventDetails: { name: 'W' },
    };
    const exited = {
      type: 'WaitStateExited',
      timestamp,
      stateExitedEventDetails: { name: 'other' },
    };
    const events = [exited, { type: 5 }, {}, null, 'x', into, { ...into, timestamp: 0 }, exited];
    const client = { send: async () => ({ events }) } as unknown as SFNClient;
    await expect(sfnWorkflows(client).visits('arn')).resolves.toEqual([
      { state: 'W', type: 'Wait', enteredAt: timestamp.toISOString(), exitedAt: undefined },
    ]);
  });
});

const execution = 'arn:aws:states:eu-central-1:222222222222:execution:target';
const stateMachineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:target';

/** Executions as AWS lists them, in pages of `size`. */
function listed(names: readonly string[], size = 100): Parameters<World['answer']>[1] {
  return ({ nextToken }) => {
    const start = Number(nextToken ?? 0);
    const next = start + size;
    return {
      executions: names.slice(start, next).map((name, index) => ({
        executionArn: `${execution}:${name}`,
        stateMachineArn,
        name,
        status: 'RUNNING',
        startDate: new Date((start + index) * 1000),
      })),
      ...(next < names.length && { nextToken: String(next) }),
    };
  };
}

/** The newest events first, of an execution whose last states were `states`. */
function entered(...states: readonly string[]): { events: object[] } {
  const events = states.flatMap((name, index) => [
    { timestamp: new Date(0), id: 2 * index + 2, type: 'LambdaFunctionScheduled' },
    {
      timestamp: new Date(0),
      id: 2 * index + 1,
      type: 'TaskStateEntered',
      stateEnteredEventDetails: { name },
    },
  ]);
  return { events };
}

/** Each execution's input says its name. */
const described = (): void =>
  world.answer('DescribeExecution', ({ executionArn }) => ({
    executionArn,
    stateMachineArn,
    status: 'RUNNING',
    startDate: new Date(0),
    input: `{"of":"${String(executionArn).split(':').at(-1)}"}`,
  }));

describe('sfnWorkflows.running', () => {
  it('the other running executions are listed with their state and input', async () => {
    world.answer('ListExecutions', listed(['one', 'own', 'other']));
    described();
    world.answer('GetExecutionHistory', ({ executionArn }) =>
      String(executionArn).endsWith(':one')
        ? entered('RestoreCluster', 'PlanAgain')
        : entered('WaitForTurn', 'TakeTurn'),
    );
    expect(await workflows().running(`${execution}:own`)).toEqual([
      {
        name: 'one',
        startedAt: '1970-01-01T00:00:00.000Z',
        state: 'RestoreCluster',
        input: '{"of":"one"}',
      },
      {
        name: 'other',
        startedAt: '1970-01-01T00:00:02.000Z',
        state: 'WaitForTurn',
        input: '{"of":"other"}',
      },
    ]);
    const asked = (operation: string): unknown =>
      world.met.find((call) => call.operation === operation)?.input;
    expect(asked('ListExecutions')).toEqual({ stateMachineArn, statusFilter: 'RUNNING' });
    expect(asked('GetExecutionHistory')).toMatchObject({
      executionArn: `${execution}:one`,
      reverseOrder: true,
      includeExecutionData: false,
    });
  });

  // Defect class: first page only.
  it('the running executions are read from every page', async () => {
    const names = Array.from({ length: 203 }, (_, index) => `run-${index}`);
    world.answer('ListExecutions', listed(names));
    described();
    world.answer('GetExecutionHistory', () => entered('WaitForGracePeriod'));
    const others = await workflows().running(`${execution}:run-7`);
    expect(others.map(({ name }) => name)).toEqual(names.filter((name) => name !== 'run-7'));
    expect(new Set(others.map(({ state }) => state))).toEqual(new Set(['WaitForGracePeriod']));
  });

  it.each([
    ['has entered no state yet', { events: [] }],
    [
      'is in the midst of many attempts',
      { events: [{ timestamp: new Date(0), id: 7, type: 'TaskFailed' }] },
    ],
  ])('an execution that %s is in no known state', async (_what, history) => {
    world.answer('ListExecutions', listed(['one']));
    described();
    world.answer('GetExecutionHistory', () => history);
    expect(await workflows().running(`${execution}:own`)).toMatchObject([{ state: undefined }]);
  });
});

describe('sfnWorkflows.startedSince', () => {
  // Defect class: first page only.
  it('the executions started since a moment are counted over every page, with those that ended', async () => {
    const names = Array.from({ length: 2400 }, (_, index) => `run-${index}`);
    world.answer('ListExecutions', listed(names, 1000));
    expect(await workflows().startedSince(stateMachineArn, 99_000)).toBe(2300);
    expect(world.met).toHaveLength(3);
    expect(world.met[0]?.input).toEqual({ stateMachineArn, maxResults: 1000 });
  });
});
