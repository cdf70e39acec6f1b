import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { VirtualClock } from '../../aws/clock.ts';
import { Random } from '../../aws/random.ts';
import { startExecution, type ExecutionResult } from '../../aws/states/execution.ts';
import type { Json } from '../../aws/states/json.ts';
import { parseDefinition } from '../../aws/states/parse-definition.ts';
import { TaskError } from '../../aws/states/state-error.ts';
import type { TaskRunner } from '../../aws/states/task-runner.ts';
import { TaskTokens } from '../../aws/states/task-tokens.ts';

/** One answer of a scripted task; the last one of a list stays. */
export interface Answer {
  /** The result; a Task without an answer gives back what it was called with. */
  readonly result?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** Virtual seconds before the answer. */
  readonly after?: number;
  /** Text of this length as the result. */
  readonly bytes?: number;
  /** For `.waitForTaskToken`: what is sent with the token, this many seconds after submission. */
  readonly token?: {
    readonly after: number;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: string;
    readonly heartbeats?: readonly number[];
  };
}

/** One case of the corpus: a definition, what is put in, and what comes out. */
export interface Case {
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly input?: Json;
  /** By state name: answers in the order of the calls. */
  readonly tasks?: Readonly<Record<string, readonly Answer[]>>;
  /** Virtual seconds after which the execution is stopped. */
  readonly stopAfter?: number;
  readonly expect: {
    readonly refused?: string;
    readonly status?: ExecutionResult['status'];
    readonly output?: Json;
    readonly error?: string;
    /** A part of the cause; empty where there must be none. */
    readonly cause?: string;
    readonly visited?: readonly string[];
    readonly seconds?: number;
    /** Types of history events, in order. */
    readonly events?: readonly string[];
    readonly maxAtOnce?: number;
  };
}

const folder = new URL('corpus/', import.meta.url);
export const corpusStart = Date.parse('2026-03-01T12:00:00.000Z');

/** Every case of every file, with the file's name as its chapter. */
export function readCorpus(): readonly { chapter: string; cases: readonly Case[] }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => ({
      chapter: file.replace('.yaml', '').replaceAll('-', ' '),
      cases: parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true }) as readonly Case[],
    }));
}

/** What a case came to. */
export interface CaseRun {
  readonly result: ExecutionResult;
  readonly seconds: number;
  readonly visited: readonly string[];
  readonly events: readonly string[];
  readonly maxAtOnce: number;
}

/** Runs a case on a clock of its own. `QueryLanguage` is JSONata where the case doesn't say. */
export async function runCase(testCase: Case): Promise<CaseRun> {
  const clock = new VirtualClock(corpusStart);
  const tokens = new TaskTokens(new Random(2));
  const scripted = scriptTasks(testCase, clock, tokens);
  const execution = startExecution(
    {
      definition: parseDefinition({ QueryLanguage: 'JSONata', ...testCase.definition }),
      stateMachine: {
        arn: 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine',
        name: 'machine',
      },
      execution: {
        arn: 'arn:aws:states:eu-central-1:222222222222:execution:machine:run',
        name: 'run',
      },
      roleArn: 'arn:aws:iam::222222222222:role/machine',
      region: 'eu-central-1',
      input: testCase.input ?? {},
    },
    { clock, random: new Random(1), tokens, runTask: scripted.runTask },
  );
  if (testCase.stopAfter !== undefined) {
    clock.at(corpusStart + testCase.stopAfter * 1000, () =>
      execution.stop({ error: 'Stopped', cause: 'by hand' }),
    );
  }
  const result = await clock.run(execution.done);
  return {
    result,
    seconds: (result.stoppedAt - result.startedAt) / 1000,
    visited: execution.events.flatMap(({ stateEnteredEventDetails }) =>
      stateEnteredEventDetails === undefined ? [] : [stateEnteredEventDetails.name ?? ''],
    ),
    events: execution.events.map(({ type }) => type ?? ''),
    maxAtOnce: scripted.maxAtOnce(),
  };
}

function scriptTasks(
  testCase: Case,
  clock: VirtualClock,
  tokens: TaskTokens,
): { runTask: TaskRunner; maxAtOnce: () => number } {
  const calls = new Map<string, number>();
  let running = 0;
  let most = 0;
  const runTask: TaskRunner = async (task) => {
    const call = calls.get(task.stateName) ?? 0;
    calls.set(task.stateName, call + 1);
    const answers = testCase.tasks?.[task.stateName] ?? [{}];
    const answer = answers[Math.min(call, answers.length - 1)] ?? {};
    most = Math.max(most, ++running);
    try {
      if (answer.after !== undefined) await clock.sleep(answer.after * 1000, task.signal);
    } finally {
      running--;
    }
    if (answer.error !== undefined) throw new TaskError(answer.error, answer.cause);
    if (task.taskToken !== undefined && answer.token !== undefined) {
      sendToken(task.taskToken, answer.token, clock, tokens);
    }
    if (answer.bytes !== undefined) return 'x'.repeat(answer.bytes);
    return answer.result === undefined ? task.arguments : answer.result;
  };
  return { runTask, maxAtOnce: () => most };
}

function sendToken(
  token: string,
  { after, output, error, cause, heartbeats = [] }: NonNullable<Answer['token']>,
  clock: VirtualClock,
  tokens: TaskTokens,
): void {
  for (const beat of heartbeats) {
    clock.at(clock.now() + beat * 1000, () => void tokens.heartbeat(token));
  }
  clock.at(clock.now() + after * 1000, () => {
    if (error === undefined) tokens.succeed(token, output ?? null);
    else tokens.fail(token, error, cause);
  });
}
