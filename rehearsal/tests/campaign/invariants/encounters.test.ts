import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../plays/campaign/faults.ts';
import { drillsDeleteTheirOwn } from '../../../plays/campaign/invariants/drills.ts';
import { finishedStaysFinished } from '../../../plays/campaign/invariants/finished.ts';
import { liveNameAnswers } from '../../../plays/campaign/invariants/live-name.ts';
import { successIsTrue } from '../../../plays/campaign/invariants/outcome.ts';
import type { Trace } from '../../../plays/campaign/trace.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import { aCall, aCluster, aSnapshot, aTrace, anExecution } from './traces.ts';

const meeting = (what: 'same' | 'stopped', at: string): Fault => ({ kind: 'encounter', what, at });
const allow = (...faults: Fault[]) => ({ faults, unrepairable: false });
const notice = { capturedAt: '2026-03-02T02:00:00.000Z', snapshot: { arn: 'a:b:capture' } };
const swap = anExecution('swap', { input: { notice, mode: 'swap' } });
const drill = anExecution('drill', { input: { notice, mode: 'drill' } });

function restoredBy(run: string): InventoryItem {
  return aCluster('orders-restoring-drill', { tags: { 'understudy:run': run } });
}

/** Answers of an old database, and of a new one so many seconds after it. */
function answers(seconds: number): Trace['answers'] {
  return [
    { time: 0, volume: 'cluster-old' },
    { time: 1000, volume: undefined },
    { time: 1000 + seconds * 1000, volume: 'cluster-new' },
  ];
}

/** What is said of a drill that deletes what an execution restored. */
function deletes(by: string, parts: Partial<Trace> = {}): readonly string[] {
  const calls = [aCall('drill', 'DeleteDBCluster', restoredBy(by))];
  return drillsDeleteTheirOwn(aTrace({ executions: [swap, drill], calls, ...parts }), allow());
}

describe('the deletions of a drill', () => {
  it('a drill may delete what it made, and what a finished drill left', () => {
    const earlier = anExecution('earlier', { input: { notice, mode: 'drill' }, stoppedAt: 100 });

    expect(deletes('drill')).toEqual([]);
    expect(deletes('earlier', { executions: [earlier, drill] })).toEqual([]);
  });

  it('a drill may not delete what a swap or a running drill made', () => {
    const meanwhile = anExecution('meanwhile', { input: { notice, mode: 'drill' } });

    expect(deletes('swap')).toEqual([
      'target.Step DeleteDBCluster on "orders-restoring-drill", made by swap',
    ]);
    expect(deletes('meanwhile', { executions: [meanwhile, drill] })).toHaveLength(1);
  });
});

describe('a second start of a finished recovery', () => {
  const live = aCluster('orders');
  const kept = aSnapshot('capture-final', 'cluster-OLD', 10);
  const started = (after: Trace['after'], parts: Partial<Trace> = {}) =>
    finishedStaysFinished(
      aTrace({ executions: [swap], atEncounter: [live, kept], after, ...parts }),
      allow(meeting('same', 'End')),
    );

  it('a second start of a finished recovery may mark a copy as verified, and prune', () => {
    const verified = { ...live, tags: { 'understudy:verified': 'now' } };
    const prune = aCall('again', 'DeleteDBClusterSnapshot', kept, {
      function: 'target.PruneSnapshots',
    });

    expect(started([verified, kept])).toEqual([]);
    expect(started([live], { calls: [prune] })).toEqual([]);
  });

  it.each([
    ['deletes', [live], 'the snapshot "capture-final" is gone'],
    ['changes', [{ ...live, status: 'renaming' }, kept], 'the cluster "orders" was changed'],
    ['makes', [live, kept, aCluster('more')], 'the cluster "more" was made'],
  ])('a second start of a finished recovery breaks an invariant if it %s', (_, after, what) => {
    expect(started(after)).toEqual([`a second start of a recovery that was through: ${what}`]);
  });
});

describe('two recoveries at once', () => {
  const old = aCluster('orders', { resourceId: 'cluster-OLD' });
  const rename = aCall('swap', 'ModifyDBCluster', old, {
    time: 1000,
    input: { NewDBClusterIdentifier: 'orders-retired' },
  });

  it('two recoveries at once leave the live name unanswered for no longer than two renames', () => {
    const [within, beyond] = [300, 301].map((seconds) =>
      liveNameAnswers(
        aTrace({ before: [old], executions: [swap], calls: [rename], answers: answers(seconds) }),
        allow(meeting('same', 'VerifyFinally')),
      ),
    );

    expect(within).toEqual([]);
    expect(beyond).toEqual(['nobody answers for 301 s (cluster-old)']);
  });

  it('two recoveries at once end in success or failure, except when an operator stops one', () => {
    const trace = aTrace({ executions: [{ ...swap, status: 'ABORTED' }] });

    expect(successIsTrue(trace, allow(meeting('stopped', 'VerifyFinally')))).toEqual([]);
    expect(successIsTrue(trace, allow(meeting('same', 'VerifyFinally')))).toEqual([
      'swap ended ABORTED',
    ]);
  });
});
