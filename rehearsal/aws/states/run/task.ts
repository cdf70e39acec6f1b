import type { TaskState } from '../definition.ts';
import { StatesErrorName } from '../error-names.ts';
import type { Json } from '../json.ts';
import { requirePayload } from '../payload-limit.ts';
import { StateError, TaskError } from '../state-error.ts';
import type { IssuedToken } from '../task-tokens.ts';
import { withinBounds } from './deadline.ts';
import { evaluateInteger } from './quantity.ts';
import { taskEvents } from './task-events.ts';
import { conclude, evaluate, type Outcome, type Visit } from './visit.ts';

/** Carries the task out within its bounds; with a token, waits until the token comes back. */
export async function runTask(visit: Visit<TaskState>): Promise<Outcome> {
  const { resource } = visit.state;
  const waits = resource.kind === 'integration' && resource.waitForTaskToken;
  const token = waits ? visit.run.tokens.issue() : undefined;
  try {
    return await runAttempt(
      token === undefined
        ? visit
        : { ...visit, context: { ...visit.context, Task: { Token: token.token } } },
      token,
    );
  } finally {
    token?.close();
  }
}

async function runAttempt(
  visit: Visit<TaskState>,
  token: IssuedToken | undefined,
): Promise<Outcome> {
  const { state, name } = visit;
  const input =
    state.arguments === undefined
      ? visit.input
      : requirePayload(await evaluate(visit, state.arguments, 'Arguments'), name);
  const timeoutSeconds = await evaluateInteger(visit, state.timeoutSeconds, 'TimeoutSeconds', 1);
  const heartbeatSeconds = await evaluateInteger(
    visit,
    state.heartbeatSeconds,
    'HeartbeatSeconds',
    1,
  );
  const events = taskEvents(visit);
  events.scheduled(input, timeoutSeconds, heartbeatSeconds);

  let result: Json;
  try {
    result = await withinBounds(
      visit.run.clock,
      visit.frame.signal,
      {
        timeoutSeconds,
        heartbeatSeconds,
        ...(token !== undefined && {
          onHeartbeat: (beat: () => void) => token.onHeartbeat(beat),
        }),
      },
      async (signal) => {
        const answer = await submit(visit, input, token, signal);
        if (token === undefined) return answer;
        if (!signal.aborted) events.submitted(answer);
        return token.completion;
      },
    );
  } catch (problem) {
    const error = problem instanceof TaskError ? fromTask(problem) : problem;
    if (error instanceof StateError) {
      if (error.error === StatesErrorName.timeout) events.timedOut(error);
      else events.failed(error);
    }
    throw error;
  }
  requirePayload(result, name);
  events.succeeded(result);
  return conclude(visit, { fields: state, next: state.next, fallback: result, more: { result } });
}

async function submit(
  visit: Visit<TaskState>,
  input: Json,
  token: IssuedToken | undefined,
  signal: AbortSignal,
): Promise<Json> {
  const result = await visit.run.runTask({
    resource: visit.state.resource.arn,
    stateName: visit.name,
    arguments: input,
    context: visit.context,
    ...(token !== undefined && { taskToken: token.token }),
    roleArn: visit.run.roleArn,
    signal,
  });
  return JSON.parse(JSON.stringify(result ?? null)) as Json;
}

function fromTask(problem: TaskError): StateError {
  return new StateError(problem.error, problem.cause, { byTask: true });
}
