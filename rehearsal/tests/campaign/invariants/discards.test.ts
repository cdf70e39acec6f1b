import { describe, expect, it } from '@jest/globals';
import { discardsAreDue } from '../../../plays/campaign/invariants/discards.ts';
import { oldDatabaseWaits } from '../../../plays/campaign/invariants/old-database.ts';
import { nothingIsTakenBack } from '../../../plays/campaign/invariants/rollback.ts';
import { requireRun } from '../../../plays/campaign/run-spec.ts';
import { scenarios } from '../../../plays/campaign/scenario.ts';
import type { Trace } from '../../../plays/campaign/trace.ts';
import { aCall, aCluster, aTrace, anExecution } from './traces.ts';

const nothing = { faults: [], unrepairable: false };
const old = aCluster('orders', { resourceId: 'cluster-OLD' });
const answering = [{ time: 0, volume: 'cluster-old' }];

/** What is said of a run that deletes a database with such marks, in such a state. */
function discarding(
  tags: Readonly<Record<string, string>>,
  state: 'DiscardCluster' | 'DiscardLeftover',
  answers: Trace['answers'] = answering,
): readonly string[] {
  const subject = aCluster('orders-restoring', { tags });
  const call = aCall('run', 'DeleteDBCluster', subject, { function: 'target.DiscardCluster' });
  return discardsAreDue(
    aTrace({
      before: [old],
      executions: [anExecution('run', { status: 'FAILED' })],
      states: [{ time: 400, execution: 'run', state }],
      calls: [call],
      answers,
    }),
    nothing,
  );
}

describe('discards of a run that failed', () => {
  const own = { 'understudy:run': 'run', 'understudy:mode': 'swap' };
  const nobody = [...answering, { time: 300, volume: undefined }];

  it('a failed run may discard what it restored itself while another database answers', () => {
    expect(discarding(own, 'DiscardCluster')).toEqual([]);
  });

  it('a failed run may discard what it restored while the old database is about to answer again', () => {
    const soon = [...nobody, { time: 30_000, volume: 'cluster-old' }];
    expect(discarding(own, 'DiscardCluster', soon)).toEqual([]);
  });

  it.each([
    [
      'what another run restored',
      { ...own, 'understudy:run': 'other' },
      answering,
      'other restored',
    ],
    ['what has been live', { ...own, 'understudy:went-live': 'then' }, answering, 'has been live'],
    ['the last that could answer', own, nobody, 'nobody else could answer'],
  ])('a failed run may not discard %s', (_what, tags, answers, problem) => {
    expect(discarding(tags, 'DiscardCluster', answers)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('discards before a restore', () => {
  const left = { 'understudy:run': 'other', 'understudy:mode': 'swap' };

  it('a leftover of an earlier run may be discarded unless it is a standby or was live', () => {
    expect(discarding(left, 'DiscardLeftover')).toEqual([]);
    expect(discarding({ ...left, 'understudy:mode': 'standby' }, 'DiscardLeftover')).toHaveLength(
      1,
    );
    expect(discarding({ ...left, 'understudy:went-live': 'then' }, 'DiscardLeftover')).toHaveLength(
      1,
    );
  });
});

describe('a rollback', () => {
  const restored = aCluster('orders', { resourceId: 'cluster-NEW' });
  const rename = aCall('run', 'ModifyDBCluster', restored, { function: 'target.RollBack' });

  it.each([
    ['who answers', 'cluster-new', 1],
    ['who has stopped answering', undefined, 0],
  ])('a rollback is judged when it renames a database %s', (_who, volume, said) => {
    const trace = aTrace({ calls: [rename], answers: [{ time: 400, volume }] });
    expect(nothingIsTakenBack(trace, nothing)).toHaveLength(said);
  });

  it('a rollback may take the live name from a database about to lose all instances', () => {
    const trace = aTrace({ calls: [rename], answers: [{ time: 400, volume: 'cluster-new' }] });
    const faults = requireRun('swap/live-instances-lost@target.RollBack').faults;
    expect(nothingIsTakenBack(trace, { ...nothing, faults })).toEqual([]);
  });
});

describe('the deletion of the old database', () => {
  const [swap] = scenarios;
  const deletion = aCall('run', 'DeleteDBCluster', old, { time: 9 * 3_600_000 });
  const verified = ['VerifyFinally', 'VerifyOnceMore'].map((state) => ({
    time: 100,
    state,
    volume: 'cluster-new',
  }));

  it('the old database may be deleted after a grace period once its successor is verified again', () => {
    if (swap === undefined) throw new Error('there is no scenario');
    const trace = aTrace({
      scenario: { ...swap, graceHours: 2 },
      before: [old],
      executions: [anExecution('run')],
      calls: [deletion],
      verified,
    });

    expect(oldDatabaseWaits(trace, nothing)).toEqual([]);
    expect(oldDatabaseWaits({ ...trace, verified: verified.slice(0, 1) }, nothing)).toEqual([
      expect.stringContaining('before VerifyOnceMore had passed'),
    ]);
  });

  it('the old database may not be deleted by a run that has no room for its final snapshot', () => {
    const full = { error: 'SnapshotQuotaFull', cause: 'at TerminateOldCluster: full' };
    const executions = [anExecution('run', { status: 'FAILED', ...full })];
    const trace = aTrace({ before: [old], executions, calls: [deletion], verified });

    expect(oldDatabaseWaits(trace, nothing)).toEqual([expect.stringContaining('no room')]);
  });
});
