import type { StateVisit } from '../rules/step-times.ts';
import type { Phase } from '../rules/turn.ts';

/** An execution that hasn't ended. */
export interface RunningExecution {
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly phase: Phase;
  /** As it was started with: JSON. */
  readonly input: string;
}

/** Starts state machines, and looks at their executions. */
export interface Workflows {
  /**
   * Starts an execution under a name that is taken once.
   * @returns `started`, or `already-started` where one of that name exists or existed
   */
  start(
    stateMachineArn: string,
    name: string,
    input: object,
  ): Promise<{ readonly outcome: 'started' | 'already-started' }>;
  /** The other executions of the same state machine that run, as far as AWS lists them by now. */
  running(executionArn: string): Promise<readonly RunningExecution[]>;
  /**
   * How many executions of a state machine began after a moment.
   * @param since milliseconds since the epoch
   */
  startedSince(stateMachineArn: string, since: number): Promise<number>;
  /** The states that an execution has entered so far, in their order: what Step Functions bills. */
  visits(executionArn: string): Promise<readonly StateVisit[]>;
}
