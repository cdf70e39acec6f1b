import { describe, expect, it } from '@jest/globals';
import { successIsTrue } from '../../../rehearsal/campaign/invariants/outcome.ts';
import { judge } from '../../../rehearsal/campaign/judge.ts';
import { parseRunId } from '../../../rehearsal/campaign/run-spec.ts';
import type { Trace } from '../../../rehearsal/campaign/trace.ts';
import type { InventoryItem } from '../../../rehearsal/services/rds/inventory.ts';
import { aCluster, aSnapshot, aTrace, anExecution } from './traces.ts';

const failed = aTrace({
  scenario: { ...aTrace().scenario, mode: 'drill' },
  executions: [anExecution('first', { status: 'FAILED', error: 'Boom', cause: 'at SwapNames: x' })],
});
const [fault] = parseRunId('swap/target.SwapNames.0:refused:once')?.faults ?? [];
const faults = fault === undefined ? [] : [fault];

/** What is said of the last of so many starts, all of which failed. */
function resumption(traces: { again: Trace; third?: Trace }, later: typeof faults) {
  return judge({ first: failed, ...traces }, faults, later).filter((what) =>
    what.startsWith('resumption'),
  );
}

function secured(snapshot: string, status = 'available'): InventoryItem {
  const tags = { 'understudy:snapshot': snapshot };
  return aSnapshot(`${snapshot}-secured`, 'cluster-SOURCE', 10, { status, tags });
}

describe('a run whose source account is gone', () => {
  const [gone] = parseRunId('swap/source-account-gone@target.Preflight')?.faults ?? [];
  it.each([
    ['of the capture', secured('capture'), 1],
    ['that is not whole', secured('capture', 'copying'), 0],
    ['of another capture', secured('other'), 0],
    ['of nothing', undefined, 0],
  ])('may be refused unless the target has a copy: %s', (_what, copy, said) => {
    const first = { ...failed, after: copy ? [copy] : [] };
    const traces = { first, again: { ...first } };

    const found = judge(traces, gone === undefined ? [] : [gone]).filter((what) =>
      what.startsWith('resumption'),
    );

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
      { faults: [], unmendable: false },
    );

  it('is there when its run is through, unless an operator took it away since', () => {
    expect(judged(101)).toEqual([]);
    expect(judged(99)).toContain('SUCCEEDED, but the standby is not the captured data');
  });
});

describe('a run that failed', () => {
  it('has to succeed when it is started again', () => {
    expect(resumption({ again: failed }, [])).toEqual([
      'resumption: a further start failed: Boom at SwapNames: x',
    ]);
  });

  it('may fail again where something goes wrong again, and then has to succeed', () => {
    expect(resumption({ again: failed }, faults)).toEqual([]);
    expect(resumption({ again: failed, third: failed }, faults)).toHaveLength(1);
  });
});
