import { describe, expect, it, jest } from '@jest/globals';
import { kindOf } from '../../plays/campaign/scenario.ts';
import { target } from '../../plays/scene/locations.ts';
import { hour } from './kit/director.ts';
import type { Director } from './kit/director.ts';
import { playScript } from './kit/play-script.ts';

// Hours of virtual time.
jest.setTimeout(240_000);

const hours = 5;

/** The restored database is `backing-up` for hours, and answers meanwhile. */
function backupTakesLong(director: Director): void {
  director.scene.simulator.rds.faults.plan({
    operation: `back-up-${kindOf(director.scenario)}`,
    location: target,
    outcome: { seconds: hours * 3600 },
  });
}

describe.each(['swap', 'swap-instance', 'swap-settings', 'swap-settings-instance', 'swap-reader'])(
  '%s, whose restored database is backing-up for hours',
  (base) => {
    it('the restored database is verified at once, and swapped once its backup lets it be renamed', async () => {
      const entered: Record<string, number> = {};
      let heldMeanwhile: string | undefined;
      const outcome = await playScript({ base }, async (director) => {
        const notice = await director.capture('capture');
        backupTakesLong(director);
        const { clock, stepFunctions } = director.scene.simulator;
        const began = clock.now();
        stepFunctions.onHistoryEvent(({ stateEnteredEventDetails: state }) => {
          if (state?.name !== undefined) entered[state.name] ??= clock.now() - began;
        });
        const old = director.database().resourceId;
        director.when({ execution: 'recovery', state: 'SwapNames', after: 3 * hour }, async () => {
          heldMeanwhile = director.database().resourceId === old ? 'the old one' : 'another';
          await Promise.resolve();
        });
        await director.recover('recovery', { notice });
      });
      expect(outcome.ending('recovery')).toBe('SUCCEEDED');
      expect(entered['DatabaseVerified?']).toBeLessThan(hour);
      expect(heldMeanwhile).toBe('the old one');
      expect(entered['VerifyLiveName']).toBeGreaterThan(hours * hour);
      // The gap of the live name is that of the renames.
      expect(outcome.longestSilence).toBeLessThan(600);
    });
  },
);

describe.each([
  ['drill', 'RestoreDBClusterFromSnapshot', 1],
  ['drill-instance', 'RestoreDBInstanceFromDBSnapshot', 0],
] as const)('%s', (base, operation, days) => {
  it('a drill restores with the least retention, ends within the hour, and leaves no backups', async () => {
    let took = 0;
    const outcome = await playScript({ base }, async (director) => {
      const notice = await director.capture('capture');
      // Aurora's backups don't grow with the data; an instance's would, and there is to be none.
      if (days === 0) backupTakesLong(director);
      const { clock } = director.scene.simulator;
      const began = clock.now();
      director.when({ execution: 'recovery', state: 'DiscardCluster' }, async () => {
        took = clock.now() - began;
        await Promise.resolve();
      });
      await director.recover('recovery', { notice });
    });
    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    expect(took).toBeLessThan(hour);
    const restores = outcome.trace.calls.filter((call) => call.operation === operation);
    expect(restores.map(({ input }) => input['BackupRetentionPeriod'])).toEqual([days]);
  });
});
