import type { Json, JsonObject } from './json.ts';
import type { TaskResource } from './resource.ts';

/**
 * A definition as `parseDefinition` hands it out: every field known, every expression parsed once
 * and found sound. A `Template` is JSON in which strings in `{% … %}` are JSONata.
 */
export type Template = Json;

/** A chain of states: the machine itself, a Parallel's branch or a Map's processor. */
export interface Workflow {
  readonly startAt: string;
  readonly states: Readonly<Record<string, State>>;
}

/** A whole state machine. */
export interface Definition extends Workflow {
  readonly comment?: string;
  /** Of the whole execution. */
  readonly timeoutSeconds?: number;
  /** The document that it was read from, as DescribeStateMachine gives it back. */
  readonly source: JsonObject;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type StateType = State['type'];

/** What follows: the next state, or undefined where the state ends its workflow. */
interface Transition {
  readonly next: string | undefined;
}

interface Result {
  readonly output?: Template;
  readonly assign?: Readonly<Record<string, Template>>;
}

interface Handlers {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly jitterStrategy: 'FULL' | 'NONE';
}

export interface Catcher extends Result {
  readonly errorEquals: readonly string[];
  readonly next: string;
}

export interface TaskState extends Transition, Result, Handlers {
  readonly type: 'Task';
  readonly resource: TaskResource;
  readonly arguments?: Template;
  /** Seconds, or an expression that gives them. */
  readonly timeoutSeconds?: number | string;
  readonly heartbeatSeconds?: number | string;
}

export interface PassState extends Transition, Result {
  readonly type: 'Pass';
}

export interface ChoiceRule extends Result {
  /** An expression, or a literal boolean. */
  readonly condition: string | boolean;
  readonly next: string;
}

export interface ChoiceState extends Result {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  readonly default: string | undefined;
}

export interface WaitState extends Transition, Result {
  readonly type: 'Wait';
  readonly until: { readonly seconds: number | string } | { readonly timestamp: string };
}

export interface SucceedState {
  readonly type: 'Succeed';
  readonly output?: Template;
}

export interface FailState {
  readonly type: 'Fail';
  readonly error?: string;
  readonly cause?: string;
}

export interface ParallelState extends Transition, Result, Handlers {
  readonly type: 'Parallel';
  readonly arguments?: Template;
  readonly branches: readonly Workflow[];
}

export interface MapState extends Transition, Result, Handlers {
  readonly type: 'Map';
  readonly items?: Template;
  readonly itemSelector?: Template;
  readonly itemProcessor: Workflow;
  readonly maxConcurrency?: number | string;
}
