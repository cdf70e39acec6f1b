import { describe, expect, it, jest } from '@jest/globals';
import { temporaryName } from '../../../plays/scene/fixtures.ts';
import { minute, second } from '../kit/director.ts';
import type { Director } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

/** States of a drill at which somebody needs the database now. */
const states = [
  'Preflight',
  'SecureSnapshot',
  'RestoreCluster',
  'AddInstances',
  'VerifyDatabase',
  'DiscardCluster',
  'WaitForDiscard',
];

function expectBoth(outcome: Outcome): void {
  expect(outcome.foreignDeletionsBy('drill')).toEqual([]);
  expect(outcome.ending('swap')).toBe('SUCCEEDED');
  expect(outcome.liveBy).toBe('swap');
  expect(outcome.liveAnswers).toBe(true);
  expect(outcome.longestSilence).toBeLessThan(5 * 60);
  expect(outcome.lost).toEqual({});
}

async function begin(director: Director): Promise<object> {
  const notice = await director.capture('capture');
  director.application.writeEvery(minute);
  return { notice };
}

describe('a drill beside another recovery of the same notice', () => {
  for (const state of states) {
    it(`a swap that begins when a drill is at ${state} succeeds and goes live (row 6)`, async () => {
      const outcome = await playScript({ base: 'drill' }, async (director) => {
        const input = await begin(director);
        director.when({ execution: 'drill', state, after: second / 2 }, () =>
          director.scene.launch('target', 'swap', { ...input, mode: 'swap' }),
        );
        await director.recover('drill', input);
      });

      expectBoth(outcome);
    });
  }

  for (const seconds of [0, 60, 120, 180, 240, 300, 360, 420]) {
    it(`a drill that begins ${seconds} s after a swap deletes nothing of the swap (row 6)`, async () => {
      const outcome = await playScript({ base: 'swap' }, async (director) => {
        const input = await begin(director);
        const moment = { execution: 'swap', state: 'Preflight', after: seconds * second };
        director.when(moment, () =>
          director.scene.launch('target', 'drill', { ...input, mode: 'drill' }),
        );
        await director.recover('swap', input);
      });

      expectBoth(outcome);
    });
  }

  it('a drill of a notice that is kept as a standby deletes nothing of the standby (row 6)', async () => {
    const outcome = await playScript({ base: 'standby' }, async (director) => {
      const input = await begin(director);
      await director.recover('standby', input);
      await director.recover('drill', { ...input, mode: 'drill' });
    });

    expect(outcome.ending('standby')).toBe('SUCCEEDED');
    expect(outcome.foreignDeletionsBy('drill')).toEqual([]);
    expect(outcome.database(temporaryName)?.tags['understudy:run']).toBe('standby');
    expect(outcome.database(temporaryName)?.status).toBe('available');
  });
});
