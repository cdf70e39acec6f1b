import { beforeEach, describe, expect, it } from '@jest/globals';
import { announceRetirement } from '../../../../functions/target/steps/announce-retirement.ts';
import { askApproval } from '../../../../functions/target/steps/ask-approval.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { snapshotName } from '../../factories/notices.ts';
import { startedAt } from '../../factories/locations.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { FakeNotices } from '../../fakes/notices.ts';

const plan = aRecoveryPlan({ graceSeconds: 7200, approvalSeconds: 3600 });
const facts = {
  executionArn: 'arn:execution',
  swapStartedAt: startedAt,
  verifiedAt: startedAt,
  liveAt: '2026-01-05T10:34:00.000Z',
};
const token = 'AQCgAAAAKgAAAAMAAAAA+/token=';
let databases: FakeDatabases;
let notices: FakeNotices;

beforeEach(() => {
  notices = new FakeNotices();
  databases = new FakeDatabases()
    .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }), [
      aMember({ identifier: 'orders-1-retired', isWriter: true }),
    ])
    .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-RESTORED' }));
});

const ports = (seconds: number) => ({
  databases,
  notices,
  topicArn: 'arn:operations',
  clock: clockAfter(seconds),
});

const told = () => notices.published.map(({ document }) => document);

const common = {
  run: 'recovery-run',
  executionArn: 'arn:execution',
  snapshot: snapshotName,
  liveName: 'orders',
  liveAt: '2026-01-05T10:34:00.000Z',
  rpoSeconds: 240,
  rtoSeconds: 240,
  liveNameGapSeconds: 240,
  resourceIds: { old: 'cluster-OLD', new: 'cluster-RESTORED' },
  masterSecret: { old: null, new: null },
  toBeDeleted: {
    identifier: 'orders-retired',
    resourceId: 'cluster-OLD',
    status: 'available',
    instances: ['orders-1-retired'],
    deletionProtection: false,
    finalSnapshot: 'cluster-old-final',
  },
};

describe('AnnounceRetirement', () => {
  it('AnnounceRetirement tells that the recovery is live, what is deleted when, and how to keep it', async () => {
    const answer = await announceRetirement(plan, facts, startedAt, ports(600));

    // What has passed since the last verification counts.
    expect(answer).toEqual({ waitSeconds: 6600, until: '2026-01-05T12:30:00.000Z' });
    expect(told()).toEqual([
      {
        status: 'LIVE',
        ...common,
        graceUntil: '2026-01-05T12:30:00.000Z',
        afterwards: 'somebody is asked whether it may be deleted',
        toKeepIt:
          'aws rds modify-db-cluster --region eu-central-1 --db-cluster-identifier orders-retired ' +
          '--deletion-protection --apply-immediately',
      },
    ]);
  });

  it('AnnounceRetirement says that the database is deleted without approval where none is asked for', async () => {
    const { approvalSeconds: _, ...unasked } = plan;
    await announceRetirement(unasked, facts, startedAt, ports(0));
    expect(told()).toMatchObject([{ afterwards: expect.stringContaining('it is deleted') }]);
  });

  it('AnnounceRetirement has no time left to wait once the grace period is over', async () => {
    expect(await announceRetirement(plan, facts, startedAt, ports(9000))).toMatchObject({
      waitSeconds: 0,
    });
  });

  it('AnnounceRetirement tells of an old database that was deleted meanwhile', async () => {
    databases = new FakeDatabases();
    await announceRetirement(plan, facts, startedAt, ports(0));
    expect(told()).toMatchObject([{ toBeDeleted: { status: 'not there any more' } }]);
  });

  it('AnnounceRetirement changes no database', async () => {
    await announceRetirement(plan, facts, startedAt, ports(0));
    expect(databases.accepted).toEqual([]);
  });
});

describe('AskApproval', () => {
  it('AskApproval gives the commands that answer', async () => {
    const command = 'aws stepfunctions send-task-success --region eu-central-1';

    expect(await askApproval(plan, facts, token, ports(600))).toEqual({
      until: '2026-01-05T11:40:00.000Z',
    });
    expect(told()).toMatchObject([
      {
        status: 'APPROVAL',
        ...common,
        answerUntil: '2026-01-05T11:40:00.000Z',
        toDeleteIt: `${command} --task-token ${token} --task-output true`,
        toKeepIt: `${command} --task-token ${token} --task-output false`,
      },
    ]);
    expect(databases.accepted).toEqual([]);
  });

  it('AskApproval says where deletion protection is on', async () => {
    databases.change('orders-retired', { deletionProtection: true });
    await askApproval(plan, facts, token, ports(0));
    expect(told()).toMatchObject([{ toBeDeleted: { deletionProtection: true } }]);
  });

  // Defect class: who has the token can answer.
  it('AskApproval keeps the task token out of its answer, which is logged', async () => {
    const answer = await askApproval(plan, facts, token, ports(0));
    expect(JSON.stringify(answer)).not.toContain(token);
  });

  it('AskApproval gives the command for an instance where the database is a DB instance', async () => {
    await askApproval(aRecoveryPlan({ kind: 'instance' }), facts, token, ports(0));
    expect(told()).toMatchObject([
      {
        toKeepItWhateverIsAnswered: expect.stringContaining(
          'aws rds modify-db-instance --region eu-central-1 --db-instance-identifier orders-retired',
        ),
      },
    ]);
  });
});
