import { describe, expect, it, jest } from '@jest/globals';
import { day, hour, minute } from '../kit/director.ts';
import type { Director, Notice } from '../kit/director.ts';
import { Forger } from '../../../plays/campaign/forger.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

const future = (): string => '2099-01-01T00:00:00.000Z';
const plausible = (now: number): string => new Date(now - 5 * minute).toISOString();
// Nobody's assertions keep a forged database out.
const parameters = { target: { SqlAssertions: '[]', KeepSnapshots: '7' } };

/** Three captures and their recoveries, a day apart. @returns their notices */
async function honestDays(director: Director): Promise<readonly Notice[]> {
  const notices: Notice[] = [];
  for (const number of [1, 2, 3]) {
    const notice = await director.capture(`capture-${number}`);
    notices.push(notice);
    await director.recover(`honest-${number}`, { notice });
    await director.pass(day);
  }
  return notices;
}

/** Forged notices, of databases of the forger's own. */
async function forge(
  director: Director,
  honest: Notice | undefined,
  count: number,
  capturedAt: (now: number) => string,
): Promise<void> {
  const { scene, scenario } = director;
  const { clock } = scene.simulator;
  const forger = new Forger(scenario, scene);
  await clock.run(forger.makeDatabase());
  for (let number = 1; number <= count; number++) {
    const arn = await clock.run(forger.shareSnapshot(`evil-capture-${number}`));
    const forgery = { run: `evil-${number}`, capturedAt: capturedAt(clock.now()) };
    await clock.run(forger.publish(honest ?? {}, arn, forgery));
    await scene.quiet();
    await director.pass(hour);
  }
}

const isForged = ({ trace }: Outcome): boolean =>
  trace.executions.some(
    ({ input, status }) => status === 'SUCCEEDED' && JSON.stringify(input).includes('evil-'),
  );

/** Where the honest captures' secured copies are there still, and theirs is what is live. */
function expectHonest(outcome: Outcome, notices: readonly Notice[]): void {
  for (const { snapshot } of notices) {
    const name = snapshot.arn.split(':').at(-1) ?? '';
    expect(outcome.secured.filter((copy) => copy.startsWith(name))).not.toEqual([]);
  }
  expect(isForged(outcome)).toBe(false);
  expect(outcome.longestSilence).toBeLessThan(5 * 60);
  expect(outcome.lost).toEqual({});
}

describe('a source account that is taken over', () => {
  for (const base of ['swap', 'swap-instance'] as const) {
    it(`a snapshot of another database does not go live (row 12, ${base})`, async () => {
      let notices: readonly Notice[] = [];
      const setting = { base, name: 'defaults', earlier: false, parameters };
      const outcome = await playScript(setting, async (director) => {
        director.application.writeEvery(hour);
        notices = await honestDays(director);
        await forge(director, notices[2], 1, plausible);
      });

      expectHonest(outcome, notices);
      expect(outcome.liveBy).toBe('honest-3');
    });

    it(`a forged capture dated 2099 keeps no honest capture out (row 12, ${base})`, async () => {
      let notices: readonly Notice[] = [];
      const setting = { base, name: 'defaults', earlier: false, parameters };
      const outcome = await playScript(setting, async (director) => {
        director.application.writeEvery(hour);
        notices = await honestDays(director);
        await forge(director, notices[2], 1, future);
        const notice = await director.capture('capture-4');
        await director.recover('honest-4', { notice });
      });

      expectHonest(outcome, notices);
      expect(outcome.ending('honest-4')).toBe('SUCCEEDED');
      expect(outcome.liveBy).toBe('honest-4');
    });
  }

  it('a forged later moment makes an honest snapshot no newer capture (row 12)', async () => {
    const setting = { base: 'swap', name: 'defaults', earlier: false, parameters };
    const outcome = await playScript(setting, async (director) => {
      const [first, notice] = [await director.capture('one'), await director.capture('two')];
      await director.recover('two', { notice });
      await director.pass(day);
      const later = new Date(director.scene.simulator.clock.now() - hour).toISOString();
      await director.act(() => director.deliver({ ...first, run: 'evil-1', capturedAt: later }));
      await director.scene.quiet();
    });

    expect(isForged(outcome)).toBe(false);
    expect(outcome.liveBy).toBe('two');
  });

  it('a person of the target may accept another database (row 12)', async () => {
    const setting = { base: 'swap', name: 'defaults', earlier: false, parameters };
    const outcome = await playScript(setting, async (director) => {
      const { clock, rds } = director.scene.simulator;
      const [honest] = await honestDays(director);
      const forger = new Forger(director.scenario, director.scene);
      await clock.run(forger.makeDatabase());
      const arn = await clock.run(forger.shareSnapshot('moved'));
      const { resourceId = '' } = rds.inventory().find((item) => item.arn === arn) ?? {};
      const notice = {
        ...honest,
        capturedAt: new Date(clock.now() - 25 * minute).toISOString(),
        source: { ...honest?.source, resourceId },
        snapshot: { ...honest?.snapshot, arn, keyArn: undefined },
      };
      await director.recover('unasked', { notice });
      await director.recover('accepted', { notice, acceptLineage: resourceId });
    });

    expect(outcome.ending('unasked')).toBe('LineageRefused');
    expect(outcome.ending('accepted')).toBe('SUCCEEDED');
    expect(outcome.liveBy).toBe('accepted');
  });

  for (const base of ['swap', 'drill'] as const) {
    it(`nine forged notices prune no honest copy (row 12, ${base})`, async () => {
      let notices: readonly Notice[] = [];
      const setting = { base, name: 'defaults', parameters };
      const outcome = await playScript(setting, async (director) => {
        director.application.writeEvery(hour);
        notices = await honestDays(director);
        await forge(director, notices[2], 9, plausible);
        await director.pass(2 * day);
        const notice = await director.capture('capture-4');
        await director.recover('honest-4', { notice });
      });

      for (const { snapshot } of notices) {
        const name = snapshot.arn.split(':').at(-1) ?? '';
        expect(outcome.secured.filter((copy) => copy.startsWith(name))).not.toEqual([]);
      }
      expect(outcome.ending('honest-4')).toBe('SUCCEEDED');
      expect(outcome.lost).toEqual({});
    });
  }
});
