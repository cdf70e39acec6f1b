import { describe, expect, it } from '@jest/globals';
import { forgerGainsNothing } from '../../../plays/campaign/invariants/forger.ts';
import type { Trace } from '../../../plays/campaign/trace.ts';
import { aCall, aCluster, aSnapshot, aTrace, anExecution } from './traces.ts';

const forged = { faults: [{ kind: 'forger', what: 'flood' } as const], unrepairable: false };

/** A live database whose data is of a certain one. */
function liveOf(resourceId: string): Trace['after'] {
  const restoredFrom = { resourceId, takenAt: 1 };
  return [aCluster('orders', { lineage: { resourceId: 'cluster-NEW', restoredFrom } })];
}

function aCopy(snapshot: string): ReturnType<typeof aSnapshot> {
  const tags = { 'understudy:part': 'secured', 'understudy:snapshot': snapshot };
  return aSnapshot(`${snapshot}-secured`, 'cluster-SOURCE', 1, { tags });
}

const honest = aTrace({ executions: [anExecution('honest')], after: liveOf('cluster-SOURCE') });

describe('a forger with the rights of the source', () => {
  it('a forger has gained nothing while the honest capture is live and its copy exists', () => {
    const calls = [aCall('honest', 'DeleteDBClusterSnapshot', aCopy('evil-capture-1'))];

    expect(forgerGainsNothing({ ...honest, calls }, forged)).toEqual([]);
  });

  it.each<[string, Partial<Trace>, string]>([
    ['goes live', { after: liveOf('cluster-EVIL') }, 'the live name leads to data of cluster-EVIL'],
    [
      'keeps an honest one out',
      { executions: [anExecution('honest', { status: 'FAILED', error: 'NoticeOutdated' })] },
      'the last honest recovery ended with NoticeOutdated',
    ],
    [
      'has an honest copy pruned',
      { calls: [aCall('evil', 'DeleteDBClusterSnapshot', aCopy('capture-1'))] },
      'the copy "capture-1-secured" of an honest capture was deleted',
    ],
  ])('a forger has gained something if a forged capture %s', (_, parts, said) => {
    expect(forgerGainsNothing({ ...honest, ...parts }, forged)).toEqual([said]);
  });
});
