/** An execution that hasn't ended. */
export interface RunningExecution {
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The state that it is in; undefined where it has entered none yet, or its history doesn't say. */
  readonly state: string | undefined;
  /** As it was started with: JSON. */
  readonly input: string;
}

/** Looks at the executions of a state machine. */
export interface Executions {
  /** The other executions of the same state machine that run, as far as AWS lists them by now. */
  running(executionArn: string): Promise<readonly RunningExecution[]>;
}
