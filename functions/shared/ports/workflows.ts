/** Starts state machines. */
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
  /** How many states an execution has entered so far: what Step Functions bills. */
  transitions(executionArn: string): Promise<number>;
}
