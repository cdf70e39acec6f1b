import { describe, expect, it } from '@jest/globals';
import {
  answerCommand,
  describeRetirement,
  protectCommand,
} from '../../../../functions/target/rules/retirement-notice.ts';
import { recoveryTimes } from '../../../../functions/target/rules/report.ts';
import { aDatabase, aMasterSecret, aMember } from '../../factories/databases.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

const plan = aRecoveryPlan();
const facts = {
  executionArn: 'arn:aws:states:eu-central-1:222222222222:execution:target:recovery-run',
  swapStartedAt: undefined,
  verifiedAt: '2026-01-05T11:40:00Z',
  liveAt: '2026-01-05T11:50:00Z',
};

describe('describeRetirement', () => {
  it('the retirement notice tells the database to be deleted, its instances and its final snapshot', () => {
    const old = aDatabase({
      identifier: 'orders-retired',
      resourceId: 'cluster-OLD',
      deletionProtection: true,
      status: 'backing-up',
    });
    const members = [aMember({ identifier: 'orders-1-retired' }), aMember({ identifier: 'extra' })];
    const live = aDatabase({
      resourceId: 'cluster-NEW',
      masterSecret: aMasterSecret({ arn: 'new-secret' }),
    });
    expect(describeRetirement(plan, facts, { old, members, live })).toEqual({
      run: 'recovery-run',
      executionArn: facts.executionArn,
      snapshot: plan.snapshot,
      liveName: 'orders',
      liveAt: facts.liveAt,
      ...recoveryTimes(plan, facts),
      resourceIds: { old: 'cluster-OLD', new: 'cluster-NEW' },
      masterSecret: { old: null, new: 'new-secret' },
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

  it('the retirement notice tells what the plan knows of a database that is already deleted', () => {
    const { toBeDeleted } = describeRetirement(plan, facts, {
      old: undefined,
      members: [],
      live: undefined,
    });
    expect(toBeDeleted).toEqual({
      identifier: 'orders-retired',
      resourceId: 'cluster-OLD',
      status: 'not there any more',
      instances: [],
      deletionProtection: false,
      finalSnapshot: plan.names.final,
    });
  });

  it('the retirement notice has no resource id where there was no old database', () => {
    const { live: _, ...first } = plan;
    const seen = { old: undefined, members: [], live: undefined };
    expect(describeRetirement(first, facts, seen).toBeDeleted.resourceId).toBe('');
  });

  it('the retirement notice says where deletion protection is off', () => {
    const seen = { old: aDatabase({ deletionProtection: false }), members: [], live: undefined };
    expect(describeRetirement(plan, facts, seen).toBeDeleted.deletionProtection).toBe(false);
  });
});

describe('the commands in a message', () => {
  it.each(['cluster', 'instance'] as const)(
    'protectCommand gives the command that protects a %s from deletion',
    (kind) => {
      expect(protectCommand({ ...plan, kind })).toBe(
        `aws rds modify-db-${kind} --region eu-central-1 --db-${kind}-identifier orders-retired ` +
          '--deletion-protection --apply-immediately',
      );
    },
  );

  it.each([true, false])('answerCommand gives the command that answers with %s', (mayGo) => {
    expect(answerCommand(plan, 'a-token', mayGo)).toBe(
      'aws stepfunctions send-task-success --region eu-central-1 --task-token a-token ' +
        `--task-output ${mayGo}`,
    );
  });
});
