import { describe, expect, it, jest } from '@jest/globals';
import { questions } from '../../../plays/campaign/questions.ts';
import { temporaryName } from '../../../plays/scene/fixtures.ts';
import { second } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

/** It took writes under the live name: it stays there with all of them, and the failure is told. */
function expectForward(outcome: Outcome, what: RegExp): void {
  const live = outcome.database();
  expect(outcome.liveBy).toBe('only');
  expect(outcome.liveAnswers).toBe(true);
  expect(live && outcome.writesTo(live)).toBeGreaterThan(0);
  expect(outcome.missingFromLive).toBe(0);
  expect(outcome.lost).toEqual({});
  expect(outcome.trace.reports.some((text) => /VerifyLiveName/.test(text) && what.test(text))).toBe(
    true,
  );
}

describe('a live database that lost its instances', () => {
  for (const onFailure of ['keep', 'discard'] as const) {
    it(`the old database gets the live name back when the new one is unwritable (row 3, ${onFailure})`, async () => {
      let oldId = '';
      const outcome = await playScript(
        { base: 'swap', name: `headless-${onFailure}`, onFailure },
        async (director) => {
          const notice = await director.capture('capture');
          director.application.writeEvery(second);
          oldId = director.database().resourceId;
          director.mishaps.refuseLogin({ state: 'VerifyLiveName', execution: 'only' });
          director.when({ execution: 'only', state: 'VerifyLiveName' }, () =>
            director.deleteLiveMember(),
          );
          await director.recover('only', { notice });
        },
      );

      const { after, reports } = outcome.trace;
      expect(outcome.ending('only')).not.toBe('SUCCEEDED');
      expect(outcome.database()?.resourceId).toBe(oldId);
      expect(outcome.liveAnswers).toBe(true);
      expect(after.filter(({ identifier }) => identifier === temporaryName)).toMatchObject([
        { kind: 'cluster', tags: { 'understudy:went-live': expect.any(String) } },
      ]);
      expect(reports).toContainEqual(
        expect.stringMatching(/could be written to under the live name from \S+ until \S+:/),
      );
    });
  }
});

describe('a verification that fails after writes under the live name', () => {
  for (const onFailure of ['keep', 'discard'] as const) {
    it(`a refused login after writes under the live name keeps the new database live (row 3, ${onFailure})`, async () => {
      const outcome = await playScript(
        { base: 'swap', name: onFailure, onFailure },
        async (director) => {
          const notice = await director.capture('capture');
          director.application.writeEvery(2 * second);
          director.mishaps.refuseLogin({ state: 'VerifyLiveName', execution: 'only' });
          await director.recover('only', { notice });
        },
      );

      expectForward(outcome, /to let VerifyDatabase in|LoginRefused/);
    });

    it(`an outgrown assertion under the live name keeps the new database live (row 3, ${onFailure})`, async () => {
      const none = { name: 'no rows', query: questions.foreign.sql, expectation: { equals: 0 } };
      const parameters = { target: { SqlAssertions: JSON.stringify([none]) } };
      const outcome = await playScript(
        { base: 'swap', name: `outgrown-${onFailure}`, onFailure, parameters },
        async (director) => {
          const notice = await director.capture('capture');
          director.application.writeEvery(second / 2);
          await director.recover('only', { notice });
        },
      );

      expectForward(outcome, /no rows/);
    });
  }
});
