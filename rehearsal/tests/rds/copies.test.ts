// One file: a copy by every route, encryption and account, on one pair of accounts.
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CopyDBClusterSnapshotResult } from '@aws-sdk/client-rds';
import {
  clusterSnapshot,
  clusterSnapshotWith,
  instanceSnapshotWith,
  makeClusterSnapshot,
  makeDatabase,
  makeInstance,
} from './scenes.ts';
import { handover, minute, sourceLocation, Simulator, targetLocation } from './simulator.ts';

/** A cluster snapshot `taken` in the source place. */
async function taken(simulator: Simulator, encryption: object): Promise<string> {
  await makeDatabase(simulator, sourceLocation, 'orders', { cluster: encryption });
  const snapshot = await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'taken');
  return snapshot.DBClusterSnapshotArn ?? '';
}

function copy(
  simulator: Simulator,
  place: typeof sourceLocation,
  source: string,
  more: object = {},
) {
  return simulator.call<CopyDBClusterSnapshotResult>(place, 'CopyDBClusterSnapshot', {
    SourceDBClusterSnapshotIdentifier: source,
    TargetDBClusterSnapshotIdentifier: 'copied',
    ...more,
  });
}

describe('the key of a copied cluster snapshot', () => {
  let simulator: Simulator;
  beforeEach(() => {
    simulator = new Simulator();
  });

  it('a KmsKeyId is refused for an unencrypted cluster snapshot', async () => {
    const key = simulator.keys.make(sourceLocation, 'other');
    await taken(simulator, { StorageEncrypted: false });
    await expect(copy(simulator, sourceLocation, 'taken', { KmsKeyId: key })).rejects.toMatchObject(
      {
        name: 'InvalidParameterCombination',
      },
    );
  });

  it('a copy in the same account and Region keeps the key of its source', async () => {
    const key = simulator.keys.make(sourceLocation, 'source');
    await taken(simulator, { KmsKeyId: key });
    await copy(simulator, sourceLocation, 'taken');
    const copied = await clusterSnapshotWith(simulator, sourceLocation, 'copied', 'available');
    expect(copied).toMatchObject({ StorageEncrypted: true, KmsKeyId: key });
  });

  it('a copy of an encrypted snapshot to another Region needs a KmsKeyId', async () => {
    const key = simulator.keys.make(sourceLocation, 'source');
    const arn = await taken(simulator, { KmsKeyId: key });
    await expect(copy(simulator, handover, arn)).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
      message: expect.stringContaining('[None]'),
    });
  });

  it('the key of a copy must be in the destination Region', async () => {
    const key = simulator.keys.make(sourceLocation, 'source');
    const arn = await taken(simulator, { KmsKeyId: key });
    await expect(copy(simulator, handover, arn, { KmsKeyId: key })).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
      message: expect.stringContaining('eu-west-1'),
    });
  });

  it('the key of a copy must exist', async () => {
    await taken(simulator, { KmsKeyId: simulator.keys.make(sourceLocation, 'source') });
    const unknown = 'arn:aws:kms:eu-west-1:111111111111:key/unknown';
    await expect(
      copy(simulator, sourceLocation, 'taken', { KmsKeyId: unknown }),
    ).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
    });
  });

  it('a copy of another account’s encrypted snapshot needs a KmsKeyId', async () => {
    const key = simulator.keys.make(handover, 'recovery');
    const target = simulator.keys.make(targetLocation, 'target');
    await makeDatabase(simulator, handover, 'orders', { cluster: { KmsKeyId: key } });
    const snapshot = await makeClusterSnapshot(simulator, handover, 'orders', 'shared');
    await simulator.call(handover, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'shared',
      AttributeName: 'restore',
      ValuesToAdd: [targetLocation.accountId],
    });
    const arn = snapshot.DBClusterSnapshotArn ?? '';
    await expect(copy(simulator, targetLocation, arn)).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
    });
    await copy(simulator, targetLocation, arn, { KmsKeyId: target });
    const copied = await clusterSnapshotWith(simulator, targetLocation, 'copied', 'available');
    expect(copied).toMatchObject({ KmsKeyId: target, SourceDBClusterSnapshotArn: arn });
  });

  it('a copy with a KmsKeyId is under that key when its source is under an AWS-owned key', async () => {
    const key = simulator.keys.make(sourceLocation, 'source');
    await taken(simulator, { StorageEncrypted: undefined });
    const before = await clusterSnapshot(simulator, sourceLocation, 'taken');
    expect(before).toMatchObject({ StorageEncrypted: false, StorageEncryptionType: 'sse-rds' });
    expect(before).not.toHaveProperty('KmsKeyId');
    await copy(simulator, sourceLocation, 'taken', { KmsKeyId: key });
    expect(
      await clusterSnapshotWith(simulator, sourceLocation, 'copied', 'available'),
    ).toMatchObject({
      StorageEncryptionType: 'sse-kms',
      KmsKeyId: key,
    });
  });

  it('a copy without a KmsKeyId is refused in another Region when its source is under an AWS-owned key', async () => {
    const arn = await taken(simulator, { StorageEncrypted: undefined });
    await expect(copy(simulator, handover, arn)).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
    });
  });

  it.each([
    ['the source’s', 'kms:Decrypt', 'source'],
    ['the target’s', 'kms:GenerateDataKey', 'target'],
  ])("a copy needs the caller's permission to use %s key", async (_which, action, name) => {
    const keys = {
      source: simulator.keys.make(sourceLocation, 'source'),
      target: simulator.keys.make(handover, 'recovery'),
    };
    const arn = await taken(simulator, { KmsKeyId: keys.source });
    const key = keys[name as keyof typeof keys];
    simulator.keys.forbidden.add(`${handover.accountId} ${action} ${key}`);
    await expect(copy(simulator, handover, arn, { KmsKeyId: keys.target })).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
      message: expect.stringContaining(action),
    });
  });

  it('the key of a copy is used through RDS of its own Region', async () => {
    const source = simulator.keys.make(sourceLocation, 'source');
    const recovery = simulator.keys.make(handover, 'recovery');
    const arn = await taken(simulator, { KmsKeyId: source });
    simulator.keys.uses.length = 0;
    await copy(simulator, handover, arn, { KmsKeyId: recovery });
    expect(simulator.keys.uses).toContainEqual({
      arn: source,
      action: 'kms:Decrypt',
      via: 'rds.eu-west-1.amazonaws.com',
    });
    expect(simulator.keys.uses).toContainEqual({
      arn: recovery,
      action: 'kms:CreateGrant',
      via: 'rds.eu-central-1.amazonaws.com',
    });
    expect(new Set(simulator.keys.uses.map(({ arn: used, via }) => `${used} ${via}`)).size).toBe(2);
  });
});

describe('a copied DB snapshot', () => {
  it('a copied DB snapshot is encrypted by KmsKeyId when its source is not encrypted', async () => {
    const simulator = new Simulator();
    const key = simulator.keys.make(sourceLocation, 'other');
    await makeInstance(simulator, sourceLocation, 'ledger');
    await simulator.call(sourceLocation, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'plain',
    });
    await instanceSnapshotWith(simulator, sourceLocation, 'plain', 'available');
    await simulator.call(sourceLocation, 'CopyDBSnapshot', {
      SourceDBSnapshotIdentifier: 'plain',
      TargetDBSnapshotIdentifier: 'encrypted',
      KmsKeyId: key,
    });
    expect(
      await instanceSnapshotWith(simulator, sourceLocation, 'encrypted', 'available'),
    ).toMatchObject({
      Encrypted: true,
      KmsKeyId: key,
    });
  });

  it('a copied DB snapshot names its source only if that is in another account or Region', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, sourceLocation, 'ledger', { StorageEncrypted: false });
    await simulator.call(sourceLocation, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    const { DBSnapshotArn: arn } = await instanceSnapshotWith(
      simulator,
      sourceLocation,
      'taken',
      'available',
    );
    for (const place of [sourceLocation, handover]) {
      await simulator.call(place, 'CopyDBSnapshot', {
        SourceDBSnapshotIdentifier: arn,
        TargetDBSnapshotIdentifier: 'copied',
      });
    }
    const near = await instanceSnapshotWith(simulator, sourceLocation, 'copied', 'available');
    const far = await instanceSnapshotWith(simulator, handover, 'copied', 'available');
    expect(near).not.toHaveProperty('SourceDBSnapshotIdentifier');
    expect(far).toMatchObject({ SourceDBSnapshotIdentifier: arn });
  });
});

describe('a snapshot copy in progress', () => {
  it('a copy to another Region takes 16 to 22 minutes, with a queue before', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    const start = simulator.clock.now();
    const answer = await copy(simulator, handover, arn);
    expect(answer.DBClusterSnapshot).toMatchObject({ Status: 'copying', PercentProgress: 0 });
    await clusterSnapshotWith(simulator, handover, 'copied', 'available');
    const minutes = (simulator.clock.now() - start) / minute;
    expect(minutes).toBeGreaterThan(16);
    expect(minutes).toBeLessThan(24.1);
  });

  it('a copy fails when its source is deleted', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    await copy(simulator, handover, arn);
    await simulator.call(sourceLocation, 'DeleteDBClusterSnapshot', {
      DBClusterSnapshotIdentifier: 'taken',
    });
    const failed = await clusterSnapshotWith(simulator, handover, 'copied', 'failed');
    expect(failed.PercentProgress).toBeDefined();
    expect(simulator.rds.problems).toEqual([]);
  });

  it('a copy fails when a key is disabled meanwhile', async () => {
    const simulator = new Simulator();
    const key = simulator.keys.make(sourceLocation, 'source');
    const arn = await taken(simulator, { KmsKeyId: key });
    await copy(simulator, handover, arn, { KmsKeyId: simulator.keys.make(handover, 'recovery') });
    simulator.keys.setState(key, 'Disabled');
    await clusterSnapshotWith(simulator, handover, 'copied', 'failed');
    expect(simulator.engine.dumps.size).toBe(1);
  });

  it('a copy in progress is cancelled by deleting it', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    await copy(simulator, handover, arn);
    await simulator.pass(5 * minute);
    await simulator.call(handover, 'DeleteDBClusterSnapshot', {
      DBClusterSnapshotIdentifier: 'copied',
    });
    await simulator.pass(2 * minute);
    expect(await clusterSnapshot(simulator, handover, 'copied')).toBeUndefined();
    await simulator.pass(60 * minute);
    expect(simulator.engine.dumps.size).toBe(1);
  });

  it('a copy of a snapshot that is not available is refused', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    await simulator.call(sourceLocation, 'CreateDBClusterSnapshot', {
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: 'taken',
    });
    await expect(copy(simulator, sourceLocation, 'taken')).rejects.toMatchObject({
      name: 'InvalidDBClusterSnapshotStateFault',
    });
  });

  it('a copy crosses account and Region in one call, unless the simulator is set to refuse it', async () => {
    for (const oneCallClusterCopy of [true, false]) {
      const simulator = new Simulator({ oneCallClusterCopy });
      const key = simulator.keys.make(sourceLocation, 'source');
      const arn = await taken(simulator, { KmsKeyId: key });
      await simulator.call(sourceLocation, 'ModifyDBClusterSnapshotAttribute', {
        DBClusterSnapshotIdentifier: 'taken',
        AttributeName: 'restore',
        ValuesToAdd: [targetLocation.accountId],
      });
      const KmsKeyId = simulator.keys.make(targetLocation, 'target');
      const refused = copy(simulator, targetLocation, arn, { KmsKeyId }).then(
        () => undefined,
        (error: Error) => error.name,
      );
      expect(await refused).toBe(oneCallClusterCopy ? undefined : 'InvalidParameterCombination');
    }
  });
});

describe('the tags of a copied snapshot', () => {
  it('a copy has the tags of its source only on request, under those of the request', async () => {
    const simulator = new Simulator();
    await makeDatabase(simulator, sourceLocation, 'orders');
    const Tags = [
      { Key: 'team', Value: 'orders' },
      { Key: 'run', Value: '1' },
    ];
    await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'taken', { Tags });
    const plain = await copy(simulator, sourceLocation, 'taken');
    expect(plain.DBClusterSnapshot?.TagList).toEqual([]);
    const tagged = await copy(simulator, sourceLocation, 'taken', {
      TargetDBClusterSnapshotIdentifier: 'tagged',
      CopyTags: true,
      Tags: [{ Key: 'run', Value: '2' }],
    });
    expect(tagged.DBClusterSnapshot?.TagList).toEqual([
      { Key: 'team', Value: 'orders' },
      { Key: 'run', Value: '2' },
    ]);
  });

  it('CopyTags is refused for a shared snapshot, and for a source with tags of AWS', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    await simulator.call(sourceLocation, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [targetLocation.accountId],
    });
    const shared = copy(simulator, { ...targetLocation, region: sourceLocation.region }, arn, {
      CopyTags: true,
    });
    await expect(shared).rejects.toThrow('shared snapshot');
    simulator.rds.setTags(arn, new Map([['aws:cloudformation:stack-name', 'orders']]));
    await expect(copy(simulator, sourceLocation, arn, { CopyTags: true })).rejects.toThrow('aws:');
  });
});

describe('the time of a copied snapshot', () => {
  // Source: AWS CLI reference, copy-db-cluster-snapshot: the example's copy has its original's time.
  it('a copied cluster snapshot has the creation time of its original', async () => {
    const simulator = new Simulator();
    await taken(simulator, { StorageEncrypted: false });
    const original = await clusterSnapshot(simulator, sourceLocation, 'taken');
    await simulator.pass(90 * minute);
    await copy(simulator, sourceLocation, 'taken');
    const copied = await clusterSnapshotWith(simulator, sourceLocation, 'copied', 'available');
    expect(copied.SnapshotCreateTime).toEqual(original?.SnapshotCreateTime);
  });

  // Source: the SDK's model of DBSnapshot.
  it('a copied DB snapshot has its own creation time, and its original’s besides', async () => {
    const simulator = new Simulator();
    await makeInstance(simulator, sourceLocation, 'ledger');
    await simulator.call(sourceLocation, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    const original = await instanceSnapshotWith(simulator, sourceLocation, 'taken', 'available');
    await simulator.pass(90 * minute);
    await simulator.call(sourceLocation, 'CopyDBSnapshot', {
      SourceDBSnapshotIdentifier: 'taken',
      TargetDBSnapshotIdentifier: 'copied',
    });
    const copied = await instanceSnapshotWith(simulator, sourceLocation, 'copied', 'available');
    expect(copied.OriginalSnapshotCreateTime).toEqual(original.OriginalSnapshotCreateTime);
    expect(copied.SnapshotCreateTime?.getTime()).toBeGreaterThan(
      original.SnapshotCreateTime?.getTime() ?? Infinity,
    );
  });
});

const named = (identifier: string): object => ({ TargetDBClusterSnapshotIdentifier: identifier });

async function statusOf(simulator: Simulator, name: string): Promise<unknown> {
  return (await clusterSnapshot(simulator, handover, name))?.Status;
}

describe('copies of one database into another Region', () => {
  it('a copy waits until an earlier one of the same database is done, and says 0 %', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    simulator.rds.faults.plan({
      operation: 'copy-cluster-snapshot',
      outcome: { seconds: 14 * 3600 },
    });
    await copy(simulator, handover, arn, named('first'));
    await copy(simulator, handover, arn, named('second'));
    await simulator.pass(13 * 60 * minute);
    expect(await clusterSnapshot(simulator, handover, 'second')).toMatchObject({
      Status: 'copying',
      PercentProgress: 0,
    });
    await clusterSnapshotWith(simulator, handover, 'first', 'available');
    expect(await statusOf(simulator, 'second')).toBe('copying');
    await clusterSnapshotWith(simulator, handover, 'second', 'available');
  });

  it('a copy does not wait for one that is deleted, nor for one of another database', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    for (let number = 0; number < 2; number++) {
      simulator.rds.faults.plan({ operation: 'copy-cluster-snapshot', outcome: 'never-ends' });
    }
    await copy(simulator, handover, arn, named('first'));
    await makeDatabase(simulator, sourceLocation, 'invoices', {
      cluster: { StorageEncrypted: false },
    });
    const other = await makeClusterSnapshot(simulator, sourceLocation, 'invoices', 'other');
    await copy(simulator, handover, other.DBClusterSnapshotArn ?? '', named('unrelated'));
    await copy(simulator, handover, arn, named('second'));
    await simulator.call(handover, 'DeleteDBClusterSnapshot', {
      DBClusterSnapshotIdentifier: 'first',
    });
    await clusterSnapshotWith(simulator, handover, 'second', 'available');
    expect(await statusOf(simulator, 'unrelated')).toBe('copying');
  });
});

/** The condition keys with which a copy was asked for, of its source and of its target. */
function contextsOf(simulator: Simulator) {
  return simulator.asked
    .filter(({ action }) => action === 'rds:CopyDBClusterSnapshot')
    .map(({ context }) => context);
}

describe('the permission to copy a snapshot', () => {
  it('the permission to copy may depend on the tags of the source snapshot and of the request', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    simulator.rds.setTags(arn, new Map([['understudy:stack', 'hourly']]));
    await copy(simulator, sourceLocation, 'taken', { Tags: [{ Key: 'run', Value: '2' }] });
    expect(contextsOf(simulator)).toEqual([
      {
        'aws:RequestTag/run': '2',
        'aws:TagKeys': ['run'],
        'aws:ResourceTag/understudy:stack': 'hourly',
      },
      { 'aws:RequestTag/run': '2', 'aws:TagKeys': ['run'] },
    ]);
  });

  it('the permission to copy does not see the tags of another account’s snapshot', async () => {
    const simulator = new Simulator();
    const arn = await taken(simulator, { StorageEncrypted: false });
    simulator.rds.setTags(arn, new Map([['understudy:stack', 'hourly']]));
    await simulator.call(sourceLocation, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [targetLocation.accountId],
    });
    simulator.asked.length = 0;
    await copy(simulator, { ...targetLocation, region: sourceLocation.region }, arn);
    expect(contextsOf(simulator)).toEqual([{}, {}]);
  });
});
