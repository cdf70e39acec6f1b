import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { pollingSchedules } from '../../functions/shared/rules/polling-schedule.ts';
import { synced } from './answers.ts';
import type { Reaction } from './answers.ts';
import { invocationErrors } from './invocation-errors.ts';
import { tasksOf } from './machine.ts';
import type { DefinitionName } from './machine.ts';
import { play } from './play.ts';
import type { Play } from './play.ts';
import { aRecovery } from './plays.ts';

const { waitedFor, triedAgain, final } = invocationErrors;
const waited = Object.keys(waitedFor).map((name) => `Lambda.${name}`);

/** The two workflows that call SyncTargets, each with what it answers before it is done. */
const callers: readonly (readonly [string, DefinitionName, (first: Reaction<never>) => Play])[] = [
  [
    'the access workflow',
    'access',
    (first) => ({
      workflow: 'access',
      input: {},
      script: { SyncTargets: [first] },
      last: { SyncTargets: () => synced() },
    }),
  ],
  ['the target', 'target', (first) => aRecovery({ SyncTargets: [first] }, {}, 'present')],
];

function retriersOf(workflow: DefinitionName) {
  const [, task] = tasksOf(workflow).find(([name]) => name === 'SyncTargets') ?? [];
  return task?.retry ?? [];
}

it("the lists of invocation errors have every error of Lambda's Invoke", () => {
  const model = readFileSync(
    'node_modules/@aws-sdk/client-lambda/dist-types/commands/InvokeCommand.d.ts',
    'utf8',
  );
  const [text = ''] = model.split('LambdaServiceException');
  const named = [...text.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = '']) => name);

  const sorted = [waitedFor, triedAgain, final].flatMap((kind) => Object.keys(kind));

  expect(named.length).toBeGreaterThan(30);
  expect(sorted.toSorted()).toEqual(named.toSorted());
});

describe.each(callers)('SyncTargets called by %s', (_name, workflow, playing) => {
  const [turn, passing] = retriersOf(workflow);

  it('SyncTargets waits for a turn, retries what may pass, and gives up on the rest', () => {
    const tried = Object.keys(triedAgain).map((name) => `Lambda.${name}`);

    expect(turn?.errorEquals.toSorted()).toEqual(waited.toSorted());
    expect(passing?.errorEquals).toEqual(expect.arrayContaining(tried));
    const retried = retriersOf(workflow).flatMap(({ errorEquals }) => errorEquals);
    expect(retried.filter((name) => name.replace('Lambda.', '') in final)).toEqual([]);
  });

  // A retry comes after half the interval on average, and 420 of them differ by half a minute at most.
  it('SyncTargets waits for its turn longer than a run may take', () => {
    const {
      intervalSeconds = 0,
      backoffRate = 0,
      maxDelaySeconds = 0,
      maxAttempts = 0,
    } = turn ?? {};
    const delays = Array.from({ length: maxAttempts }, (_, attempt) =>
      Math.min(maxDelaySeconds, intervalSeconds * backoffRate ** attempt),
    );
    const average = delays.reduce((sum, delay) => sum + delay / 2, 0);
    const deviation = Math.sqrt(delays.reduce((sum, delay) => sum + delay ** 2 / 12, 0));

    expect(average - 3 * deviation).toBeGreaterThan(pollingSchedules.SyncTargets.deadline);
  });

  it.each(waited)('SyncTargets succeeds after hundreds of %s', async (error) => {
    const busy = { throws: error, cause: 'not now', times: 300 };

    const { calls, result } = await play(playing(busy));

    expect(calls.filter(({ step }) => step === 'SyncTargets')).toHaveLength(301);
    expect(result.status).toBe('SUCCEEDED');
  });

  it('SyncTargets fails where its turn never comes', async () => {
    const error = 'Lambda.TooManyRequestsException';
    const { result, calls } = await play(playing({ throws: error, cause: 'not now' }));

    const tries = calls.filter(({ step }) => step === 'SyncTargets');
    const waitedSeconds = ((tries.at(-1)?.endedAt ?? 0) - (tries[0]?.startedAt ?? 0)) / 1000;
    expect(result).toMatchObject({ status: 'FAILED', error });
    expect(waitedSeconds).toBeGreaterThan(pollingSchedules.SyncTargets.deadline);
  });
});
