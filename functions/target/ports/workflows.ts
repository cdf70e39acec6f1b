import type { Executions } from '../../shared/ports/executions.ts';
import type { StateVisit } from '../rules/step-times.ts';

/** Starts state machines, and looks at their executions. */
export interface Workflows extends Executions {
  /**
   * Starts an execution under a name that is taken once.
   * @returns `started`, or `already-started` where one of that name exists or existed
   */
  start(
    stateMachineArn: string,
    name: string,
    input: object,
  ): Promise<{ readonly outcome: 'started' | 'already-started' }>;
  /**
   * How many executions of a state machine began after a moment.
   * @param since milliseconds since the epoch
   */
  startedSince(stateMachineArn: string, since: number): Promise<number>;
  /** The states that an execution has entered so far, in their order: what Step Functions bills. */
  visits(executionArn: string): Promise<readonly StateVisit[]>;
}
