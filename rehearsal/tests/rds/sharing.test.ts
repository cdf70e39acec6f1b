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
import { HANDOVER, SOURCE, Stage, TARGET } from './stage.ts';

const OTHER: Location = { accountId: TARGET.accountId, region: SOURCE.region };

async function taken(stage: Stage, encryption: object = { StorageEncrypted: false }) {
  await makeDatabase(stage, SOURCE, 'orders', { cluster: encryption });
  return (await makeClusterSnapshot(stage, SOURCE, 'orders', 'taken')).DBClusterSnapshotArn ?? '';
}

function share(stage: Stage, accounts: string[], more: object = {}) {
  const input = {
    DBClusterSnapshotIdentifier: 'taken',
    AttributeName: 'restore',
    ValuesToAdd: accounts,
    ...more,
  };
  return stage.call<ModifyDBClusterSnapshotAttributeResult>(
    SOURCE,
    'ModifyDBClusterSnapshotAttribute',
    input,
  );
}

async function listed(stage: Stage, place: Location, more: object): Promise<unknown[]> {
  const answer = await stage.call<DBClusterSnapshotMessage>(
    place,
    'DescribeDBClusterSnapshots',
    more,
  );
  return (answer.DBClusterSnapshots ?? []).map((found) => found.DBClusterSnapshotIdentifier);
}

describe('a shared snapshot', () => {
  it('is seen by the other account in its own Region only, by its ARN', async () => {
    const stage = new Stage();
    const arn = await taken(stage);
    expect(await clusterSnapshot(stage, OTHER, arn)).toBeUndefined();
    await share(stage, [TARGET.accountId]);
    expect(await clusterSnapshot(stage, OTHER, arn)).toMatchObject({ DBClusterSnapshotArn: arn });
    expect(await clusterSnapshot(stage, OTHER, 'taken')).toBeUndefined();
    expect(await clusterSnapshot(stage, TARGET, arn)).toBeUndefined();
  });

  it('is listed only where shared ones are asked for', async () => {
    const stage = new Stage();
    const arn = await taken(stage);
    await share(stage, [TARGET.accountId]);
    expect(await listed(stage, OTHER, {})).toEqual([]);
    expect(await listed(stage, OTHER, { IncludeShared: true })).toEqual([arn]);
    expect(await listed(stage, OTHER, { SnapshotType: 'shared' })).toEqual([arn]);
    expect(await listed(stage, OTHER, { SnapshotType: 'manual' })).toEqual([]);
    expect(await listed(stage, SOURCE, { SnapshotType: 'shared' })).toEqual([]);
    expect(await listed(stage, SOURCE, {})).toEqual(['taken']);
  });

  it('shows its owner with whom, and takes accounts away again', async () => {
    const stage = new Stage();
    const arn = await taken(stage);
    const shared = await share(stage, [TARGET.accountId, '333333333333']);
    expect(shared.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: [TARGET.accountId, '333333333333'] },
    ]);
    await share(stage, [], { ValuesToRemove: [TARGET.accountId] });
    expect(await clusterSnapshot(stage, OTHER, arn)).toBeUndefined();
  });

  it('can’t be changed, shared or deleted by the other account', async () => {
    const stage = new Stage();
    const arn = await taken(stage);
    await share(stage, [TARGET.accountId]);
    for (const [operation, more] of [
      ['DeleteDBClusterSnapshot', {}],
      ['DescribeDBClusterSnapshotAttributes', {}],
      [
        'ModifyDBClusterSnapshotAttribute',
        { AttributeName: 'restore', ValuesToAdd: ['333333333333'] },
      ],
    ] as const) {
      await expect(
        stage.call(OTHER, operation, { DBClusterSnapshotIdentifier: arn, ...more }),
      ).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
    }
  });
});

describe('sharing is refused', () => {
  it.each([
    ['under the default key', { StorageEncrypted: true }],
    ['under an AWS-owned key', { StorageEncrypted: undefined }],
  ])('for snapshots %s', async (_what, encryption) => {
    const stage = new Stage();
    await taken(stage, encryption);
    await expect(share(stage, [TARGET.accountId])).rejects.toMatchObject({
      name: 'InvalidDBClusterSnapshotStateFault',
    });
  });

  it('with more than 20 accounts', async () => {
    const stage = new Stage();
    await taken(stage);
    const accounts = Array.from({ length: 21 }, (_, index) => String(300_000_000_000 + index));
    await expect(share(stage, accounts)).rejects.toMatchObject({
      name: 'SharedSnapshotQuotaExceededFault',
    });
    await share(stage, accounts.slice(1));
  });

  it('with everybody for an encrypted snapshot', async () => {
    const stage = new Stage();
    await taken(stage, { KmsKeyId: stage.keys.make(SOURCE, 'source') });
    await expect(share(stage, ['all'])).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('for automated snapshots, until they are copied', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    stage.rds.takeAutomatedSnapshot(SOURCE, 'orders');
    const [name] = await listed(stage, SOURCE, { SnapshotType: 'automated' });
    await stage.pass(20 * 60_000);
    await expect(
      share(stage, [TARGET.accountId], { DBClusterSnapshotIdentifier: name }),
    ).rejects.toThrow('manual');
    await stage.call(SOURCE, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: name,
      TargetDBClusterSnapshotIdentifier: 'taken',
    });
    await clusterSnapshotWith(stage, SOURCE, 'taken', 'available');
    await share(stage, [TARGET.accountId]);
    expect(await listed(stage, OTHER, { SnapshotType: 'shared' })).toHaveLength(1);
  });

  it.each([
    ['for another attribute', { AttributeName: 'copy' }, 'InvalidParameterValue'],
    ['with what is no account', { ValuesToAdd: ['nobody'] }, 'InvalidParameterValue'],
  ])('%s', async (_what, more, name) => {
    const stage = new Stage();
    await taken(stage);
    await expect(share(stage, [TARGET.accountId], more)).rejects.toMatchObject({ name });
  });

  it('before the snapshot is available', async () => {
    const stage = new Stage();
    await taken(stage);
    await stage.call(SOURCE, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: 'taken',
      TargetDBClusterSnapshotIdentifier: 'again',
    });
    const early = share(stage, [TARGET.accountId], { DBClusterSnapshotIdentifier: 'again' });
    await expect(early).rejects.toMatchObject({ name: 'InvalidDBClusterSnapshotStateFault' });
  });

  it('in a Region where the snapshot isn’t', async () => {
    const stage = new Stage();
    const arn = await taken(stage);
    await expect(
      stage.call(HANDOVER, 'ModifyDBClusterSnapshotAttribute', {
        DBClusterSnapshotIdentifier: arn,
        AttributeName: 'restore',
        ValuesToAdd: [TARGET.accountId],
      }),
    ).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
  });
});
