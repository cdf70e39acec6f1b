import { describe, expect, it, jest } from '@jest/globals';
import { target } from '../../plays/scene/locations.ts';
import { liveName, temporaryName } from '../../plays/scene/fixtures.ts';
import { minute } from './kit/director.ts';
import type { Outcome } from './kit/outcome.ts';
import { playScript } from './kit/play-script.ts';

// Whole runs.
jest.setTimeout(120_000);

const reader = `${temporaryName}-instance-2`;

function playWithoutRoom(mode: 'swap' | 'standby', status: string): Promise<Outcome> {
  return playScript({ base: 'swap-reader', name: `${mode}-without-room` }, async (director) => {
    director.application.writeEvery(minute);
    const notice = await director.capture('capture');
    director.scene.simulator.rds.faults.plan({
      operation: 'create-instance',
      identifier: reader,
      location: target,
      outcome: { status },
    });
    await director.recover('recovery', { notice, mode });
    expect(director.scene.simulator.rds.faults.pending()).toEqual([]);
  });
}

describe('a reader that AWS takes on and then has no room for', () => {
  it.each(['swap', 'standby'] as const)(
    'a %s succeeds without the reader, and says so',
    async (mode) => {
      const outcome = await playWithoutRoom(mode, 'insufficient-capacity');

      expect(outcome.ending('recovery')).toBe('SUCCEEDED');
      expect(outcome.lost).toEqual({});
      expect(outcome.trace.reports.join('\n')).toContain('is insufficient-capacity');
    },
  );

  it('a reader that fails for another reason keeps a swap from changing any name', async () => {
    const outcome = await playWithoutRoom('swap', 'incompatible-network');

    expect(outcome.ending('recovery')).toBe('DatabaseFailed');
    expect(outcome.database(liveName)?.tags['understudy:run']).not.toBe('recovery');
  });
});
