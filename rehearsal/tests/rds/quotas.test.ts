import { describe, expect, it } from '@jest/globals';
import type { AccountAttributesMessage, DBClusterSnapshotMessage } from '@aws-sdk/client-rds';
import { makeClusterSnapshot, makeDatabase, makeInstance } from './scenes.ts';
import { HANDOVER, SOURCE, Stage } from './stage.ts';

const QUICK = { durations: { snapshot: [1, 1] } } as const;

async function takeSnapshots(stage: Stage, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await stage.call(SOURCE, 'CreateDBClusterSnapshot', {
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: `taken-${String(index).padStart(3, '0')}`,
    });
  }
}

describe('the quota of 100 manual cluster snapshots', () => {
  it('stops snapshots, copies and final snapshots, not automated ones', async () => {
    const stage = new Stage(QUICK);
    await makeDatabase(stage, SOURCE, 'orders');
    await takeSnapshots(stage, 100);
    await stage.pass(2000);
    const full = {
      name: 'SnapshotQuotaExceededFault',
      message: 'Cannot create more than 100 manual snapshots',
    };
    await expect(takeOne(stage)).rejects.toMatchObject(full);
    await expect(
      stage.call(SOURCE, 'CopyDBClusterSnapshot', {
        SourceDBClusterSnapshotIdentifier: 'taken-000',
        TargetDBClusterSnapshotIdentifier: 'copied',
      }),
    ).rejects.toMatchObject(full);
    await stage.call(SOURCE, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    await expect(
      stage.call(SOURCE, 'DeleteDBCluster', {
        DBClusterIdentifier: 'orders',
        FinalDBSnapshotIdentifier: 'final',
      }),
    ).rejects.toMatchObject(full);
    stage.rds.takeAutomatedSnapshot(SOURCE, 'orders');

    const { AccountQuotas } = await stage.call<AccountAttributesMessage>(
      SOURCE,
      'DescribeAccountAttributes',
      {},
    );
    expect(AccountQuotas).toContainEqual({
      AccountQuotaName: 'ManualClusterSnapshots',
      Used: 100,
      Max: 100,
    });
    const first = await stage.call<DBClusterSnapshotMessage>(
      SOURCE,
      'DescribeDBClusterSnapshots',
      {},
    );
    expect(first.DBClusterSnapshots).toHaveLength(100);
    const rest = await stage.call<DBClusterSnapshotMessage>(SOURCE, 'DescribeDBClusterSnapshots', {
      Marker: first.Marker,
    });
    expect(rest.DBClusterSnapshots).toHaveLength(1);

    await stage.call(SOURCE, 'DeleteDBClusterSnapshot', {
      DBClusterSnapshotIdentifier: 'taken-000',
    });
    await stage.pass(60_000);
    await takeOne(stage);
  });
});

function takeOne(stage: Stage) {
  return stage.call(SOURCE, 'CreateDBClusterSnapshot', {
    DBClusterIdentifier: 'orders',
    DBClusterSnapshotIdentifier: 'one-more',
  });
}

describe('copies in progress into a Region', () => {
  it('are at most 5 of cluster snapshots, and room comes back', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    const { DBClusterSnapshotArn: arn } = await makeClusterSnapshot(
      stage,
      SOURCE,
      'orders',
      'taken',
    );
    const copy = (name: string, place = HANDOVER) =>
      stage.call(place, 'CopyDBClusterSnapshot', {
        SourceDBClusterSnapshotIdentifier: arn,
        TargetDBClusterSnapshotIdentifier: name,
      });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await copy(name);
    await expect(copy('f')).rejects.toMatchObject({
      name: 'SnapshotQuotaExceededFault',
      message: 'Cannot copy more than 5 snapshots across regions',
    });
    await copy('f', SOURCE);
    await copy('f', { ...HANDOVER, region: 'eu-west-2' });
    await stage.pass(30 * 60_000);
    await copy('f');
  });

  it('are at most 20 of instance snapshots', async () => {
    const stage = new Stage();
    await makeInstance(stage, SOURCE, 'ledger');
    await stage.call(SOURCE, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    await stage.pass(20 * 60_000);
    const copy = (index: number) =>
      stage.call(HANDOVER, 'CopyDBSnapshot', {
        SourceDBSnapshotIdentifier: 'arn:aws:rds:eu-west-1:111111111111:snapshot:taken',
        TargetDBSnapshotIdentifier: `copy-${index}`,
      });
    for (let index = 0; index < 20; index++) await copy(index);
    await expect(copy(20)).rejects.toThrow('Cannot copy more than 20 snapshots across regions');
  });
});

describe('the quota of instances', () => {
  it('is 40', async () => {
    const stage = new Stage({ durations: { createInstance: [1, 1], firstBackup: [1, 1] } });
    for (let index = 0; index < 40; index++) await makeInstance(stage, SOURCE, `ledger-${index}`);
    await expect(makeInstance(stage, SOURCE, 'one-more')).rejects.toMatchObject({
      name: 'InstanceQuotaExceededFault',
    });
  });
});
