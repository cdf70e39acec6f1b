import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Retrier, State } from '../definition.ts';
import { findCatcher, findRetrier } from '../error-matching.ts';
import { errorDetails, inputDetails, outputDetails } from '../history.ts';
import type { Json, JsonObject } from '../json.ts';
import { assertNever } from '../never.ts';
import { retryDelaySeconds } from '../retry-delay.ts';
import { Aborted, StateError } from '../state-error.ts';
import { runChoice } from './choice.ts';
import { runFail } from './fail.ts';
import { runMap } from './map.ts';
import { runParallel } from './parallel.ts';
import { runPass } from './pass.ts';
import { runSucceed } from './succeed.ts';
import { runTask } from './task.ts';
import { conclude, type Frame, type Outcome, type Run, type Visit } from './visit.ts';
import { runWait } from './wait.ts';

/** Runs a state from entry to exit, with its retries and its catchers. */
export async function runState(
  name: string,
  state: State,
  input: Json,
  frame: Frame,
  run: Run,
): Promise<Outcome> {
  const { history } = run;
  const entered = history.add(frame.chain, `${state.type}StateEntered`, {
    stateEnteredEventDetails: { name, ...inputDetails(input) },
  });
  const enteredTime = new Date(run.clock.now()).toISOString();
  const attempts = new Map<Retrier, number>();
  for (let retryCount = 0; ; retryCount++) {
    const context: JsonObject = {
      ...run.context,
      State: { EnteredTime: enteredTime, Name: name, RetryCount: retryCount },
      ...(frame.map !== undefined && { Map: frame.map }),
    };
    const visit: Visit = { name, state, input, context, frame, run };
    try {
      const outcome = await attempt(visit);
      exit(visit, outcome);
      return outcome;
    } catch (problem) {
      if (problem instanceof Aborted) recordCutOff(visit, problem);
      if (!(problem instanceof StateError)) throw problem;
      const error = problem.in(name, entered);
      recordEvaluation(visit, problem, error);
      const delay = nextDelaySeconds(state, error, attempts, run);
      if (delay !== undefined) {
        await waitForRetry(visit, delay);
        continue;
      }
      const outcome = await caught(visit, error, entered);
      exit(visit, outcome);
      return outcome;
    }
  }
}

function attempt(visit: Visit): Promise<Outcome> {
  const { state } = visit;
  switch (state.type) {
    case 'Task':
      return runTask({ ...visit, state });
    case 'Pass':
      return runPass({ ...visit, state });
    case 'Choice':
      return runChoice({ ...visit, state });
    case 'Wait':
      return runWait({ ...visit, state });
    case 'Succeed':
      return runSucceed({ ...visit, state });
    case 'Fail':
      return runFail({ ...visit, state });
    case 'Parallel':
      return runParallel({ ...visit, state });
    case 'Map':
      return runMap({ ...visit, state });
    default:
      return assertNever(state);
  }
}

function exit(visit: Visit, outcome: Outcome): void {
  const names = Object.entries(outcome.assign);
  visit.frame.variables.assign(outcome.assign);
  visit.run.history.add(visit.frame.chain, `${visit.state.type}StateExited` as HistoryEventType, {
    stateExitedEventDetails: {
      name: visit.name,
      ...outputDetails(outcome.output),
      ...(names.length > 0 && {
        assignedVariables: Object.fromEntries(
          names.map(([name, value]) => [name, JSON.stringify(value)]),
        ),
        assignedVariablesDetails: { truncated: false },
      }),
    },
  });
}

/** Seconds until the next attempt; undefined when no retrier has one left. */
function nextDelaySeconds(
  state: State,
  error: StateError,
  attempts: Map<Retrier, number>,
  run: Run,
): number | undefined {
  const found = findRetrier('retry' in state ? state.retry : [], error);
  if (found === undefined) return undefined;
  const made = attempts.get(found.retrier) ?? 0;
  if (made >= found.retrier.maxAttempts) return undefined;
  attempts.set(found.retrier, made + 1);
  return retryDelaySeconds(found.retrier, made, run.random);
}

async function waitForRetry(visit: Visit, delaySeconds: number): Promise<void> {
  try {
    await visit.run.clock.sleep(delaySeconds * 1000, visit.frame.signal);
  } catch (problem) {
    if (problem instanceof Aborted) recordCutOff(visit, problem);
    throw problem;
  }
}

/** @throws StateError the error itself when no catcher takes it, or what the catcher's fields raise */
async function caught(visit: Visit, error: StateError, entered: number): Promise<Outcome> {
  const { state, run, frame } = visit;
  const found = findCatcher('catch' in state ? state.catch : [], error);
  if (found === undefined) {
    if (frame.nested && state.type === 'Task') {
      run.history.addAfterFailure(frame.chain, 'TaskStateAborted');
    }
    throw error;
  }
  // Recorded on AWS: SendTaskFailure without error and cause gives nulls.
  const errorOutput = {
    Error: error.byTask && error.error === '' ? null : error.error,
    Cause: error.cause ?? (error.byTask ? null : ''),
  };
  try {
    return await conclude(visit, {
      fields: found.catcher,
      next: found.catcher.next,
      fallback: errorOutput,
      more: { errorOutput },
      prefix: `Catch[${found.index}]/`,
    });
  } catch (problem) {
    if (!(problem instanceof StateError)) throw problem;
    const located = problem.in(visit.name, entered);
    recordEvaluation(visit, problem, located);
    throw located;
  }
}

function recordEvaluation(visit: Visit, raised: StateError, located: StateError): void {
  if (raised.field === undefined || !raised.byInterpreter) return;
  visit.run.history.addAfterFailure(visit.frame.chain, 'EvaluationFailed', {
    evaluationFailedEventDetails: {
      state: visit.name,
      location: raised.field,
      ...errorDetails(located),
    },
  });
}

/** A branch cut off by its sibling says so; an execution that ended leaves only its last event. */
function recordCutOff(visit: Visit, problem: Aborted): void {
  const { type } = visit.state;
  if (problem.scope !== 'branch') return;
  if (type === 'Task' || type === 'Wait' || type === 'Map' || type === 'Parallel') {
    visit.run.history.addAfterFailure(visit.frame.chain, `${type}StateAborted`);
  }
}
