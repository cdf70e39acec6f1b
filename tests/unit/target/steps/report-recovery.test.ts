import { expect, it } from '@jest/globals';
import { reportRecovery } from '../../../../functions/target/steps/report-recovery.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { FakeNotices } from '../../fakes/notices.ts';
import { FakeWorkflows } from '../../fakes/workflows.ts';

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
    const report = await reportRecovery(
      aRecoveryPlan({ mode }),
      {
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
      },
      { notices, workflows, topicArn: 'arn:operations', executionArn: 'arn:execution' },
    );
    expect(report).toMatchObject({ status: 'SUCCEEDED', mode, stateTransitions: 2, awsCalls: 100 });
    expect(report.steps).toMatchObject([{ name: 'Preflight', seconds: 0 }]);
    expect(workflows.asked).toEqual(['arn:execution']);
    expect(notices.published).toEqual([{ topicArn: 'arn:operations', subject, document: report }]);
  },
);
