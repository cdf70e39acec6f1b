import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { synced, thrown } from './answers.ts';
import type { AccessAnswers, Reaction } from './answers.ts';
import { inputOf } from './handler-inputs.ts';
import { definedTransitions, definitionOf } from './machine.ts';
import { play, playStart } from './play.ts';
import type { Play } from './play.ts';
import { takenTransitions } from './visits.ts';

const { trigger: event } = JSON.parse(readFileSync('events/access-sync-targets.json', 'utf8')) as {
  trigger: Record<string, never>;
};

/** A run of the access workflow, with what its passes answer before the last. */
function aSync(
  reactions: readonly Reaction<AccessAnswers['SyncTargets']>[] = [],
  input: Play['input'] = event,
): Play {
  return {
    workflow: 'access',
    input,
    script: { SyncTargets: reactions },
    last: { SyncTargets: () => synced() },
  };
}

describe('the access workflow', () => {
  it('the access workflow repeats passes until the targets are in place, and says why it stopped', async () => {
    const played = await play(aSync([synced(1), synced(2)]));

    expect(played.calls.map(({ step }) => step)).toEqual(Array(3).fill('SyncTargets'));
    expect(played.result).toMatchObject({
      status: 'SUCCEEDED',
      output: { outcome: 'in-place', why: 'what it saw, and why it acted' },
    });
  });

  it('the access workflow waits as long as each pass answered', async () => {
    const { visits } = await play(aSync([synced(1), synced(2)]));

    const waited = visits
      .filter(({ type }) => type === 'Wait')
      .map(({ enteredAt, exitedAt = Number.NaN }) => (exitedAt - enteredAt) / 1000);

    expect(waited).toEqual([1, 2]);
  });

  it('each pass is given the trigger, the start of the run and the memory of the pass before', async () => {
    const { calls } = await play(aSync([synced(1)]));
    const since = new Date(playStart).toISOString();

    expect(calls.map((call) => call.arguments)).toEqual([
      { trigger: event, since, memory: null },
      { trigger: event, since, memory: synced(1).memory },
    ]);
  });

  it.each([
    ['an event', event, event],
    ['the schedule', { by: 'schedule' }, { by: 'schedule' }],
    ['somebody, by hand', {}, { by: 'hand' }],
  ])('a run started by %s gives the function a valid trigger', async (_what, input, trigger) => {
    const { calls } = await play(aSync([], input));
    const schema = await inputOf('access', 'SyncTargets');

    expect(calls[0]?.arguments.trigger).toEqual(trigger);
    expect(schema.safeParse(calls[0]?.arguments).error).toBeUndefined();
  });

  it.each(['TargetRefused', 'StepOverdue', 'AccessDenied'])(
    'the access workflow fails where a pass throws %s, without another attempt',
    async (error) => {
      const { calls, result } = await play(aSync([synced(1), thrown(error)]));

      expect(calls).toHaveLength(2);
      expect(result).toMatchObject({
        status: 'FAILED',
        error,
        cause: `at SyncTargets: ${thrown(error).cause}`,
      });
    },
  );

  it('the access workflow waits for other runs to free the function, however long that takes', async () => {
    const busy = { throws: 'Lambda.TooManyRequestsException', cause: 'one at a time', times: 30 };

    const { calls, result } = await play(aSync([busy]));

    expect(calls).toHaveLength(31);
    expect(result.status).toBe('SUCCEEDED');
  });

  it.each([
    'ServiceUnavailable',
    'Runtime.NodeJsExit',
    'Sandbox.Timedout',
    'Lambda.ServiceException',
  ])('the access workflow repeats a pass that was cut off by %s', async (error) => {
    const { result } = await play(aSync([{ throws: error, cause: '', times: 2 }]));

    expect(result.status).toBe('SUCCEEDED');
  });

  it('two runs of the access workflow take every branch and every Catch', async () => {
    const runs = [aSync([synced(1)]), aSync([thrown('TargetRefused')])];
    const taken = await Promise.all(
      runs.map(async (run) => takenTransitions((await play(run)).visits)),
    );

    expect([...new Set(taken.flat())].toSorted()).toEqual(
      [...new Set(definedTransitions(definitionOf('access')))].toSorted(),
    );
  });
});
