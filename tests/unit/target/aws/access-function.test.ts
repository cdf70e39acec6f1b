import { describe, expect, it } from '@jest/globals';
import { FunctionFailed } from '../../../../functions/shared/ports/functions.ts';
import { accessFunction } from '../../../../functions/target/aws/access-function.ts';
import { startedAt } from '../../factories/locations.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { turn } from '../../fakes/turn.ts';

const request = {
  upTo: 'warm',
  kind: 'cluster-writer',
  name: 'orders',
  host: 'orders-next.example',
  port: 5432,
} as const;

/** A function that answers with this, or throws it. */
function asked(answer: unknown) {
  const events: unknown[] = [];
  const functions = {
    async invoke(name: string, event: object): Promise<unknown> {
      await turn();
      events.push([name, event]);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const ports = { functions, clock: clockAfter(0) };
  return { events, ask: () => accessFunction('access-SyncTargets', ports).ask(request) };
}

describe('accessFunction', () => {
  it('SyncTargets is asked for a cut-over in the words that it takes', async () => {
    const { events, ask } = asked({ cutOver: true, state: 'ready', awsCalls: 3 });
    expect(await ask()).toEqual({ cutOver: true, state: 'ready' });
    expect(events).toEqual([
      [
        'access-SyncTargets',
        { trigger: { by: 'recovery' }, since: startedAt, memory: null, cutOver: request },
      ],
    ]);
  });

  it('what it waits for, and how long, is handed on', async () => {
    const pending = { cutOver: true, state: 'pending', waitSeconds: 1, waitingFor: 'health' };
    expect(await asked({ ...pending, awsCalls: 3 }).ask()).toEqual(pending);
  });

  it.each([
    ['TargetRefused: expected another', 'TargetRefused', 'expected another'],
    ['StepOverdue: still waits\nfor it', 'StepOverdue', 'still waits\nfor it'],
    ['ServiceUnavailable: TimeoutError', 'ServiceUnavailable', 'ServiceUnavailable: TimeoutError'],
    ['Sandbox.Timedout: 60 s', 'ServiceUnavailable', 'Sandbox.Timedout: 60 s'],
    ['', 'ServiceUnavailable', ''],
  ])('the failure %j is thrown as %s', async (text, name, message) => {
    await expect(asked(new FunctionFailed(text)).ask()).rejects.toMatchObject({ name, message });
  });

  it('what befell the call itself is thrown as it is', async () => {
    const error = new Error('socket hang up');
    await expect(asked(error).ask()).rejects.toBe(error);
  });

  it.each([
    undefined,
    null,
    {},
    { state: 'ready', why: 'a pass' },
    { cutOver: true, state: 'pending' },
  ])(
    'the answer %j of an earlier release, or of another function, is told as one',
    async (answer) => {
      await expect(asked(answer).ask()).rejects.toMatchObject({
        name: 'AnswerUnreadable',
        message: expect.stringContaining('deploy the stack access of this release'),
      });
    },
  );
});
