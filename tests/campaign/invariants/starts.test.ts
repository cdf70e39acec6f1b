import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../rehearsal/campaign/judge.ts';
import { parseRunId } from '../../../rehearsal/campaign/run-spec.ts';
import type { Trace } from '../../../rehearsal/campaign/trace.ts';
import { aTrace, anExecution } from './traces.ts';

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
