import { describe, expect, it, jest } from '@jest/globals';
import { questions } from '../../../plays/campaign/questions.ts';
import { hour, minute } from '../kit/director.ts';
import type { Director } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

/** Whatever the second start came to: the first one's database is live, with all that it took. */
function expectLive(outcome: Outcome, by: string): void {
  expect(outcome.liveBy).toBe(by);
  expect(outcome.liveAnswers).toBe(true);
  expect(outcome.longestSilence).toBeLessThan(5 * 60);
  expect(outcome.missingFromLive).toBe(0);
  expect(outcome.lost).toEqual({});
}

/** A recovery that applications have written to for hours since. @returns its input */
async function recoverAndWrite(director: Director): Promise<object> {
  const notice = await director.capture('capture');
  director.application.writeEvery(minute);
  await director.recover('first', { notice });
  await director.pass(6 * hour);
  return { notice };
}

describe('a second start of a recovery that is live already', () => {
  it('a second start after success moves nothing when a login is refused (row 1)', async () => {
    const outcome = await playScript({ base: 'swap' }, async (director) => {
      const input = await recoverAndWrite(director);
      director.mishaps.refuseLogin({ state: 'VerifyLiveName', execution: 'again' }, 1);
      await director.recover('again', input);
    });

    expect(outcome.ending('first')).toBe('SUCCEEDED');
    expect(outcome.ending('first')).toBe('SUCCEEDED');
    expectLive(outcome, 'first');
    expect(outcome.changesBy('again')).toEqual([]);
  });

  it('a second start after success moves nothing when an assertion is outgrown (row 1)', async () => {
    const few = { name: 'few rows', query: questions.foreign.sql, expectation: { atMost: 60 } };
    const outcome = await playScript(
      {
        base: 'swap-discard',
        name: 'outgrown',
        parameters: { target: { SqlAssertions: JSON.stringify([few]) } },
      },
      async (director) => {
        const input = await recoverAndWrite(director);
        await director.recover('again', input);
      },
    );

    expect(outcome.ending('first')).toBe('SUCCEEDED');
    expect(outcome.ending('first')).toBe('SUCCEEDED');
    expectLive(outcome, 'first');
    expect(outcome.changesBy('again')).toEqual([]);
  });

  it('a second start after success changes nothing when nothing is wrong (row 1)', async () => {
    const outcome = await playScript({ base: 'swap' }, async (director) => {
      const input = await recoverAndWrite(director);
      await director.recover('again', input);
    });

    expect(outcome.ending('again')).toBe('SUCCEEDED');
    expectLive(outcome, 'first');
    expect(outcome.changesBy('again')).toEqual([]);
  });

  it('a second start without grace period after a stop keeps the first database live (row 1)', async () => {
    const outcome = await playScript(
      { base: 'swap-unanswered', name: 'unasked', approve: undefined },
      async (director) => {
        const notice = await director.capture('capture');
        director.application.writeEvery(minute);
        director.mishaps.refuseLogin({ state: 'VerifyLiveName', execution: 'again' }, 1);
        const moment = { execution: 'first', state: 'WaitForGracePeriod', after: hour };
        director.when(moment, async () => {
          await director.stop('first');
          await director.scene.launch('target', 'again', { notice, graceHours: 0 });
        });
        await director.recover('first', { notice });
      },
    );

    expect(outcome.ending('first')).toBe('ABORTED');
    expectLive(outcome, 'first');
  });

  it('a second start after a failed VerifyFinally keeps the first database live (row 1)', async () => {
    const outcome = await playScript({ base: 'swap-discard' }, async (director) => {
      director.mishaps.refuseLogin({ state: 'VerifyFinally', execution: 'first' });
      director.mishaps.refuseLogin({ state: 'VerifyLiveName', execution: 'again' }, 1);
      const input = await recoverAndWrite(director);
      await director.recover('again', input);
    });

    expect(outcome.ending('first')).toBe('LoginRefused');
    expectLive(outcome, 'first');
  });
});
