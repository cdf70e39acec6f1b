import { describe, expect, it, jest } from '@jest/globals';
import { temporaryName } from '../../../plays/scene/fixtures.ts';
import { hour, minute, second } from '../kit/director.ts';
import type { Notice } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

/** Two recoveries meet in SecureSnapshot; the second one's copy is there an hour later. */
function meet(
  onFailure: 'keep' | 'discard',
  choose: (notices: readonly Notice[]) => readonly (Notice | undefined)[],
): Promise<Outcome> {
  return playScript({ base: 'swap', name: onFailure, onFailure }, async (director) => {
    const notices: Notice[] = [];
    for (const number of [1, 2, 3, 4]) {
      notices.push(await director.capture(`capture-${number}`));
      await director.pass(minute);
    }
    director.application.writeEvery(minute);
    const [quick, slow] = choose(notices);
    director.scene.simulator.rds.faults.plan({
      operation: 'copy-cluster-snapshot',
      identifier: `${slow?.snapshot.arn.split(':').at(-1)}-secured`,
      outcome: { seconds: hour / second },
    });
    director.when({ execution: 'quick', state: 'WaitForSecuredSnapshot', after: second / 2 }, () =>
      director.scene.launch('target', 'slow', { notice: slow }),
    );
    await director.recover('quick', { notice: quick });
    await director.recover('third', { notice: notices[2] });
    await director.recover('slow-again', { notice: slow });
    await director.recover('fourth', { notice: notices[3] });
  });
}

function expectLater(outcome: Outcome): void {
  expect(outcome.ending('quick')).toBe('SUCCEEDED');
  expect(outcome.ending('third')).toBe('SUCCEEDED');
  expect(outcome.ending('slow-again')).toBe('NoticeOutdated');
  expect(outcome.ending('fourth')).toBe('SUCCEEDED');
  expect(outcome.liveBy).toBe('fourth');
  expect(outcome.database(temporaryName)).toBeUndefined();
  expect(outcome.lost).toEqual({});
}

describe('two recoveries of different notices at once', () => {
  for (const onFailure of ['keep', 'discard'] as const) {
    it(`the newer of two concurrent notices goes live when it comes second (row 5, ${onFailure})`, async () => {
      expectLater(await meet(onFailure, ([one, two]) => [one, two]));
    });

    it(`the newer of two concurrent notices goes live when it comes first (row 5, ${onFailure})`, async () => {
      const outcome = await meet(onFailure, ([one, two]) => [two, one]);

      expectLater(outcome);
      expect(outcome.ending('slow')).not.toBe('SUCCEEDED');
    });
  }
});
