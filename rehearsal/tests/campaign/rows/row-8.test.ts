import { describe, expect, it, jest } from '@jest/globals';
import { volumeOf } from '../../../plays/campaign/facts.ts';
import { hour, minute } from '../kit/director.ts';
import type { Outcome } from '../kit/outcome.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

async function swapWhileStale(
  base: 'swap' | 'swap-instance',
  milliseconds: number,
): Promise<{ outcome: Outcome; oldId: string }> {
  let oldId = '';
  // Nothing that the two databases would answer differently to.
  const parameters = { target: { SqlAssertions: '[]', InstanceNames: 'keep' } };
  const outcome = await playScript({ base, name: 'unasserted', parameters }, async (director) => {
    const notice = await director.capture('capture');
    director.application.writeEvery(minute);
    oldId = director.database().resourceId;
    director.when({ execution: 'only', state: 'VerifyDatabase' }, async () =>
      director.scene.freezeName(director.application.host, milliseconds),
    );
    await director.recover('only', { notice });
  });
  return { outcome, oldId };
}

/** The databases on which a check under the live name has passed. */
function verifiedLive({ trace }: Outcome): readonly string[] {
  return trace.verified.filter(({ state }) => state !== 'VerifyDatabase').map((one) => one.volume);
}

describe('a stale DNS answer for the live name', () => {
  for (const base of ['swap', 'swap-instance'] as const) {
    it(`no check passes on the old database while DNS is stale for a quarter of an hour (row 8, ${base})`, async () => {
      const { outcome, oldId } = await swapWhileStale(base, 15 * minute);

      expect(outcome.liveBy).toBe('only');
      expect(outcome.liveBy).toBe('only');
      expect(verifiedLive(outcome)).not.toContain(volumeOf({ resourceId: oldId }));
      expect(outcome.lost).toEqual({});
    });

    it(`the old database is not deleted while DNS stays stale (row 8, ${base})`, async () => {
      const { outcome, oldId } = await swapWhileStale(base, 24 * hour);

      const old = outcome.trace.after.find(
        ({ resourceId, kind }) => resourceId === oldId && kind !== 'snapshot',
      );
      expect(outcome.ending('only')).not.toBe('SUCCEEDED');
      expect(verifiedLive(outcome)).not.toContain(volumeOf({ resourceId: oldId }));
      expect(old?.status).toBe('available');
      expect(outcome.lost).toEqual({});
    });
  }
});
