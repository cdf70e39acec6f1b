import { describe, expect, it } from '@jest/globals';
import type { AccountAttributesMessage, DBClusterSnapshotMessage } from '@aws-sdk/client-rds';
import { makeClusterSnapshot, makeDatabase, makeInstance } from './scenes.ts';
import { handover, sourceLocation, Simulator } from './simulator.ts';

const quick = { durations: { snapshot: [1, 1] } } as const;

async function takeSnapshots(simulator: Simulator, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await simulator.call(sourceLocation, 'CreateDBClusterSnapshot', {
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: `taken-${String(index).padStart(3, '0')}`,
    });
  }
}

describe('the quota of 100 manual cluster snapshots', () => {
  it('the quota of manual snapshots limits snapshots, copies and final snapshots', async () => {
    const simulator = new Simulator(quick);
    await makeDatabase(simulator, sourceLocation, 'orders');
    await takeSnapshots(simulator, 100);
    await simulator.pass(2000);
    const full = {
      name: 'SnapshotQuotaExceededFault',
      message: 'Cannot create more than 100 manual snapshots',
    };
    await expect(takeOne(simulator)).rejects.toMatchObject(full);
    await expect(
      simulator.call(sourceLocation, 'CopyDBClusterSnapshot', {
        SourceDBClusterSnapshotIdentifier: 'taken-000',
        TargetDBClusterSnapshotIdentifier: 'copied',
      }),
    ).rejects.toMatchObject(full);
    await simulator.call(sourceLocation, 'DeleteDBInstance', { DBInstanceIdentifier: 'orders-1' });
    await expect(
      simulator.call(sourceLocation, 'DeleteDBCluster', {
        DBClusterIdentifier: 'orders',
        FinalDBSnapshotIdentifier: 'final',
      }),
    ).rejects.toMatchObject(full);
    simulator.rds.takeAutomatedSnapshot(sourceLocation, 'orders');

    const { AccountQuotas } = await simulator.call<AccountAttributesMessage>(
      sourceLocation,
      'DescribeAccountAttributes',
      {},
    );
    expect(AccountQuotas).toContainEqual({
      AccountQuotaName: 'ManualClusterSnapshots',
      Used: 100,
      Max: 100,
    });
    const first = await simulator.call<DBClusterSnapshotMessage>(
      sourceLocation,
      'DescribeDBClusterSnapshots',
      {},
    );
    expect(first.DBClusterSnapshots).toHaveLength(100);
    const rest = await simulator.call<DBClusterSnapshotMessage>(
      sourceLocation,
      'DescribeDBClusterSnapshots',
      {
        Marker: first.Marker,
      },
    );
    expect(rest.DBClusterSnapshots).toHaveLength(1);

    await simulator.call(sourceLocation, 'DeleteDBClusterSnapshot', {
      DBClusterSnapshotIdentifier: 'taken-000',
    });
    await simulator.pass(60_000);
    await takeOne(simulator);
  });
});

function takeOne(simulator: Simulator) {
  return simulator.call(sourceLocation, 'CreateDBClusterSnapshot', {
    DBClusterIdentifier: 'orders',
    DBClusterSnapshotIdentifier: 'one-more',
  });
}

describe('the quota of copies in progress into a Region', () => {
  it('at most 5 cluster snapshots are copied into a Region at once, and room returns', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    const { DBClusterSnapshotArn: arn } = await makeClusterSnapshot(
      simulator,
      sourceLocation,
      'orders',
      'taken',
    );
    const copy = (name: string, place = handover) =>
      simulator.call(place, 'CopyDBClusterSnapshot', {
        SourceDBClusterSnapshotIdentifier: arn,
        TargetDBClusterSnapshotIdentifier: name,
      });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await copy(name);
    await expect(copy('f')).rejects.toMatchObject({
      name: 'SnapshotQuotaExceededFault',
      message: 'Cannot copy more than 5 snapshots across regions',
    });
    await copy('f', sourceLocation);
    await copy('f', { ...handover, region: 'eu-west-2' });
    await simulator.pass(30 * 60_000);
    await copy('f');
  });

  it('at most 20 DB snapshots are copied into a Region at once', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, sourceLocation, 'ledger');
    await simulator.call(sourceLocation, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    await simulator.pass(20 * 60_000);
    const copy = (index: number) =>
      simulator.call(handover, 'CopyDBSnapshot', {
        SourceDBSnapshotIdentifier: 'arn:aws:rds:eu-west-1:111111111111:snapshot:taken',
        TargetDBSnapshotIdentifier: `copy-${index}`,
      });
    for (let index = 0; index < 20; index++) await copy(index);
    await expect(copy(20)).rejects.toThrow('Cannot copy more than 20 snapshots across regions');
  });
});

describe('the quota of instances', () => {
  it('an account may have 40 instances in a Region', async () => {
    const simulator = new Simulator({ durations: { createInstance: [1, 1], firstBackup: [1, 1] } });
    for (let index = 0; index < 40; index++)
      await makeInstance(simulator, sourceLocation, `ledger-${index}`);
    await expect(makeInstance(simulator, sourceLocation, 'one-more')).rejects.toMatchObject({
      name: 'InstanceQuotaExceededFault',
    });
  });
});
