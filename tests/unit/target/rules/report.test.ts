import { describe, expect, it } from '@jest/globals';
import { reportRecovery, reportSteps } from '../../../../functions/target/rules/report.ts';
import type { StateVisit } from '../../../../functions/target/rules/step-times.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aNotice } from '../../factories/notices.ts';

/** A time of the morning on which everything happens. */
const at = (time: string): string => `2026-01-05T${time}Z`;

const plan = aRecoveryPlan({
  startedAt: at('10:40:00.000'),
  notice: aNotice({ capturedAt: at('10:30:00.000') }),
});
function visit(state: string, from: string, to: string): StateVisit {
  return { state, type: 'Task', enteredAt: at(from), exitedAt: at(to) };
}
const facts = {
  swapStartedAt: at('11:10:00.000'),
  verifiedAt: at('11:09:00.000'),
  liveAt: at('11:14:00.500'),
  checks: [{ name: 'accepts writes', passed: true, detail: '' }],
  removal: 'deleted: final snapshot',
  shortfall: [],
  overcome: null,
  pruned: null,
  restored: {
    resourceId: 'cluster-NEW',
    master: { user: 'keeper', keptIn: 'new-secret' },
  },
  awsCalls: 120,
  visits: [
    visit('RestoreCluster', '10:50:00.000', '10:55:30.500'),
    visit('SwapNames', '11:10:00.000', '11:13:00.000'),
  ],
};

describe('the report of a swap', () => {
  it('the report of a swap measures to the moment at which the live name answered', () => {
    expect(reportRecovery(plan, facts)).toMatchObject({
      mode: 'swap',
      resourceIds: { old: 'cluster-OLD', new: 'cluster-NEW' },
      masterSecret: { old: null, new: 'new-secret' },
      rpoSeconds: 2640.5,
      rtoSeconds: 2040.5,
      liveNameGapSeconds: 240.5,
      awsCalls: 120,
      stateTransitions: 2,
    });
  });

  it('the report of a swap has no gap where no database had the live name before', () => {
    const { live: _, ...first } = plan;
    expect(reportRecovery(first, facts).liveNameGapSeconds).toBeNull();
  });
});

// Row 1: a second start changes nothing, and hours since then measure nothing.
it('the report measures nothing of a run that found its recovery live already', () => {
  const alreadyLive = { resourceId: 'cluster-NEW', host: 'orders.example', port: 5432 };
  expect(reportRecovery({ ...plan, alreadyLive }, facts)).toMatchObject({
    rpoSeconds: null,
    rtoSeconds: null,
    liveNameGapSeconds: null,
    removal: 'deleted: final snapshot',
  });
});

it('the report tells the failure that a run overcame', () => {
  const overcome = { step: 'VerifyLiveName', error: 'LoginRefused', cause: 'no pg_hba entry' };
  expect(reportRecovery(plan, { ...facts, overcome }).overcome).toEqual(overcome);
  expect(reportRecovery(plan, facts).overcome).toBeNull();
});

it('the report of a drill measures to the moment at which the copy was verified', () => {
  const drill = { ...facts, liveAt: undefined };
  expect(reportRecovery({ ...plan, mode: 'drill' }, drill)).toMatchObject({
    rpoSeconds: 2340,
    rtoSeconds: 1740,
    liveNameGapSeconds: null,
  });
});

describe('reportSteps', () => {
  it('the report compares each step with its budget', () => {
    expect(reportRecovery(plan, facts).steps).toEqual([
      { name: 'RestoreCluster', seconds: 330.5, budgetSeconds: 900, overBudget: false },
      { name: 'SwapNames', seconds: 180, budgetSeconds: 480, overBudget: false },
    ]);
  });

  it('the report marks a step that took longer than its budget', () => {
    const slow = { name: 'SwapNames', startedAt: at('11:00:00.000'), endedAt: at('11:08:00.100') };
    expect(reportSteps([slow])[0]?.overBudget).toBe(true);
  });

  it('the report does not mark a step that took exactly its budget', () => {
    const step = { name: 'SwapNames', startedAt: at('11:00:00.000'), endedAt: at('11:08:00.000') };
    expect(reportSteps([step])[0]?.overBudget).toBe(false);
  });

  it('the report has no budget for a step that does not wait', () => {
    const step = { name: 'Preflight', startedAt: at('11:00:00.000'), endedAt: at('12:00:00.000') };
    expect(reportSteps([step])).toEqual([
      { name: 'Preflight', seconds: 3600, budgetSeconds: undefined, overBudget: false },
    ]);
  });
});
