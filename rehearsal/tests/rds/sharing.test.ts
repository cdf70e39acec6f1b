import { describe, expect, it } from '@jest/globals';
import type {
  DBClusterSnapshotMessage,
  ModifyDBClusterSnapshotAttributeResult,
} from '@aws-sdk/client-rds';
import type { Location } from '../../aws/contracts.ts';
import {
  clusterSnapshot,
  clusterSnapshotWith,
  makeClusterSnapshot,
  makeDatabase,
} from './scenes.ts';
import { handover, sourceLocation, Simulator, targetLocation } from './simulator.ts';

const other: Location = { accountId: targetLocation.accountId, region: sourceLocation.region };

async function taken(simulator: Simulator, encryption: object = { StorageEncrypted: false }) {
  await makeDatabase(simulator, sourceLocation, 'orders', { cluster: encryption });
  return (
    (await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'taken'))
      .DBClusterSnapshotArn ?? ''
  );
}

function share(simulator: Simulator, accounts: string[], more: object = {}) {
  const input = {
    DBClusterSnapshotIdentifier: 'taken',
    AttributeName: 'restore',
    ValuesToAdd: accounts,
    ...more,
  };
  return simulator.call<ModifyDBClusterSnapshotAttributeResult>(
    sourceLocation,
    'ModifyDBClusterSnapshotAttribute',
    input,
  );
}

async function listed(simulator: Simulator, place: Location, more: object): Promise<unknown[]> {
  const answer = await simulator.call<DBClusterSnapshotMessage>(
    place,
    'DescribeDBClusterSnapshots',
    more,
  );
  return (answer.DBClusterSnapshots ?? []).map((found) => found.DBClusterSnapshotIdentifier);
}

describe('a shared snapshot', () => {
  it('a shared snapshot is seen by the other account in its own Region only, by its ARN', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    expect(await clusterSnapshot(simulator, other, arn)).toBeUndefined();
    await share(simulator, [targetLocation.accountId]);
    expect(await clusterSnapshot(simulator, other, arn)).toMatchObject({
      DBClusterSnapshotArn: arn,
    });
    expect(await clusterSnapshot(simulator, other, 'taken')).toBeUndefined();
    expect(await clusterSnapshot(simulator, targetLocation, arn)).toBeUndefined();
  });

  it('a shared snapshot is listed only with IncludeShared', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    await share(simulator, [targetLocation.accountId]);
    expect(await listed(simulator, other, {})).toEqual([]);
    expect(await listed(simulator, other, { IncludeShared: true })).toEqual([arn]);
    expect(await listed(simulator, other, { SnapshotType: 'shared' })).toEqual([arn]);
    expect(await listed(simulator, other, { SnapshotType: 'manual' })).toEqual([]);
    expect(await listed(simulator, sourceLocation, { SnapshotType: 'shared' })).toEqual([]);
    expect(await listed(simulator, sourceLocation, {})).toEqual(['taken']);
  });

  it('a shared snapshot shows its owner the accounts, and accounts can be removed again', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    const shared = await share(simulator, [targetLocation.accountId, '333333333333']);
    expect(shared.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: [targetLocation.accountId, '333333333333'] },
    ]);
    await share(simulator, [], { ValuesToRemove: [targetLocation.accountId] });
    expect(await clusterSnapshot(simulator, other, arn)).toBeUndefined();
  });

  it('a shared snapshot cannot be changed, shared or deleted by the other account', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    await share(simulator, [targetLocation.accountId]);
    for (const [operation, more] of [
      ['DeleteDBClusterSnapshot', {}],
      ['DescribeDBClusterSnapshotAttributes', {}],
      [
        'ModifyDBClusterSnapshotAttribute',
        { AttributeName: 'restore', ValuesToAdd: ['333333333333'] },
      ],
    ] as const) {
      await expect(
        simulator.call(other, operation, { DBClusterSnapshotIdentifier: arn, ...more }),
      ).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
    }
  });
});

describe('refusals of sharing', () => {
  it.each([
    ['under the default key', { StorageEncrypted: true }],
    ['under an AWS-owned key', { StorageEncrypted: undefined }],
  ])('sharing is refused for snapshots %s', async (_what, encryption) => {
    const simulator = new Simulator();
    await taken(simulator, encryption);
    await expect(share(simulator, [targetLocation.accountId])).rejects.toMatchObject({
      name: 'InvalidDBClusterSnapshotStateFault',
    });
  });

  it('sharing is refused with more than 20 accounts', async () => {
    const simulator = new Simulator();
    await taken(simulator);
    const accounts = Array.from({ length: 21 }, (_, index) => String(300_000_000_000 + index));
    await expect(share(simulator, accounts)).rejects.toMatchObject({
      name: 'SharedSnapshotQuotaExceededFault',
    });
    await share(simulator, accounts.slice(1));
  });

  it('sharing with everybody is refused for an encrypted snapshot', async () => {
    const simulator = new Simulator();
    await taken(simulator, { KmsKeyId: simulator.keys.make(sourceLocation, 'source') });
    await expect(share(simulator, ['all'])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('sharing is refused for automated snapshots, until they are copied', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    simulator.rds.takeAutomatedSnapshot(sourceLocation, 'orders');
    const [name] = await listed(simulator, sourceLocation, { SnapshotType: 'automated' });
    await simulator.pass(20 * 60_000);
    await expect(
      share(simulator, [targetLocation.accountId], { DBClusterSnapshotIdentifier: name }),
    ).rejects.toThrow('manual');
    await simulator.call(sourceLocation, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: name,
      TargetDBClusterSnapshotIdentifier: 'taken',
    });
    await clusterSnapshotWith(simulator, sourceLocation, 'taken', 'available');
    await share(simulator, [targetLocation.accountId]);
    expect(await listed(simulator, other, { SnapshotType: 'shared' })).toHaveLength(1);
  });

  it.each([
    ['for another attribute', { AttributeName: 'copy' }, 'InvalidParameterValue'],
    ['with what is no account', { ValuesToAdd: ['nobody'] }, 'InvalidParameterValue'],
  ])('sharing is refused %s', async (_what, more, name) => {
    const simulator = new Simulator();
    await taken(simulator);
    await expect(share(simulator, [targetLocation.accountId], more)).rejects.toMatchObject({
      name,
    });
  });

  it('sharing is refused before the snapshot is available', async () => {
    const simulator = new Simulator();
    await taken(simulator);
    await simulator.call(sourceLocation, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: 'taken',
      TargetDBClusterSnapshotIdentifier: 'again',
    });
    const early = share(simulator, [targetLocation.accountId], {
      DBClusterSnapshotIdentifier: 'again',
    });
    await expect(early).rejects.toMatchObject({ name: 'InvalidDBClusterSnapshotStateFault' });
  });

  it('sharing is refused in a Region where the snapshot does not exist', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    await expect(
      simulator.call(handover, 'ModifyDBClusterSnapshotAttribute', {
        DBClusterSnapshotIdentifier: arn,
        AttributeName: 'restore',
        ValuesToAdd: [targetLocation.accountId],
      }),
    ).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
  });
});
