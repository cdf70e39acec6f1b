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
  it('passes until the targets are in place, and says why it stopped', async () => {
    const played = await play(aSync([synced(1), synced(2)]));

    expect(played.calls.map(({ step }) => step)).toEqual(Array(3).fill('SyncTargets'));
    expect(played.result).toMatchObject({
      status: 'SUCCEEDED',
      output: { outcome: 'in-place', why: 'what it saw, and why it acted' },
    });
  });

  it('waits as long as each pass answered', async () => {
    const { visits } = await play(aSync([synced(1), synced(2)]));

    const waited = visits
      .filter(({ type }) => type === 'Wait')
      .map(({ enteredAt, exitedAt = Number.NaN }) => (exitedAt - enteredAt) / 1000);

    expect(waited).toEqual([1, 2]);
  });

  it('hands on the trigger, when the run began, and what the pass before remembered', async () => {
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
  ])('started by %s hands the function what it takes', async (_what, input, trigger) => {
    const { calls } = await play(aSync([], input));
    const schema = await inputOf('access', 'SyncTargets');

    expect(calls[0]?.arguments.trigger).toEqual(trigger);
    expect(schema.safeParse(calls[0]?.arguments).error).toBeUndefined();
  });

  it.each(['TargetRefused', 'StepOverdue', 'AccessDenied'])(
    'ends FAILED where a pass throws %s, without another try',
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

  it('takes turns with other runs, for as long as that takes', async () => {
    const busy = { throws: 'Lambda.TooManyRequestsException', cause: 'one at a time', times: 30 };

    const { calls, result } = await play(aSync([busy]));

    expect(calls).toHaveLength(31);
    expect(result.status).toBe('SUCCEEDED');
  });

  it.each(['Throttling', 'TimeoutError', 'Sandbox.Timedout', 'Lambda.ServiceException'])(
    'tries again where a pass was cut off by %s',
    async (error) => {
      const { result } = await play(aSync([{ throws: error, cause: '', times: 2 }]));

      expect(result.status).toBe('SUCCEEDED');
    },
  );

  it('takes every branch and every Catch in these runs', async () => {
    const runs = [aSync([synced(1)]), aSync([thrown('TargetRefused')])];
    const taken = await Promise.all(
      runs.map(async (run) => takenTransitions((await play(run)).visits)),
    );

    expect([...new Set(taken.flat())].toSorted()).toEqual(
      [...new Set(definedTransitions(definitionOf('access')))].toSorted(),
    );
  });
});
