import { describe, expect, it } from '@jest/globals';
import { capturesAreMadeOnce } from '../../../plays/campaign/invariants/captures.ts';
import { aCall, aSnapshot, aTrace } from './traces.ts';

const hour = 3_600_000;

/** What is said of a capture that a later start deletes so many hours after it was taken. */
function judged(hours: number, notified: string): readonly string[] {
  const capture = aSnapshot('capture', 'cluster-SOURCE', 0, {
    tags: { 'understudy:notified': notified },
  });
  const input = { DBClusterSnapshotIdentifier: 'capture' };
  const calls = [
    aCall('capture-run', 'CreateDBClusterSnapshot', capture, {
      time: 0,
      function: 'source.CreateSnapshot',
      input,
    }),
    aCall('later', 'DeleteDBClusterSnapshot', capture, {
      time: hours * hour,
      function: 'source.PruneSnapshots',
      input,
    }),
  ];
  return capturesAreMadeOnce(aTrace({ calls }), { faults: [], unrepairable: false });
}

describe('a capture of which the target was not told', () => {
  it('a capture must not be pruned while a start may still take it up', () => {
    const sentence = 'later deleted "capture", of which nobody was told';

    expect([judged(1, 'no'), judged(95, 'no')]).toEqual([[sentence], [sentence]]);
  });

  it('a capture that is too old to be taken up is pruned like any other', () => {
    expect(judged(96, 'no')).toEqual([]);
  });

  it('a capture that was handed over is pruned at any age', () => {
    expect(judged(1, '2026-03-02T03:00:00.000Z')).toEqual([]);
  });
});
