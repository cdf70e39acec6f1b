import { describe, expect, it } from '@jest/globals';
import { thrown } from './answers.ts';
import { earlyInASwap } from './early-steps.ts';
import { play } from './play.ts';
import { alreadyLive, aRecovery, playReaching, stays, withReactions } from './plays.ts';
import { stepsAfter } from './steps-after.ts';

describe.each(earlyInASwap)('a failure of %s where there is no name to give back', (step) => {
  it('a standby that fails gives no name back', async () => {
    const standby = playReaching('target', step, { mode: 'standby' });
    const played = await play(withReactions(standby, step, thrown('StepOverdue')));

    expect(stepsAfter(played, step)).toEqual(['ReportFailure']);
  });
});

describe.each(earlyInASwap)(
  'a failure of %s where the restored database has the live name by now',
  (step) => {
    it('the run goes forward with the database that RollBack found', async () => {
      const failing = withReactions(playReaching('target', step), step, thrown('StepOverdue'));
      const played = await play(withReactions(failing, 'RollBack', stays));

      expect(stepsAfter(played, 'RollBack')[0]).toBe('VerifyLiveName');
      expect(
        played.calls.find(({ step: one }) => one === 'VerifyLiveName')?.arguments,
      ).toMatchObject({ restoredId: stays.state === 'ready' && stays.restoredId });
      expect(played.result.status).toBe('SUCCEEDED');
    });
  },
);

describe('a second start of a finished recovery', () => {
  it('a second start that fails in PlanAgain gives no name back', async () => {
    const again = aRecovery({}, { alreadyLive });
    const played = await play(withReactions(again, 'PlanAgain', thrown('StepOverdue')));

    expect(stepsAfter(played, 'PlanAgain')).toEqual(['ReportFailure']);
  });
});
