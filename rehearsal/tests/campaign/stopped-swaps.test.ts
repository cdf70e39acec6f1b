import { describe, expect, it, jest } from '@jest/globals';
import { hour, minute } from './kit/director.ts';
import { playScript } from './kit/play-script.ts';

// Whole runs, two of them each.
jest.setTimeout(240_000);

/** While the old database is being renamed, between the renames, and while the restored one is. */
const moments = [
  { state: 'NamesSwapped?', nth: 1 },
  { state: 'SwapNames', nth: 2 },
  { state: 'NamesSwapped?', nth: 2 },
] as const;
const beforeItsTurn = ['Preflight', 'FindSharedSnapshot', 'SecureSnapshot', 'TakeTurn'] as const;
const fromItsTurn = ['RestoreCluster', 'AddInstances', 'VerifyDatabase'] as const;

function pairs<Step extends string>(base: string, steps: readonly Step[]) {
  return moments.flatMap(({ state, nth }) =>
    steps
      // A DB instance is given none.
      .filter((step) => base === 'swap' || step !== 'AddInstances')
      .map((step) => [base, state, nth, step] as const),
  );
}

/** An execution is stopped in its swap, and the next one fails at a step. */
function playStopped(base: string, state: string, nth: number, step: string) {
  return playScript({ base }, async (director) => {
    director.application.writeEvery(minute);
    const notice = await director.capture('capture');
    director.mishaps.fail({ state: step, execution: 'second' });
    director.when({ execution: 'first', state, nth }, () => director.stop('first'));
    await director.recover('first', { notice });
    await director.recover('second', { notice });
    await director.pass(hour);
  });
}

describe('a swap that an operator stops, and a next start that fails at once', () => {
  it.each([...pairs('swap', fromItsTurn), ...pairs('swap-instance', fromItsTurn)])(
    '%s, stopped at %s (%i): a failure of %s leaves somebody under the live name',
    async (base, state, nth, step) => {
      const outcome = await playStopped(base, state, nth, step);

      expect(outcome.execution('first').status).toBe('ABORTED');
      expect(outcome.liveAnswers).toBe(true);
      expect(outcome.lost).toEqual({});
      // The report, or the success, tells whose name it is now.
      const told = outcome.trace.reports.join('\n');
      expect(told).toMatch(/is held by the (old|restored) database|"status":"SUCCEEDED"/);
    },
  );

  it.each([...pairs('swap', beforeItsTurn), ...pairs('swap-instance', beforeItsTurn)])(
    '%s, stopped at %s (%i): a failure of %s, before its turn, tells who has the live name',
    async (base, state, nth, step) => {
      const outcome = await playStopped(base, state, nth, step);

      // What is live by then needs no snapshot.
      const needsNone = outcome.liveAnswers && step.endsWith('Snapshot');
      expect(outcome.ending('second')).toBe(needsNone ? 'SUCCEEDED' : 'StepBroken');
      expect(outcome.lost).toEqual({});
      const told = outcome.trace.reports.join('\n');
      expect(/NOBODY answers to/.test(told)).toBe(!outcome.liveAnswers);
    },
  );
});
