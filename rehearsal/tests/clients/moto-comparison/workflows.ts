import { DescribeExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { sfnWorkflows } from '../../../../functions/target/aws/sfn-workflows.ts';
import type { Workflows } from '../../../../functions/target/ports/workflows.ts';
import { ask, kept, prepare } from './script.ts';
import type { Kept, Step } from './script.ts';
import type { World } from './world.ts';

function of({ source }: World): Workflows {
  return sfnWorkflows(source.sfn);
}

function start(world: World, made: Kept, name: string, input: object = {}): Promise<unknown> {
  return of(world).start(kept(made, 'machine'), name, input);
}

function executionOf(made: Kept): string {
  return `${kept(made, 'machine').replace(':stateMachine:', ':execution:')}:capture`;
}

/** One run, started more than once. */
export const workflowSteps: readonly Step[] = [
  prepare('a state machine that waits', async (world, made) => {
    made.set('machine', await world.makeStateMachine());
  }),
  ask('SFN StartExecution', 'of a state machine', (world, made) => start(world, made, 'capture')),
  ask('SFN StartExecution', 'again, with the same input', (world, made) =>
    start(world, made, 'capture'),
  ),
  ask('SFN StartExecution', 'again, with another input', (world, made) =>
    start(world, made, 'capture', { other: true }),
  ),
  ask('SFN StartExecution', 'under a name with a space', (world, made) =>
    start(world, made, 'a capture'),
  ),
  ask('SFN StartExecution', 'under a name of 81 characters', (world, made) =>
    start(world, made, 'n'.repeat(81)),
  ),
  ask('SFN StartExecution', 'of a state machine that is not there', (world, made) =>
    of(world).start(`${kept(made, 'machine')}-nobody`, 'capture', {}),
  ),
  ask(
    'SFN GetExecutionHistory',
    'of a run that waits',
    async (world, made) => (await of(world).visits(executionOf(made))).length,
  ),
  ask('SFN DescribeExecution', 'of a run that waits', async ({ source: { sfn } }, made) => {
    const { $metadata: _, ...found } = await sfn.send(
      new DescribeExecutionCommand({ executionArn: executionOf(made) }),
    );
    return found;
  }),
  ask('SFN ListExecutions', 'of others than the one that runs', (world, made) =>
    of(world).running(executionOf(made)),
  ),
  ask('SFN StopExecution', 'of a run that waits', async ({ source: { sfn } }, made) => {
    await sfn.send(new StopExecutionCommand({ executionArn: executionOf(made) }));
    const { status } = await sfn.send(
      new DescribeExecutionCommand({ executionArn: executionOf(made) }),
    );
    return status;
  }),
  ask('SFN StartExecution', 'after it ended, with the same input', (world, made) =>
    start(world, made, 'capture'),
  ),
  ask(
    'SFN GetExecutionHistory',
    'of nobody',
    async (world, made) => (await of(world).visits(`${executionOf(made)}-nobody`)).length,
  ),
  ask('SFN DescribeExecution', 'of nobody', ({ source: { sfn } }, made) =>
    sfn.send(new DescribeExecutionCommand({ executionArn: `${executionOf(made)}-nobody` })),
  ),
];
