import { describe, expect, it } from '@jest/globals';
import { stepTimes } from '../../functions/target/rules/step-times.ts';
import type { StepTime } from '../../functions/target/rules/step-times.ts';
import { inputOf } from './handler-inputs.ts';
import { tasksOf } from './machine.ts';
import { play, playStart } from './play.ts';
import type { Played } from './play.ts';
import {
  discards,
  failingPlays,
  overcoming,
  replacedMeanwhile,
  rollBacks,
  scenarios,
  unanswered,
  unreported,
} from './scenarios.ts';

/** The steps that were called, each once in a row. */
function stepsOf({ calls }: Played): readonly string[] {
  const names = calls.map(({ step }) => step);
  return names.filter((name, index) => name !== names[index - 1]);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** The steps as the run's history tells them, without the one that tells of them. */
function recorded({ visits }: Played): readonly StepTime[] {
  return stepTimes(
    visits.map(({ state, type, enteredAt, exitedAt }) => ({
      state,
      type,
      enteredAt: iso(enteredAt),
      exitedAt: exitedAt === undefined ? undefined : iso(exitedAt),
    })),
  ).filter(({ name }) => name !== 'ReportRecovery');
}

/** The calls that a run counted: what ReportRecovery is told, or what the run puts out. */
function countedCalls(played: Played): number {
  const report = played.calls.find(({ step }) => step === 'ReportRecovery')?.arguments;
  const output = played.result.status === 'SUCCEEDED' ? played.result.output : undefined;
  return ((report ?? output) as unknown as { awsCalls: number }).awsCalls;
}

/** A grace period is nobody's call. */
function withoutGrace(steps: readonly StepTime[]): readonly StepTime[] {
  return steps.filter(({ name }) => name !== 'GracePeriod');
}

/** What the function gets, out of what `lambda:invoke` takes. */
function payloadOf({ arguments: given }: Played['calls'][number]): unknown {
  return 'Payload' in given ? given.Payload : given;
}

describe.each(scenarios)('the run of $name', ({ play: request, steps }) => {
  const counted = steps.filter((step) => step !== 'ReportRecovery');

  it('a scripted run calls its steps in order and succeeds', async () => {
    const played = await play(request);

    expect(stepsOf(played)).toEqual(steps);
    expect(played.result.status).toBe('SUCCEEDED');
  });

  it('a scripted run waits as long as each step answered', async () => {
    const { calls, visits } = await play(request);
    const answered = calls.map(({ answer }) => answer?.waitSeconds).filter(Boolean);

    const waited = visits
      .filter(({ type }) => type === 'Wait')
      .map(({ enteredAt, exitedAt = Number.NaN }) => (exitedAt - enteredAt) / 1000);

    expect(waited.length).toBeGreaterThan(steps.length > 1 ? 2 : 0);
    expect(waited).toEqual(answered);
  });

  it('a scripted run records each step once, in order, from where the one before ended', async () => {
    const told = recorded(await play(request));

    expect(withoutGrace(told).map(({ name }) => name)).toEqual(counted);
    const starts = told.map(({ startedAt }) => Date.parse(startedAt));
    const ends = told.map(({ endedAt }) => Date.parse(endedAt));
    expect(starts).toEqual([playStart, ...ends.slice(0, -1)]);
  });

  it("a step is recorded from its first call's start to its last call's end", async () => {
    const played = await play(request);

    const called = counted.map((name) => {
      const calls = played.calls.filter(({ step }) => step === name);
      return [name, calls.at(0)?.startedAt, calls.at(-1)?.endedAt];
    });

    expect(
      withoutGrace(recorded(played)).map(({ name, startedAt, endedAt }) => [
        name,
        Date.parse(startedAt),
        Date.parse(endedAt),
      ]),
    ).toEqual(called);
  });

  it('a scripted run adds up the AWS calls of all answers', async () => {
    const played = await play(request);
    const counts = played.calls
      .filter(({ step }) => step !== 'ReportRecovery')
      .map(({ answer }) => Number(answer?.awsCalls ?? 0));

    expect(countedCalls(played)).toBe(counts.reduce((sum, count) => sum + count, 0));
  });
});

describe('the inputs of the functions', () => {
  const failures = (['source', 'target'] as const).flatMap(failingPlays);
  const plays = [
    ...scenarios.map((scenario) => scenario.play),
    ...[
      rollBacks,
      overcoming,
      replacedMeanwhile,
      unanswered,
      discards,
      unreported,
      failures,
    ].flat(),
  ];
  const states = (['source', 'target'] as const).flatMap((workflow) =>
    tasksOf(workflow).map(([step]) => ({ workflow, step })),
  );
  const played = Promise.all(plays.map(async (request) => ({ request, ...(await play(request)) })));

  it.each(states)(
    'the function of $step of the $workflow accepts every input that it is given',
    async ({ workflow, step }) => {
      const input =
        step === 'SyncTargets' ? await inputOf('access', step) : await inputOf(workflow, step);
      const calls = (await played)
        .filter(({ request }) => request.workflow === workflow)
        .flatMap((run) => run.calls.filter((call) => call.step === step));

      const mistakes = calls.map((call) => input.safeParse(payloadOf(call)).error?.message);

      expect(calls.length).toBeGreaterThan(0);
      expect(mistakes.filter(Boolean)).toEqual([]);
    },
  );

  it('SyncTargets is told by which recovery it is called', async () => {
    const { calls } = await play(playWithAccess());

    expect(calls.find(({ step }) => step === 'SyncTargets')).toMatchObject({
      resource: 'arn:aws:states:::lambda:invoke',
      arguments: {
        FunctionName: 'understudy-access-SyncTargets',
        Payload: { trigger: { by: 'recovery', run: 'recovery-run' }, memory: null },
      },
    });
  });

  it('SyncTargets is given back what it remembered and the time at which it began', async () => {
    const { calls } = await play(playWithAccess());
    const asked = calls.filter(({ step }) => step === 'SyncTargets');

    const payloads = asked.map((call) => payloadOf(call) as { since: string; memory: unknown });

    expect(payloads.map(({ memory }) => memory)).toEqual([
      null,
      ...asked.slice(0, -1).map(({ answer }) => answer?.memory),
    ]);
    expect(new Set(payloads.map(({ since }) => since)).size).toBe(1);
  });

  it.each([
    ['mode', 'drill'],
    ['acceptOlder', true],
    ['graceHours', 0],
    ['acceptLineage', 'cluster-OTHER'],
    ['hold', 'applications live here'],
  ])(
    'the planning steps are given null for %s, or the value that the execution names',
    async (name, value) => {
      const request = playWithAccess();
      const named = { ...request, input: { ...(request.input as object), [name]: value } };

      const asked = [request, named].map(async (one) =>
        (await play(one)).calls
          .filter(({ step }) => ['Preflight', 'PlanAgain'].includes(step))
          .map((call) => call.arguments[name]),
      );

      expect(await Promise.all(asked)).toEqual([
        [null, null],
        [value, value],
      ]);
    },
  );

  function playWithAccess(): (typeof plays)[number] {
    const found = plays.find(({ access }) => access === 'present');
    if (found === undefined) throw new Error('no scripted run has an access stack');
    return found;
  }
});
