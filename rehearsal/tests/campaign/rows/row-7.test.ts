import { describe, expect, it, jest } from '@jest/globals';
import { hour, minute } from '../kit/director.ts';
import { playScript } from '../kit/play-script.ts';

// Whole runs, and several of them.
jest.setTimeout(120_000);

describe('a new live database that loses its only instance', () => {
  it('the old database stays when the new one loses its instance in the grace period (row 7)', async () => {
    let oldId = '';
    const outcome = await playScript(
      { base: 'swap-unanswered', name: 'unasked', approve: undefined },
      async (director) => {
        const notice = await director.capture('capture');
        director.application.writeEvery(minute);
        oldId = director.database().resourceId;
        director.when({ execution: 'only', state: 'WaitForGracePeriod', after: hour }, () =>
          director.deleteLiveMember(),
        );
        await director.recover('only', { notice });
      },
    );

    const { after } = outcome.trace;
    expect(outcome.ending('only')).not.toBe('SUCCEEDED');
    expect(after.find(({ resourceId }) => resourceId === oldId)?.status).toBe('available');
    expect(
      after.filter(({ clusterId }) => clusterId === oldId).map(({ status }) => status),
    ).toEqual(['available']);
    expect(outcome.lost).toEqual({});
  });
});
