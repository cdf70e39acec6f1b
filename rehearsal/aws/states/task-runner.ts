import type { JsonObject } from './json.ts';

/** A Task as the simulator has to carry it out. */
export interface TaskCall {
  /** The state's `Resource`, as the definition has it. */
  readonly resource: string;
  readonly stateName: string;
  /** Evaluated `Arguments`, or the state's input where it has none. */
  readonly arguments: unknown;
  /** The context object: execution, state machine, state, task token, map item. */
  readonly context: JsonObject;
  /** Set for `.waitForTaskToken`: the runner only submits, and the state waits for the token. */
  readonly taskToken?: string;
  /** The state machine's role, as which the call is made. */
  readonly roleArn: string;
  /** Aborted when the state no longer waits: timed out, cut off, stopped. */
  readonly signal: AbortSignal;
}

/**
 * Carries a Task out and gives its result, in the integration's shape (`{ Payload, StatusCode, … }`
 * for lambda:invoke). It holds the clock itself while real work is under way.
 * @throws TaskError for what the state reports as its error; anything else is a defect of the
 *   simulator and ends the run with it
 */
export type TaskRunner = (task: TaskCall) => Promise<unknown>;
