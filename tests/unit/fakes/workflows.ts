import type { RunningExecution } from '../../../functions/shared/ports/executions.ts';
import type { Workflows } from '../../../functions/target/ports/workflows.ts';
import type { StateVisit } from '../../../functions/target/rules/step-times.ts';
import { turn } from './turn.ts';

/** Takes each execution name once, as Step Functions does. */
export class FakeWorkflows implements Workflows {
  readonly started: { stateMachineArn: string; name: string; input: object }[] = [];
  readonly asked: string[] = [];
  /** The states that an execution has entered. */
  entered: readonly StateVisit[] = [];
  /** The other executions of the same state machine, as AWS lists them. */
  others: readonly RunningExecution[] = [];
  /** When executions began that nobody started here, milliseconds since the epoch. */
  begun: readonly number[] = [];

  async start(
    stateMachineArn: string,
    name: string,
    input: object,
  ): Promise<{ outcome: 'started' | 'already-started' }> {
    await turn();
    if (this.started.some((execution) => execution.name === name)) {
      return { outcome: 'already-started' };
    }
    this.started.push({ stateMachineArn, name, input });
    return { outcome: 'started' };
  }

  async running(executionArn: string): Promise<readonly RunningExecution[]> {
    await turn();
    this.asked.push(executionArn);
    return this.others;
  }

  async startedSince(stateMachineArn: string, since: number): Promise<number> {
    await turn();
    this.asked.push(stateMachineArn);
    return this.begun.filter((moment) => moment > since).length;
  }

  async visits(executionArn: string): Promise<readonly StateVisit[]> {
    await turn();
    this.asked.push(executionArn);
    return this.entered;
  }
}
