import { describe, expect, it, jest } from '@jest/globals';
import { target } from '../../../plays/scene/locations.ts';
import { day, minute } from '../kit/director.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

const reason = 'applications live here since the fire';

describe('a hold after a disaster', () => {
  it('a notice does not replace a live database that is on hold (row 13)', async () => {
    const outcome = await playScript({ base: 'swap' }, async (director) => {
      const disaster = await director.capture('capture-1');
      await director.recover('disaster', { notice: disaster });
      director.application.writeEvery(minute);
      await director.act(() =>
        director.scene.operator.rds(target, 'AddTagsToResource', {
          ResourceName: director.database().arn,
          Tags: [{ Key: 'understudy:hold', Value: reason }],
        }),
      );
      await director.pass(day);
      const notice = await director.capture('capture-2');
      await director.recover('scheduled', { notice });
    });

    expect(outcome.liveBy).toBe('disaster');
    expect(outcome.ending('scheduled')).toBe('OnHold');
    expect(outcome.execution('scheduled').cause).toContain(reason);
    expect(outcome.changesBy('scheduled')).toEqual([]);
    expect(outcome.missingFromLive).toBe(0);
    expect(outcome.lost).toEqual({});
  });

  it('a stack that is on hold replaces nothing (row 13)', async () => {
    const setting = { base: 'swap', name: 'held', parameters: { target: { Hold: reason } } };
    let oldId = '';
    const outcome = await playScript(setting, async (director) => {
      oldId = director.database().resourceId;
      director.application.writeEvery(minute);
      const notice = await director.capture('capture');
      await director.recover('scheduled', { notice });
    });

    expect(outcome.database()?.resourceId).toBe(oldId);
    expect(outcome.ending('scheduled')).toBe('OnHold');
    expect(outcome.changesBy('scheduled')).toEqual([]);
  });
});
