import { describe, expect, it } from '@jest/globals';
import {
  answerCommand,
  describeRetirement,
  protectCommand,
} from '../../../../functions/target/rules/retirement-notice.ts';
import { recoveryTimes } from '../../../../functions/target/rules/report.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

const plan = aRecoveryPlan();
const facts = {
  executionArn: 'arn:aws:states:eu-central-1:222222222222:execution:target:recovery-run',
  swapStartedAt: undefined,
  verifiedAt: '2026-01-05T11:40:00Z',
  liveAt: '2026-01-05T11:50:00Z',
};

describe('what is said of the database that is to be deleted', () => {
  it('is what it is called, what it has, and what stays of it', () => {
    const old = aDatabase({
      identifier: 'orders-retired',
      resourceId: 'cluster-OLD',
      deletionProtection: true,
      status: 'backing-up',
    });
    const members = [aMember({ identifier: 'orders-1-retired' }), aMember({ identifier: 'extra' })];
    expect(describeRetirement(plan, facts, { old, members })).toEqual({
      run: 'recovery-run',
      executionArn: facts.executionArn,
      snapshot: plan.snapshot,
      liveName: 'orders',
      liveAt: facts.liveAt,
      ...recoveryTimes(plan, facts),
      toBeDeleted: {
        identifier: 'orders-retired',
        resourceId: 'cluster-OLD',
        status: 'backing-up',
        instances: ['orders-1-retired', 'extra'],
        deletionProtection: true,
        finalSnapshot: plan.names.final,
      },
    });
  });

  it('is what the plan knows, where somebody has deleted it', () => {
    const { toBeDeleted } = describeRetirement(plan, facts, { old: undefined, members: [] });
    expect(toBeDeleted).toEqual({
      identifier: 'orders-retired',
      resourceId: 'cluster-OLD',
      status: 'not there any more',
      instances: [],
      deletionProtection: false,
      finalSnapshot: plan.names.final,
    });
  });

  it('has no id where there was no database', () => {
    const { live: _, ...first } = plan;
    const seen = { old: undefined, members: [] };
    expect(describeRetirement(first, facts, seen).toBeDeleted.resourceId).toBe('');
  });

  it('is not protected where it is not', () => {
    const seen = { old: aDatabase({ deletionProtection: false }), members: [] };
    expect(describeRetirement(plan, facts, seen).toBeDeleted.deletionProtection).toBe(false);
  });
});

describe('the commands that a message gives', () => {
  it.each(['cluster', 'instance'] as const)('keep a %s', (kind) => {
    expect(protectCommand({ ...plan, kind })).toBe(
      `aws rds modify-db-${kind} --region eu-central-1 --db-${kind}-identifier orders-retired ` +
        '--deletion-protection --apply-immediately',
    );
  });

  it.each([true, false])('answer with %s', (mayGo) => {
    expect(answerCommand(plan, 'a-token', mayGo)).toBe(
      'aws stepfunctions send-task-success --region eu-central-1 --task-token a-token ' +
        `--task-output ${mayGo}`,
    );
  });
});
