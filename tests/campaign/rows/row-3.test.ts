import { describe, expect } from '@jest/globals';
import { questions } from '../../../rehearsal/campaign/questions.ts';
import { second } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';
import { row } from './row.ts';

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

describe('a check that fails under the live name, after applications wrote there', () => {
  for (const onFailure of ['keep', 'discard'] as const) {
    row(`row 3: a refused login, OnFailure ${onFailure}`, async () => {
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

    row(`row 3: an assertion that the writes have outgrown, OnFailure ${onFailure}`, async () => {
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
