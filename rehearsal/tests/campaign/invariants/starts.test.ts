import { describe, expect, it } from '@jest/globals';
import { successIsTrue } from '../../../plays/campaign/invariants/outcome.ts';
import { judge } from '../../../plays/campaign/judge.ts';
import { isStandbyInTheWay } from '../../../plays/campaign/next-start.ts';
import { requireRun } from '../../../plays/campaign/run-spec.ts';
import type { Trace, TracedExecution } from '../../../plays/campaign/trace.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import { aCall, aCluster, aSnapshot, aTrace, anExecution } from './traces.ts';

const failed = aTrace({
  scenario: { ...aTrace().scenario, mode: 'drill' },
  executions: [anExecution('first', { status: 'FAILED', error: 'Boom', cause: 'at SwapNames: x' })],
});
const { faults } = requireRun('swap/target.SwapNames.0:refused:once');

/** What is said of the last of so many starts, all of which failed. */
function resumption(traces: { again: Trace; third?: Trace }, later: typeof faults) {
  return judge({ first: failed, ...traces }, faults, later).filter((what) =>
    what.startsWith('resumption'),
  );
}

function secured(snapshot: string, status = 'available'): InventoryItem {
  const tags = { 'understudy:snapshot': snapshot, 'understudy:part': 'secured' };
  return aSnapshot(`${snapshot}-secured`, 'cluster-SOURCE', 10, { status, tags });
}

describe('a run whose source account is gone', () => {
  const { faults: gone } = requireRun('swap/source-account-gone@target.Preflight');
  it.each([
    ['of the capture', secured('capture'), 1],
    ['that is not whole', secured('capture', 'copying'), 0],
    ['of another capture', secured('other'), 0],
    ['of nothing', undefined, 0],
  ])('a failed run without its source account is judged by its copy %s', (_what, copy, said) => {
    const first = { ...failed, after: copy ? [copy] : [] };
    const traces = { first, again: { ...first } };

    const found = judge(traces, gone).filter((what) => what.startsWith('resumption'));

    expect(found).toHaveLength(said);
  });
});

describe('a standby', () => {
  const standby = aCluster('orders-restoring', { tags: { 'understudy:snapshot': 'capture' } });
  const run = anExecution('standby', { stoppedAt: 100 });
  const judged = (time: number) =>
    successIsTrue(
      aTrace({
        scenario: { ...aTrace().scenario, mode: 'standby' },
        executions: [run],
        cleared: [{ time, item: standby }],
      }),
      { faults: [], unrepairable: false },
    );

  it('a standby must exist when its run has succeeded, unless an operator has removed it since', () => {
    expect(judged(101)).toEqual([]);
    expect(judged(99)).toContain('SUCCEEDED, but the standby is not the captured data');
  });
});

function swapOrStandby(
  name: string,
  mode: 'swap' | 'standby',
  snapshot: string,
  status: 'SUCCEEDED' | 'FAILED',
): TracedExecution {
  const notice = { capturedAt: '2026', snapshot: { arn: `a:b:${snapshot}` } };
  return anExecution(name, { status, input: { mode, notice } });
}

describe('a standby before the next start', () => {
  const capture = anExecution('capture', { workflow: 'source', status: 'FAILED' });

  it.each([
    ['of other data', swapOrStandby('next', 'swap', 'other', 'FAILED'), true],
    ['of a new capture', capture, true],
    ['of the same data', swapOrStandby('next', 'swap', 'capture', 'FAILED'), false],
  ])('a standby is in the way of a run %s', (_what, next, expected) => {
    const executions = [swapOrStandby('standby', 'standby', 'capture', 'SUCCEEDED'), next];
    expect(isStandbyInTheWay(aTrace({ executions }))).toBe(expected);
  });

  it('a restored database that failed to become a standby is in the way of no run', () => {
    const executions = [swapOrStandby('standby', 'standby', 'capture', 'FAILED'), capture];
    expect(isStandbyInTheWay(aTrace({ executions }))).toBe(false);
  });
});

describe('a run that failed after a rename to the live name', () => {
  const cause = 'at SwapNames: cut off';
  const failedSwap = anExecution('second', { status: 'FAILED', error: 'Boom', cause });
  const restoredFrom = { resourceId: 'cluster-SOURCE', takenAt: 10 };
  const judgedWith = (snapshot: string) => {
    const live = aCluster('orders', {
      tags: { 'understudy:snapshot': snapshot },
      lineage: { resourceId: 'cluster-ORDERS', restoredFrom },
    });
    const rename = aCall('second', 'ModifyDBCluster', live, {
      input: { NewDBClusterIdentifier: 'orders' },
    });
    return successIsTrue(
      aTrace({ executions: [failedSwap], calls: [rename], after: [live, secured(snapshot)] }),
      { faults: [], unrepairable: false },
    );
  };

  it('a failed run is judged to have left its restore live, not an earlier one given back', () => {
    expect(judgedWith('capture')).toEqual([
      'the run failed at SwapNames, and what it restored is live',
    ]);
    expect(judgedWith('earlier')).toEqual([]);
  });
});

describe('further starts of a run that failed', () => {
  it('a failed run has to succeed at its second start', () => {
    expect(resumption({ again: failed }, [])).toEqual([
      'resumption: a further start failed: Boom at SwapNames: x',
    ]);
  });

  it('a failed run may fail again at a second fault, and then has to succeed', () => {
    expect(resumption({ again: failed }, faults)).toEqual([]);
    expect(resumption({ again: failed, third: failed }, faults)).toHaveLength(1);
  });
});
