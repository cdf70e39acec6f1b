import { describe, expect, it, jest } from '@jest/globals';
import { day, hour } from '../kit/director.ts';
import type { Notice } from '../kit/director.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

describe('a recovery of a capture that was live before', () => {
  for (const base of ['swap', 'swap-instance']) {
    it(`every database that was live leaves its own final snapshot (row 9, ${base})`, async () => {
      const wereLive: string[] = [];
      const setting = { base, name: 'alone', earlier: false };
      const outcome = await playScript(setting, async (director) => {
        director.application.writeEvery(hour);
        const notices: Notice[] = [];
        for (const number of [1, 2]) {
          notices.push(await director.capture(`capture-${number}`));
          wereLive.push(director.database().resourceId);
          await director.recover(`day-${number}`, { notice: notices.at(-1) });
          await director.pass(day);
        }
        wereLive.push(director.database().resourceId);
        const back = { notice: notices[0], acceptOlder: true };
        await director.recover('back', back);
        await director.recover('back-again', back);
      });

      expect(outcome.ending('back')).toBe('SUCCEEDED');
      expect(outcome.liveBy).toBe('back');
      expect(outcome.ending('back-again')).toBe('SUCCEEDED');
      expect(wereLive.map((id) => outcome.snapshotsOf(id).length)).toEqual([1, 1, 1]);
      expect(outcome.lost).toEqual({});
    });
  }
});
