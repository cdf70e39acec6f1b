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
import { HANDOVER, SOURCE, Simulator, TARGET } from './simulator.ts';

const OTHER: Location = { accountId: TARGET.accountId, region: SOURCE.region };

async function taken(simulator: Simulator, encryption: object = { StorageEncrypted: false }) {
  await makeDatabase(simulator, SOURCE, 'orders', { cluster: encryption });
  return (
    (await makeClusterSnapshot(simulator, SOURCE, 'orders', 'taken')).DBClusterSnapshotArn ?? ''
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
    SOURCE,
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
    expect(await clusterSnapshot(simulator, OTHER, arn)).toBeUndefined();
    await share(simulator, [TARGET.accountId]);
    expect(await clusterSnapshot(simulator, OTHER, arn)).toMatchObject({
      DBClusterSnapshotArn: arn,
    });
    expect(await clusterSnapshot(simulator, OTHER, 'taken')).toBeUndefined();
    expect(await clusterSnapshot(simulator, TARGET, arn)).toBeUndefined();
  });

  it('a shared snapshot is listed only with IncludeShared', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    await share(simulator, [TARGET.accountId]);
    expect(await listed(simulator, OTHER, {})).toEqual([]);
    expect(await listed(simulator, OTHER, { IncludeShared: true })).toEqual([arn]);
    expect(await listed(simulator, OTHER, { SnapshotType: 'shared' })).toEqual([arn]);
    expect(await listed(simulator, OTHER, { SnapshotType: 'manual' })).toEqual([]);
    expect(await listed(simulator, SOURCE, { SnapshotType: 'shared' })).toEqual([]);
    expect(await listed(simulator, SOURCE, {})).toEqual(['taken']);
  });

  it('a shared snapshot shows its owner the accounts, and accounts can be removed again', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    const shared = await share(simulator, [TARGET.accountId, '333333333333']);
    expect(shared.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: [TARGET.accountId, '333333333333'] },
    ]);
    await share(simulator, [], { ValuesToRemove: [TARGET.accountId] });
    expect(await clusterSnapshot(simulator, OTHER, arn)).toBeUndefined();
  });

  it('a shared snapshot cannot be changed, shared or deleted by the other account', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    await share(simulator, [TARGET.accountId]);
    for (const [operation, more] of [
      ['DeleteDBClusterSnapshot', {}],
      ['DescribeDBClusterSnapshotAttributes', {}],
      [
        'ModifyDBClusterSnapshotAttribute',
        { AttributeName: 'restore', ValuesToAdd: ['333333333333'] },
      ],
    ] as const) {
      await expect(
        simulator.call(OTHER, operation, { DBClusterSnapshotIdentifier: arn, ...more }),
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
    await expect(share(simulator, [TARGET.accountId])).rejects.toMatchObject({
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
    await taken(simulator, { KmsKeyId: simulator.keys.make(SOURCE, 'source') });
    await expect(share(simulator, ['all'])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('sharing is refused for automated snapshots, until they are copied', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, SOURCE, 'orders');
    simulator.rds.takeAutomatedSnapshot(SOURCE, 'orders');
    const [name] = await listed(simulator, SOURCE, { SnapshotType: 'automated' });
    await simulator.pass(20 * 60_000);
    await expect(
      share(simulator, [TARGET.accountId], { DBClusterSnapshotIdentifier: name }),
    ).rejects.toThrow('manual');
    await simulator.call(SOURCE, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: name,
      TargetDBClusterSnapshotIdentifier: 'taken',
    });
    await clusterSnapshotWith(simulator, SOURCE, 'taken', 'available');
    await share(simulator, [TARGET.accountId]);
    expect(await listed(simulator, OTHER, { SnapshotType: 'shared' })).toHaveLength(1);
  });

  it.each([
    ['for another attribute', { AttributeName: 'copy' }, 'InvalidParameterValue'],
    ['with what is no account', { ValuesToAdd: ['nobody'] }, 'InvalidParameterValue'],
  ])('sharing is refused %s', async (_what, more, name) => {
    const simulator = new Simulator();
    await taken(simulator);
    await expect(share(simulator, [TARGET.accountId], more)).rejects.toMatchObject({ name });
  });

  it('sharing is refused before the snapshot is available', async () => {
    const simulator = new Simulator();
    await taken(simulator);
    await simulator.call(SOURCE, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: 'taken',
      TargetDBClusterSnapshotIdentifier: 'again',
    });
    const early = share(simulator, [TARGET.accountId], { DBClusterSnapshotIdentifier: 'again' });
    await expect(early).rejects.toMatchObject({ name: 'InvalidDBClusterSnapshotStateFault' });
  });

  it('sharing is refused in a Region where the snapshot does not exist', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator);
    await expect(
      simulator.call(HANDOVER, 'ModifyDBClusterSnapshotAttribute', {
        DBClusterSnapshotIdentifier: arn,
        AttributeName: 'restore',
        ValuesToAdd: [TARGET.accountId],
      }),
    ).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
  });
});
