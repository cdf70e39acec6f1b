import { describe, expect, it, jest } from '@jest/globals';
import { second } from '../kit/director.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

const moments = ['VerifyFinally', 'TerminateOldCluster', 'WaitForOldCluster', 'WaitForGracePeriod'];
const steps = ['VerifyLiveName', 'SwapNames'];
const cases = moments.flatMap((begins) =>
  steps.flatMap((fails) =>
    (['keep', 'discard'] as const).map((onFailure) => ({ begins, fails, onFailure })),
  ),
);

describe('a second start while the first run retires the old database', () => {
  for (const { begins, fails, onFailure } of cases) {
    it(`a second start at ${begins} that fails at ${fails} keeps the database live (row 2, ${onFailure})`, async () => {
      const graceHours = begins === 'WaitForGracePeriod' ? 2 : 0;
      const setting = { base: 'swap', name: `${onFailure}-${graceHours}`, graceHours, onFailure };
      const outcome = await playScript(setting as never, async (director) => {
        const notice = await director.capture('capture');
        director.application.writeEvery(15 * second);
        const step = { state: fails, execution: 'other' };
        if (fails === 'SwapNames') director.mishaps.fail(step);
        else director.mishaps.refuseLogin(step);
        director.when({ execution: 'first', state: begins, after: second / 2 }, () =>
          director.scene.launch('target', 'other', { notice }),
        );
        await director.recover('first', { notice });
      });

      expect(outcome.liveBy).toBe('first');
      expect(outcome.liveAnswers).toBe(true);
      expect(outcome.longestSilence).toBeLessThan(5 * 60);
      expect(outcome.missingFromLive).toBe(0);
      expect(outcome.lost).toEqual({});
    });
  }
});
