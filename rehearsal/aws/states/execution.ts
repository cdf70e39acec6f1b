import { setMaxListeners } from 'node:events';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { VirtualClock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Definition } from './definition.ts';
import { StatesErrorName } from './error-names.ts';
import { Expressions } from './expressions.ts';
import { errorDetails, type EventChain, History, inputDetails, outputDetails } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import type { Run } from './run/visit.ts';
import { runWorkflow } from './run/workflow.ts';
import { Aborted, StateError } from './state-error.ts';
import type { TaskRunner } from './task-runner.ts';
import type { TaskTokens } from './task-tokens.ts';
import { Variables } from './variables.ts';

/** What to run, and under which names. */
export interface ExecutionRequest {
  readonly definition: Definition;
  readonly stateMachine: { readonly arn: string; readonly name: string };
  readonly execution: { readonly arn: string; readonly name: string };
  readonly roleArn: string;
  readonly region: string;
  readonly input: Json;
}

/** What an execution stands on. */
export interface ExecutionSimulator {
  readonly clock: VirtualClock;
  /** Jitter, `$random` and `$uuid` draw from a fork of it. */
  readonly random: Random;
  readonly tokens: TaskTokens;
  readonly runTask: TaskRunner;
  readonly onEvent?: (event: HistoryEvent) => void;
}

/** How an execution ended. Times are virtual milliseconds since the epoch. */
export type ExecutionResult = { readonly startedAt: number; readonly stoppedAt: number } & (
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'ABORTED'; readonly error?: string; readonly cause?: string }
  | { readonly status: 'TIMED_OUT' }
);

/** An execution under way. */
export interface RunningExecution {
  /** Rejects only for a defect of the simulator: a failed execution is a result. */
  readonly done: Promise<ExecutionResult>;
  /** Events so far, oldest first. */
  readonly events: readonly HistoryEvent[];
  /** Ends it as ABORTED. */
  stop(reason?: { error?: string; cause?: string }): void;
}

/** Why a whole execution was cut off. */
class Cut extends Aborted {
  readonly ending: 'TIMED_OUT' | { error?: string; cause?: string };

  constructor(ending: 'TIMED_OUT' | { error?: string; cause?: string }) {
    super('execution');
    this.ending = ending;
  }
}

/** Starts an execution in the simulator's clock; it goes on as virtual time passes. */
export function startExecution(
  request: ExecutionRequest,
  simulator: ExecutionSimulator,
): RunningExecution {
  const { clock } = simulator;
  const random = simulator.random.fork();
  const startedAt = clock.now();
  const history = new History(clock, simulator.onEvent);
  const cut = new AbortController();
  // Each task that is under way listens.
  setMaxListeners(0, cut.signal);
  const chain: EventChain = { previous: 0 };
  const run: Run = {
    clock,
    random,
    expressions: new Expressions(clock, random, request.definition),
    history,
    tokens: simulator.tokens,
    runTask: simulator.runTask,
    roleArn: request.roleArn,
    region: request.region,
    context: contextOf(request, startedAt),
    runWorkflow: (workflow, input, frame) => runWorkflow(workflow, input, frame, run),
  };
  history.add(chain, 'ExecutionStarted', {
    executionStartedEventDetails: { ...inputDetails(request.input), roleArn: request.roleArn },
  });
  const work = async (): Promise<ExecutionResult> => {
    const { timeoutSeconds } = request.definition;
    const cancelTimeout =
      timeoutSeconds === undefined
        ? undefined
        : clock.at(startedAt + timeoutSeconds * 1000, () => cut.abort(new Cut('TIMED_OUT')));
    // The first state's events hang on none: GetExecutionHistory gives 0.
    const frame = {
      chain: { previous: 0 },
      variables: new Variables(),
      signal: cut.signal,
      map: undefined,
      nested: false,
    };
    const times = (): { startedAt: number; stoppedAt: number } => ({
      startedAt,
      stoppedAt: clock.now(),
    });
    try {
      const output = await runWorkflow(request.definition, request.input, frame, run);
      cut.signal.throwIfAborted();
      history.close(frame.chain, 'ExecutionSucceeded', {
        executionSucceededEventDetails: outputDetails(output),
      });
      return { status: 'SUCCEEDED', output, ...times() };
    } catch (problem) {
      const reason: unknown = cut.signal.aborted ? cut.signal.reason : problem;
      if (reason instanceof Cut) return { ...closeCut(history, reason), ...times() };
      if (!(reason instanceof StateError)) throw reason;
      history.close(frame.chain, 'ExecutionFailed', {
        executionFailedEventDetails: errorDetails(reason),
      });
      return { status: 'FAILED', ...errorDetails(reason), ...times() };
    } finally {
      cancelTimeout?.();
    }
  };
  return {
    done: work(),
    events: history.events,
    stop: (reason = {}) => cut.abort(new Cut(reason)),
  };
}

/** The last event of an execution that was cut off hangs on no other. */
function closeCut(
  history: History,
  { ending }: Cut,
): { status: 'TIMED_OUT' } | { status: 'ABORTED'; error?: string; cause?: string } {
  const chain: EventChain = { previous: 0 };
  if (ending === 'TIMED_OUT') {
    history.close(chain, 'ExecutionTimedOut', {
      executionTimedOutEventDetails: { error: StatesErrorName.timeout },
    });
    return { status: 'TIMED_OUT' };
  }
  history.close(chain, 'ExecutionAborted', { executionAbortedEventDetails: ending });
  return { status: 'ABORTED', ...ending };
}

function contextOf(request: ExecutionRequest, startedAt: number): JsonObject {
  return {
    Execution: {
      Id: request.execution.arn,
      Input: request.input,
      Name: request.execution.name,
      RoleArn: request.roleArn,
      StartTime: new Date(startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: request.stateMachine.arn, Name: request.stateMachine.name },
  };
}
