import type { Workflows } from '../../../functions/shared/ports/workflows.ts';
import { turn } from './turn.ts';

/** Takes each execution name once, as Step Functions does. */
export class FakeWorkflows implements Workflows {
  readonly started: { stateMachineArn: string; name: string; input: object }[] = [];
  readonly asked: string[] = [];

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

  async transitions(executionArn: string): Promise<number> {
    await turn();
    this.asked.push(executionArn);
    return 300;
  }
}
