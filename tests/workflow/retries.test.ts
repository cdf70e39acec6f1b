import { describe, expect, it } from '@jest/globals';
import { thrown } from './answers.ts';
import type { Reaction } from './answers.ts';
import { tasksOf } from './machine.ts';
import type { DefinitionName } from './machine.ts';
import { play } from './play.ts';
import { aCapture, aRecovery } from './plays.ts';

/** Runs that succeed, and among them call every Task but those of a failure. */
const successes = [
  { name: 'a capture', request: aCapture() },
  { name: 'a swap', request: aRecovery({}, {}, 'present') },
  { name: 'a swap with a grace period', request: aRecovery({}, { graceSeconds: 3600 }) },
  { name: 'a drill', request: aRecovery({}, { mode: 'drill' }) },
];

/** A run in which everything that can fail after a swap has begun does, but for what is thrown here. */
const failure = aRecovery({ SwapNames: [thrown('NameTaken')] });

/** What each Task tries again; SyncTargets, which is shared, waits for its turn besides. */
const retried = [
  ...new Set(
    (['source', 'target'] as const).flatMap((workflow) =>
      tasksOf(workflow)
        .filter(([name]) => name !== 'SyncTargets')
        .flatMap(([, { retry }]) => retry.flatMap(({ errorEquals }) => errorEquals)),
    ),
  ),
];

function everyStepFirst(workflow: DefinitionName, reaction: Reaction): Record<string, Reaction[]> {
  return Object.fromEntries(tasksOf(workflow).map(([step]) => [step, [reaction]]));
}

describe.each(retried)('the retry on %s', (error) => {
  it.each(successes)('an error in every step of $name is retried', async ({ request }) => {
    const smooth = await play(request);
    const script = everyStepFirst(request.workflow, { throws: error, cause: '', times: 1 });

    const played = await play({ ...request, script });

    expect(played.result.status).toBe('SUCCEEDED');
    expect(played.calls.map(({ step }) => step)).toEqual(
      smooth.calls.flatMap(({ step }) => [step, step]),
    );
  });

  it.each(['RollBack', 'ReportFailure'])('an error in %s is retried', async (step) => {
    const script = { ...failure.script, [step]: [{ throws: error, cause: '', times: 2 }] };

    const { calls, result } = await play({ ...failure, script });

    expect(calls.filter((call) => call.step === step)).toHaveLength(3);
    expect(result).toMatchObject({ status: 'FAILED', error: 'NameTaken' });
  });
});

describe('a Task that is retried', () => {
  const persistent = { throws: 'Lambda.ServiceException', cause: 'out of order' };

  it('a Task gives up after five retries', async () => {
    const { calls, result } = await play(aCapture({ ShareSnapshot: [persistent] }));

    expect(calls.filter(({ step }) => step === 'ShareSnapshot')).toHaveLength(6);
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.ServiceException',
      cause: 'at ShareSnapshot: out of order',
    });
  });

  it('a Task is retried within a minute of its last attempt', async () => {
    const { calls } = await play(aCapture({ ShareSnapshot: [persistent] }));
    const attempts = calls.filter(({ step }) => step === 'ShareSnapshot');

    const pauses = attempts
      .slice(1)
      .map(({ startedAt }, index) => startedAt - (attempts[index]?.endedAt ?? 0));

    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
  });

  it('a retried step keeps the time at which it began', async () => {
    const script = { CreateSnapshot: [{ ...persistent, times: 2 }] };

    const { calls } = await play(aCapture(script));

    const since = calls
      .filter(({ step }) => step === 'CreateSnapshot')
      .map((call) => call.arguments.since);
    expect(since).toHaveLength(3);
    expect(new Set(since).size).toBe(1);
  });
});

type Retry = ReturnType<typeof tasksOf>[number][1]['retry'];

function withoutTimeout(retry: Retry): Retry {
  return retry.map((one) => ({
    ...one,
    errorEquals: one.errorEquals.filter((name) => name !== 'States.Timeout'),
  }));
}

describe.each(['source', 'target'] as const)('the Tasks of the %s workflow', (workflow) => {
  it('all Tasks retry the same errors in the same way', () => {
    const [[, first], ...others] = tasksOf(workflow) as [
      ReturnType<typeof tasksOf>[number],
      ...ReturnType<typeof tasksOf>,
    ];

    for (const [name, { retry }] of others) {
      if (name === 'SyncTargets') continue;
      // Time is up for an answer: the old database is kept.
      const expected = name === 'AskApproval' ? withoutTimeout(first.retry) : first.retry;
      expect(retry).toEqual(expected);
    }
    expect(first.retry).toHaveLength(1);
    expect(first.retry[0]).toMatchObject({ jitterStrategy: 'FULL', maxDelaySeconds: 60 });
  });
});
