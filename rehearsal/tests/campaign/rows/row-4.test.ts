import { describe, expect, it, jest } from '@jest/globals';
import { minute } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

/** What a server says to whoever connects in a storm, as the drivers hand it on. */
const storms = {
  'too many clients': Object.assign(new Error('sorry, too many clients already'), {
    code: '53300',
  }),
  'too many connections': Object.assign(new Error('Too many connections'), {
    code: 'ER_CON_COUNT_ERROR',
    errno: 1040,
    sqlState: '08004',
  }),
  'a throttled login of IAM': Object.assign(new Error('PAM authentication failed'), {
    code: '28000',
  }),
};

/** What comes before each state that verifies, and asks no database. */
const before = {
  VerifyDatabase: 'AddInstances',
  VerifyLiveName: 'SwapNames',
  VerifyFinally: 'SwapInstanceNames',
};

/**
 * A recovery that finds a storm when it comes to a state.
 * @param milliseconds how long it lasts from there
 */
function recoverThrough(
  state: keyof typeof before,
  storm: Error,
  milliseconds: number,
): Promise<Outcome> {
  return playScript({ base: 'swap' }, async (director) => {
    const notice = await director.capture('capture');
    const { engine } = director.scene;
    director.when({ execution: 'only', state: before[state] }, async () => engine.turnAway(storm));
    director.when({ execution: 'only', state, after: milliseconds }, async () =>
      engine.turnAway(undefined),
    );
    await director.recover('only', { notice });
  });
}

/** For how many seconds a step was at it. */
function secondsOf(outcome: Outcome, state: string): number {
  const [report = '{}'] = outcome.trace.reports;
  const { steps } = JSON.parse(report) as { steps: { name: string; seconds: number }[] };
  return steps.find(({ name }) => name === state)?.seconds ?? 0;
}

describe.each(Object.entries(storms))('a connection storm after the swap: %s', (what, storm) => {
  for (const state of ['VerifyLiveName', 'VerifyFinally'] as const) {
    it(`a recovery that meets ${what} at ${state} waits for ten minutes (row 4)`, async () => {
      const outcome = await recoverThrough(state, storm, 10 * minute);

      expect(outcome.ending('only')).toBe('SUCCEEDED');
      expect(secondsOf(outcome, state)).toBeGreaterThanOrEqual(600);
      expect(outcome.liveBy).toBe('only');
    });
  }

  it(`a recovery that meets ${what} at VerifyDatabase waits for a minute (row 4)`, async () => {
    const outcome = await recoverThrough('VerifyDatabase', storm, minute);

    expect(outcome.ending('only')).toBe('SUCCEEDED');
    expect(secondsOf(outcome, 'VerifyDatabase')).toBeGreaterThanOrEqual(60);
    expect(outcome.liveBy).toBe('only');
  });
});

describe('a login that stays refused', () => {
  it('a login that stays refused at VerifyDatabase fails the run before the swap (row 4)', async () => {
    const outcome = await recoverThrough(
      'VerifyDatabase',
      storms['a throttled login of IAM'],
      60 * minute,
    );

    expect(outcome.ending('only')).toBe('LoginRefused');
    expect(outcome.liveBy).not.toBe('only');
    expect(outcome.liveAnswers).toBe(true);
  });

  it('a login that stays refused at VerifyFinally fails the run and keeps the old database (row 4)', async () => {
    const storm = storms['a throttled login of IAM'];
    const outcome = await recoverThrough('VerifyFinally', storm, 60 * minute);

    expect(outcome.ending('only')).toBe('LoginRefused');
    expect(outcome.liveBy).toBe('only');
    expect(
      outcome.changesBy('only').filter(({ operation }) => operation.startsWith('Delete')),
    ).toEqual([]);
  });
});

describe('a restored volume that is cold', () => {
  const slow = Object.assign(new Error('canceling statement due to statement timeout'), {
    code: '57014',
  });

  function recoverCold(milliseconds: number): Promise<Outcome> {
    return playScript({ base: 'swap' }, async (director) => {
      const notice = await director.capture('capture');
      const { engine } = director.scene;
      director.when({ execution: 'only', state: before.VerifyDatabase }, async () =>
        engine.cutOff(slow),
      );
      director.when({ execution: 'only', state: 'VerifyDatabase', after: milliseconds }, async () =>
        engine.cutOff(undefined),
      );
      await director.recover('only', { notice });
    });
  }

  it('a restored volume that is cold for ten minutes is waited for (row 4)', async () => {
    const outcome = await recoverCold(10 * minute);

    expect(outcome.ending('only')).toBe('SUCCEEDED');
    expect(secondsOf(outcome, 'VerifyDatabase')).toBeGreaterThanOrEqual(600);
  });

  it('a restored volume that stays cold fails the run at the deadline, before the swap (row 4)', async () => {
    const outcome = await recoverCold(60 * minute);

    expect(outcome.ending('only')).toBe('StepOverdue');
    expect(outcome.liveBy).not.toBe('only');
    expect(outcome.liveAnswers).toBe(true);
  });
});
