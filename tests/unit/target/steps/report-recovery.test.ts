import { describe, expect, it } from '@jest/globals';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import { reportRecovery } from '../../../../functions/target/steps/report-recovery.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { aScalableTarget } from '../../factories/scalable-targets.ts';
import { FakeNotices } from '../../fakes/notices.ts';
import { fakeScaling } from '../../fakes/scalable-targets.ts';
import { FakeWorkflows } from '../../fakes/workflows.ts';

const facts = {
  swapStartedAt: undefined,
  verifiedAt: startedAt,
  liveAt: undefined,
  checks: [],
  removal: 'kept',
  shortfall: [],
  overcome: null,
  pruned: null,
  restored: null,
  awsCalls: 100,
};

it.each([
  ['swap', 'Recovery of orders succeeded'],
  ['standby', 'Standby copy of orders is verified'],
  ['drill', 'Recovery drill of orders succeeded'],
] as const)(
  'ReportRecovery in mode %s publishes the result with the state transitions it took',
  async (mode, subject) => {
    const notices = new FakeNotices();
    const workflows = new FakeWorkflows();
    const visit = { type: 'Task', enteredAt: startedAt, exitedAt: startedAt };
    workflows.entered = [
      { ...visit, state: 'Preflight' },
      { ...visit, state: 'ReportRecovery', exitedAt: undefined },
    ];
    const report = await reportRecovery(aRecoveryPlan({ mode }), facts, {
      notices,
      workflows,
      scalableTargets: fakeScaling(),
      topicArn: 'arn:operations',
      executionArn: 'arn:execution',
    });
    expect(report).toMatchObject({ status: 'SUCCEEDED', mode, stateTransitions: 2, awsCalls: 100 });
    expect(report.steps).toMatchObject([{ name: 'Preflight', seconds: 0 }]);
    expect(workflows.asked).toEqual(['arn:execution']);
    expect(notices.published).toEqual([{ topicArn: 'arn:operations', subject, document: report }]);
  },
);

/** What the report says of it, and the names that were asked for. */
async function reported(
  plan: Partial<RecoveryPlan>,
  seen: Parameters<typeof fakeScaling>[0],
): Promise<{ told: readonly string[]; asked: readonly string[] }> {
  const scalableTargets = fakeScaling(seen);
  const { differences } = await reportRecovery(aRecoveryPlan(plan), facts, {
    notices: new FakeNotices(),
    workflows: new FakeWorkflows(),
    scalableTargets,
    topicArn: 'arn:operations',
    executionArn: 'arn:execution',
  });
  return {
    told: differences.filter((one) => one.startsWith('ScalableTarget')),
    asked: scalableTargets.asked,
  };
}

describe('what scaled the live cluster', () => {
  const scaling = aScalableTarget();

  it.each([
    ['is there', { state: 'found', target: scaling }, / after the swap it is there/],
    ['is missing', { state: 'none' }, / found it without the target itself, /],
    ['is denied', { state: 'unseen', why: 'AccessDeniedException: no' }, / nobody could look /],
    ['is throttled', new Error('Rate exceeded'), / nobody could look .*Rate exceeded/],
  ] as const)('ReportRecovery looks at it after a swap, and tells that it %s', async (...row) => {
    const { told, asked } = await reported({ scaling }, row[1]);

    expect(told).toEqual([expect.stringMatching(row[2])]);
    expect(asked).toEqual(['orders']);
  });

  it.each([
    ['nothing was known to scale it', {}],
    ['no name was swapped in a drill', { mode: 'drill', scaling }],
    ['no name was swapped for a standby', { mode: 'standby', scaling }],
  ] as const)('ReportRecovery looks for nothing where %s', async (_why, plan) => {
    expect(await reported(plan, { state: 'none' })).toEqual({ told: [], asked: [] });
  });
});
