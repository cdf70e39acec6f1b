import { describe, expect, it } from '@jest/globals';
import {
  acknowledgedWritesStay,
  lostWrites,
} from '../../../plays/campaign/invariants/acknowledged-writes.ts';
import { judge } from '../../../plays/campaign/judge.ts';
import { aCall, aCluster, aSnapshot, aTrace, aWrite } from './traces.ts';

const old = aCluster('orders-retired', { resourceId: 'cluster-OLD' });
const live = aCluster('orders', { resourceId: 'cluster-NEW' });
const writes = [aWrite('cluster-OLD', 100), aWrite('cluster-NEW', 200)];
const final = aSnapshot('capture-final', 'cluster-OLD', 150);
const told = (from: string): string =>
  `{"leftBehind":["\\"x\\" could be written to from ${from} until 1970-01-01T00:00:01Z: lost"]}`;
const nothing = { faults: [], unrepairable: false };

describe('acknowledged writes', () => {
  it('acknowledged writes count as kept in the live database and in a reported final snapshot', () => {
    const reports = ['{"removal":"deleted: final snapshot \\"capture-final\\""}'];
    const trace = aTrace({ after: [live, final], writes, reports });

    expect(acknowledgedWritesStay(trace, nothing)).toEqual([]);
  });

  it('acknowledged writes count as lost with a snapshot that no report names', () => {
    const reports = ['{"removal":"deleted: final snapshot \\"capture-final-2\\""}'];
    const trace = aTrace({ after: [live, final], writes, reports });

    expect(acknowledgedWritesStay(trace, nothing)).toEqual([
      '1 acknowledged writes to cluster-old, from 1970-01-01T00:00:00.100Z to ' +
        '1970-01-01T00:00:00.100Z, are lost',
    ]);
  });

  it.each([
    ['a snapshot that is too early', aSnapshot('capture-final', 'cluster-OLD', 100)],
    ['a snapshot that failed', { ...final, status: 'failed' }],
    ['a database on its way out', { ...old, identifier: 'capture-final', status: 'deleting' }],
    ['a snapshot of another database', aSnapshot('capture-final', 'cluster-OTHER', 150)],
  ])('acknowledged writes count as lost with %s', (_, item) => {
    const trace = aTrace({ after: [live, item], writes, reports: ['"capture-final"'] });

    expect(lostWrites(trace)).toEqual([writes[0]]);
  });

  it('acknowledged writes count as kept in a database restored from a snapshot that has them', () => {
    const restoredFrom = { resourceId: 'cluster-OLD', takenAt: 150 };
    const back = aCluster('orders', { lineage: { resourceId: 'cluster-BACK', restoredFrom } });

    expect(lostWrites(aTrace({ after: [back], writes: writes.slice(0, 1) }))).toEqual([]);
  });

  it('acknowledged writes may be lost within an interval that a report names', () => {
    const trace = aTrace({ after: [live], writes });
    const [all, none] = ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.500Z'].map(told);

    expect(lostWrites({ ...trace, reports: [`${all}`] })).toEqual([]);
    expect(lostWrites({ ...trace, reports: [`${none}`] })).toHaveLength(1);
  });

  it('acknowledged writes may go with a snapshot that retention deletes and reports', () => {
    const call = aCall('later', 'DeleteDBClusterSnapshot', final, {
      function: 'target.PruneSnapshots',
    });
    const trace = aTrace({ after: [live], writes, calls: [call] });

    expect(lostWrites({ ...trace, reports: ['{"deleted":["capture-final"]}'] })).toEqual([]);
    expect(lostWrites(trace)).toHaveLength(1);
  });

  it('acknowledged writes are judged in every run', () => {
    const first = aTrace({ after: [live], writes });
    const said = judge({ first, again: undefined }, []);

    expect(said.filter((what) => what.startsWith('acknowledged writes'))).toHaveLength(1);
  });
});
