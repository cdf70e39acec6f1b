import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { VirtualClock } from '../../rehearsal/aws/clock.ts';
import { Random } from '../../rehearsal/aws/random.ts';
import type { Definition } from '../../rehearsal/aws/states/definition.ts';
import { startExecution } from '../../rehearsal/aws/states/execution.ts';
import type { ExecutionResult } from '../../rehearsal/aws/states/execution.ts';
import type { Json } from '../../rehearsal/aws/states/json.ts';
import { TaskError } from '../../rehearsal/aws/states/state-error.ts';
import type { TaskCall, TaskRunner } from '../../rehearsal/aws/states/task-runner.ts';
import { TaskTokens } from '../../rehearsal/aws/states/task-tokens.ts';
import type { Reaction, ScriptedCall, TargetAnswers } from './answers.ts';
import { definitionOf } from './machine.ts';
import type { DefinitionName } from './machine.ts';
import { visitsIn } from './visits.ts';
import type { Visit } from './visits.ts';

/** A workflow with everything that its functions will answer. */
export interface Play {
  readonly workflow: DefinitionName;
  readonly access?: 'present' | 'absent';
  readonly input: Json;
  /** By state: what its calls come to, in order, before its last answer. */
  readonly script?: Readonly<Record<string, readonly Reaction[] | undefined>>;
  /** By state: the answer once the script has run out. */
  readonly last: Readonly<Record<string, (call: ScriptedCall) => object>>;
  /** How long each call takes. */
  readonly callMilliseconds?: number;
  readonly seed?: number;
}

/** A function as it was called. Times are whole virtual milliseconds since the epoch, as in a history. */
export interface PlayedCall {
  readonly step: string;
  readonly resource: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

export interface Played {
  readonly definition: Definition;
  readonly result: ExecutionResult;
  readonly calls: readonly PlayedCall[];
  readonly visits: readonly Visit[];
  readonly events: readonly HistoryEvent[];
}

const executionName = 'the-run';
export const playStart = Date.parse('2026-01-05T10:30:00.000Z');

/** Runs the definition that is deployed from start to end, in virtual time. */
export async function play(request: Play): Promise<Played> {
  const clock = new VirtualClock(playStart);
  const definition = definitionOf(request.workflow, request.access);
  const machine = `arn:aws:states:eu-central-1:222222222222:stateMachine:${request.workflow}`;
  const calls: PlayedCall[] = [];
  const random = new Random(request.seed ?? 1);
  const tokens = new TaskTokens(random.fork());
  const execution = startExecution(
    {
      definition,
      stateMachine: { arn: machine, name: request.workflow },
      execution: {
        arn: `${machine.replace('stateMachine', 'execution')}:${executionName}`,
        name: executionName,
      },
      roleArn: 'arn:aws:iam::222222222222:role/workflow',
      region: 'eu-central-1',
      input: request.input,
    },
    {
      clock,
      random,
      tokens,
      runTask: scriptedFunctions(request, { clock, tokens }, calls),
    },
  );
  const result = await clock.run(execution.done);
  return {
    definition,
    result,
    calls,
    visits: visitsIn(execution.events),
    events: execution.events,
  };
}

function scriptedFunctions(
  request: Play,
  { clock, tokens }: { readonly clock: VirtualClock; readonly tokens: TaskTokens },
  calls: PlayedCall[],
): TaskRunner {
  const scripts = new Map(
    Object.entries(request.script ?? {}).map(([state, reactions]) => [
      state,
      [...(reactions ?? [])],
    ]),
  );
  const takeReaction = (state: string): Reaction => {
    const [next, ...others] = scripts.get(state) ?? [];
    if (next === undefined) return lastOf(request, state);
    if ('hangs' in next) return next;
    if (!('throws' in next)) scripts.set(state, others);
    else if (next.times !== undefined) {
      const again = { ...next, times: next.times - 1 };
      scripts.set(state, again.times > 0 ? [again, ...others] : others);
    }
    return next;
  };
  return async (task) => {
    const reaction = takeReaction(task.stateName);
    const startedAt = Math.trunc(clock.now());
    const note = (outcome: Pick<PlayedCall, 'answer' | 'error'>): void => {
      calls.push({
        step: task.stateName,
        resource: task.resource,
        arguments: argumentsOf(task),
        startedAt,
        endedAt: Math.trunc(clock.now()),
        ...outcome,
      });
    };
    if ('hangs' in reaction) {
      note({ error: 'States.Timeout' });
      return clock.sleep(Number.MAX_SAFE_INTEGER - clock.now(), task.signal);
    }
    await clock.sleep(request.callMilliseconds ?? 800, task.signal);
    if ('throws' in reaction) {
      note({ error: reaction.throws });
      throw new TaskError(reaction.throws, reaction.cause);
    }
    const call = {
      arguments: argumentsOf(task),
      endsAt: new Date(clock.now()).toISOString(),
    };
    const answer = typeof reaction === 'function' ? reaction(call) : reaction;
    note({ answer: ownAnswer(answer) });
    if (task.taskToken !== undefined) {
      // Of somebody who has the token.
      const { decision } = answer as TargetAnswers['AskApproval'];
      tokens.succeed(task.taskToken, decision as Json);
    }
    return answer;
  };
}

function lastOf(request: Play, state: string): Reaction {
  const last = request.last[state];
  if (last === undefined) throw new Error(`nothing is scripted for the state ${state}`);
  return last;
}

/** What the function itself answers, out of what `lambda:invoke` wraps it in. */
function ownAnswer(answer: object): Readonly<Record<string, unknown>> {
  return ('Payload' in answer ? answer.Payload : answer) as Readonly<Record<string, unknown>>;
}

function argumentsOf(task: TaskCall): Readonly<Record<string, unknown>> {
  return task.arguments as Readonly<Record<string, unknown>>;
}
