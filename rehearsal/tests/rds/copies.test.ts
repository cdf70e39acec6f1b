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
import { HANDOVER, MINUTE, SOURCE, Stage, TARGET } from './stage.ts';

/** A cluster snapshot `taken` in the source place. */
async function taken(stage: Stage, encryption: object): Promise<string> {
  await makeDatabase(stage, SOURCE, 'orders', { cluster: encryption });
  const snapshot = await makeClusterSnapshot(stage, SOURCE, 'orders', 'taken');
  return snapshot.DBClusterSnapshotArn ?? '';
}

function copy(stage: Stage, place: typeof SOURCE, source: string, more: object = {}) {
  return stage.call<CopyDBClusterSnapshotResult>(place, 'CopyDBClusterSnapshot', {
    SourceDBClusterSnapshotIdentifier: source,
    TargetDBClusterSnapshotIdentifier: 'copied',
    ...more,
  });
}

describe('the key of a copied cluster snapshot', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });

  it('is refused for an unencrypted snapshot', async () => {
    const key = stage.keys.make(SOURCE, 'other');
    await taken(stage, { StorageEncrypted: false });
    await expect(copy(stage, SOURCE, 'taken', { KmsKeyId: key })).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
  });

  it('stays the source’s in the same account and Region', async () => {
    const key = stage.keys.make(SOURCE, 'source');
    await taken(stage, { KmsKeyId: key });
    await copy(stage, SOURCE, 'taken');
    const copied = await clusterSnapshotWith(stage, SOURCE, 'copied', 'available');
    expect(copied).toMatchObject({ StorageEncrypted: true, KmsKeyId: key });
  });

  it('must be given for another Region', async () => {
    const key = stage.keys.make(SOURCE, 'source');
    const arn = await taken(stage, { KmsKeyId: key });
    await expect(copy(stage, HANDOVER, arn)).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
      message: expect.stringContaining('[None]'),
    });
  });

  it('must lie in the destination Region', async () => {
    const key = stage.keys.make(SOURCE, 'source');
    const arn = await taken(stage, { KmsKeyId: key });
    await expect(copy(stage, HANDOVER, arn, { KmsKeyId: key })).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
      message: expect.stringContaining('eu-west-1'),
    });
  });

  it('must exist', async () => {
    await taken(stage, { KmsKeyId: stage.keys.make(SOURCE, 'source') });
    const unknown = 'arn:aws:kms:eu-west-1:111111111111:key/unknown';
    await expect(copy(stage, SOURCE, 'taken', { KmsKeyId: unknown })).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
    });
  });

  it('must be given for another account’s encrypted snapshot', async () => {
    const key = stage.keys.make(HANDOVER, 'recovery');
    const target = stage.keys.make(TARGET, 'target');
    await makeDatabase(stage, HANDOVER, 'orders', { cluster: { KmsKeyId: key } });
    const snapshot = await makeClusterSnapshot(stage, HANDOVER, 'orders', 'shared');
    await stage.call(HANDOVER, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'shared',
      AttributeName: 'restore',
      ValuesToAdd: [TARGET.accountId],
    });
    const arn = snapshot.DBClusterSnapshotArn ?? '';
    await expect(copy(stage, TARGET, arn)).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
    });
    await copy(stage, TARGET, arn, { KmsKeyId: target });
    const copied = await clusterSnapshotWith(stage, TARGET, 'copied', 'available');
    expect(copied).toMatchObject({ KmsKeyId: target, SourceDBClusterSnapshotArn: arn });
  });

  it('makes an AWS-owned one a KMS one', async () => {
    const key = stage.keys.make(SOURCE, 'source');
    await taken(stage, { StorageEncrypted: undefined });
    const before = await clusterSnapshot(stage, SOURCE, 'taken');
    expect(before).toMatchObject({ StorageEncrypted: true, StorageEncryptionType: 'sse-rds' });
    expect(before).not.toHaveProperty('KmsKeyId');
    await copy(stage, SOURCE, 'taken', { KmsKeyId: key });
    expect(await clusterSnapshotWith(stage, SOURCE, 'copied', 'available')).toMatchObject({
      StorageEncryptionType: 'sse-kms',
      KmsKeyId: key,
    });
  });

  it.each([
    ['the source’s', 'kms:Decrypt', 'source'],
    ['the target’s', 'kms:GenerateDataKey', 'target'],
  ])('must be usable by the caller: %s', async (_which, action, name) => {
    const keys = {
      source: stage.keys.make(SOURCE, 'source'),
      target: stage.keys.make(HANDOVER, 'recovery'),
    };
    const arn = await taken(stage, { KmsKeyId: keys.source });
    const key = keys[name as keyof typeof keys];
    stage.keys.forbidden.add(`${HANDOVER.accountId} ${action} ${key}`);
    await expect(copy(stage, HANDOVER, arn, { KmsKeyId: keys.target })).rejects.toMatchObject({
      name: 'KMSKeyNotAccessibleFault',
      message: expect.stringContaining(action),
    });
  });

  it('is used through RDS of its own Region', async () => {
    const source = stage.keys.make(SOURCE, 'source');
    const recovery = stage.keys.make(HANDOVER, 'recovery');
    const arn = await taken(stage, { KmsKeyId: source });
    stage.keys.uses.length = 0;
    await copy(stage, HANDOVER, arn, { KmsKeyId: recovery });
    expect(stage.keys.uses).toContainEqual({
      arn: source,
      action: 'kms:Decrypt',
      via: 'rds.eu-west-1.amazonaws.com',
    });
    expect(stage.keys.uses).toContainEqual({
      arn: recovery,
      action: 'kms:CreateGrant',
      via: 'rds.eu-central-1.amazonaws.com',
    });
    expect(new Set(stage.keys.uses.map(({ arn: used, via }) => `${used} ${via}`)).size).toBe(2);
  });
});

describe('a copied instance snapshot', () => {
  it('is encrypted by KmsKeyId where the source isn’t', async () => {
    const stage = new Stage();
    const key = stage.keys.make(SOURCE, 'other');
    await makeInstance(stage, SOURCE, 'ledger');
    await stage.call(SOURCE, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'plain',
    });
    await instanceSnapshotWith(stage, SOURCE, 'plain', 'available');
    await stage.call(SOURCE, 'CopyDBSnapshot', {
      SourceDBSnapshotIdentifier: 'plain',
      TargetDBSnapshotIdentifier: 'encrypted',
      KmsKeyId: key,
    });
    expect(await instanceSnapshotWith(stage, SOURCE, 'encrypted', 'available')).toMatchObject({
      Encrypted: true,
      KmsKeyId: key,
    });
  });

  it('names its source only where that is in another account or Region', async () => {
    const stage = new Stage();
    await makeInstance(stage, SOURCE, 'ledger', { StorageEncrypted: false });
    await stage.call(SOURCE, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    const { DBSnapshotArn: arn } = await instanceSnapshotWith(stage, SOURCE, 'taken', 'available');
    for (const place of [SOURCE, HANDOVER]) {
      await stage.call(place, 'CopyDBSnapshot', {
        SourceDBSnapshotIdentifier: arn,
        TargetDBSnapshotIdentifier: 'copied',
      });
    }
    const near = await instanceSnapshotWith(stage, SOURCE, 'copied', 'available');
    const far = await instanceSnapshotWith(stage, HANDOVER, 'copied', 'available');
    expect(near).not.toHaveProperty('SourceDBSnapshotIdentifier');
    expect(far).toMatchObject({ SourceDBSnapshotIdentifier: arn });
  });
});

describe('a copy in progress', () => {
  it('takes 16 to 22 minutes to another Region, with a queue before', async () => {
    const stage = new Stage();
    const arn = await taken(stage, { StorageEncrypted: false });
    const start = stage.clock.now();
    const answer = await copy(stage, HANDOVER, arn);
    expect(answer.DBClusterSnapshot).toMatchObject({ Status: 'copying', PercentProgress: 0 });
    await clusterSnapshotWith(stage, HANDOVER, 'copied', 'available');
    const minutes = (stage.clock.now() - start) / MINUTE;
    expect(minutes).toBeGreaterThan(16);
    expect(minutes).toBeLessThan(24.1);
  });

  it('fails when its source is deleted', async () => {
    const stage = new Stage();
    const arn = await taken(stage, { StorageEncrypted: false });
    await copy(stage, HANDOVER, arn);
    await stage.call(SOURCE, 'DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier: 'taken' });
    const failed = await clusterSnapshotWith(stage, HANDOVER, 'copied', 'failed');
    expect(failed.PercentProgress).toBeDefined();
    expect(stage.rds.problems).toEqual([]);
  });

  it('fails when a key is disabled meanwhile', async () => {
    const stage = new Stage();
    const key = stage.keys.make(SOURCE, 'source');
    const arn = await taken(stage, { KmsKeyId: key });
    await copy(stage, HANDOVER, arn, { KmsKeyId: stage.keys.make(HANDOVER, 'recovery') });
    stage.keys.setState(key, 'Disabled');
    await clusterSnapshotWith(stage, HANDOVER, 'copied', 'failed');
    expect(stage.engine.dumps.size).toBe(1);
  });

  it('is cancelled by deleting it', async () => {
    const stage = new Stage();
    const arn = await taken(stage, { StorageEncrypted: false });
    await copy(stage, HANDOVER, arn);
    await stage.pass(5 * MINUTE);
    await stage.call(HANDOVER, 'DeleteDBClusterSnapshot', {
      DBClusterSnapshotIdentifier: 'copied',
    });
    await stage.pass(2 * MINUTE);
    expect(await clusterSnapshot(stage, HANDOVER, 'copied')).toBeUndefined();
    await stage.pass(60 * MINUTE);
    expect(stage.engine.dumps.size).toBe(1);
  });

  it('is refused for a source that is not available', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    await stage.call(SOURCE, 'CreateDBClusterSnapshot', {
      DBClusterIdentifier: 'orders',
      DBClusterSnapshotIdentifier: 'taken',
    });
    await expect(copy(stage, SOURCE, 'taken')).rejects.toMatchObject({
      name: 'InvalidDBClusterSnapshotStateFault',
    });
  });

  it('crosses account and Region in one call, unless that is switched off', async () => {
    for (const oneCallClusterCopy of [true, false]) {
      const stage = new Stage({ oneCallClusterCopy });
      const key = stage.keys.make(SOURCE, 'source');
      const arn = await taken(stage, { KmsKeyId: key });
      await stage.call(SOURCE, 'ModifyDBClusterSnapshotAttribute', {
        DBClusterSnapshotIdentifier: 'taken',
        AttributeName: 'restore',
        ValuesToAdd: [TARGET.accountId],
      });
      const KmsKeyId = stage.keys.make(TARGET, 'target');
      const refused = copy(stage, TARGET, arn, { KmsKeyId }).then(
        () => undefined,
        (error: Error) => error.name,
      );
      expect(await refused).toBe(oneCallClusterCopy ? undefined : 'InvalidParameterCombination');
    }
  });
});

describe('copied tags', () => {
  it('come only on request, under those of the request', async () => {
    const stage = new Stage();
    await makeDatabase(stage, SOURCE, 'orders');
    const Tags = [
      { Key: 'team', Value: 'orders' },
      { Key: 'run', Value: '1' },
    ];
    await makeClusterSnapshot(stage, SOURCE, 'orders', 'taken', { Tags });
    const plain = await copy(stage, SOURCE, 'taken');
    expect(plain.DBClusterSnapshot?.TagList).toEqual([]);
    const tagged = await copy(stage, SOURCE, 'taken', {
      TargetDBClusterSnapshotIdentifier: 'tagged',
      CopyTags: true,
      Tags: [{ Key: 'run', Value: '2' }],
    });
    expect(tagged.DBClusterSnapshot?.TagList).toEqual([
      { Key: 'team', Value: 'orders' },
      { Key: 'run', Value: '2' },
    ]);
  });

  it('are refused of a shared snapshot, and with AWS’s own among them', async () => {
    const stage = new Stage();
    const arn = await taken(stage, { StorageEncrypted: false });
    await stage.call(SOURCE, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [TARGET.accountId],
    });
    const shared = copy(stage, { ...TARGET, region: SOURCE.region }, arn, { CopyTags: true });
    await expect(shared).rejects.toThrow('shared snapshot');
    stage.rds.setTags(arn, new Map([['aws:cloudformation:stack-name', 'orders']]));
    await expect(copy(stage, SOURCE, arn, { CopyTags: true })).rejects.toThrow('aws:');
  });
});

describe('the time of a copied snapshot', () => {
  // Source: AWS CLI reference, copy-db-cluster-snapshot: the example's copy has its original's time.
  it('is its original’s, of a cluster snapshot', async () => {
    const stage = new Stage();
    await taken(stage, { StorageEncrypted: false });
    const original = await clusterSnapshot(stage, SOURCE, 'taken');
    await stage.pass(90 * MINUTE);
    await copy(stage, SOURCE, 'taken');
    const copied = await clusterSnapshotWith(stage, SOURCE, 'copied', 'available');
    expect(copied.SnapshotCreateTime).toEqual(original?.SnapshotCreateTime);
  });

  // Source: the SDK's model of DBSnapshot.
  it('is the copy’s own, of a DB snapshot, which says its original’s besides', async () => {
    const stage = new Stage();
    await makeInstance(stage, SOURCE, 'ledger');
    await stage.call(SOURCE, 'CreateDBSnapshot', {
      DBInstanceIdentifier: 'ledger',
      DBSnapshotIdentifier: 'taken',
    });
    const original = await instanceSnapshotWith(stage, SOURCE, 'taken', 'available');
    await stage.pass(90 * MINUTE);
    await stage.call(SOURCE, 'CopyDBSnapshot', {
      SourceDBSnapshotIdentifier: 'taken',
      TargetDBSnapshotIdentifier: 'copied',
    });
    const copied = await instanceSnapshotWith(stage, SOURCE, 'copied', 'available');
    expect(copied.OriginalSnapshotCreateTime).toEqual(original.OriginalSnapshotCreateTime);
    expect(copied.SnapshotCreateTime?.getTime()).toBeGreaterThan(
      original.SnapshotCreateTime?.getTime() ?? Infinity,
    );
  });
});

/** The condition keys with which a copy was asked for, of its source and of its target. */
function contextsOf(stage: Stage) {
  return stage.asked
    .filter(({ action }) => action === 'rds:CopyDBClusterSnapshot')
    .map(({ context }) => context);
}

describe('the permission to copy', () => {
  it('may depend on the tags of the snapshot that is copied, and of the request', async () => {
    const stage = new Stage();
    const arn = await taken(stage, { StorageEncrypted: false });
    stage.rds.setTags(arn, new Map([['understudy:stack', 'hourly']]));
    await copy(stage, SOURCE, 'taken', { Tags: [{ Key: 'run', Value: '2' }] });
    expect(contextsOf(stage)).toEqual([
      {
        'aws:RequestTag/run': '2',
        'aws:TagKeys': ['run'],
        'aws:ResourceTag/understudy:stack': 'hourly',
      },
      { 'aws:RequestTag/run': '2', 'aws:TagKeys': ['run'] },
    ]);
  });

  it('doesn’t see the tags of another account’s snapshot', async () => {
    const stage = new Stage();
    const arn = await taken(stage, { StorageEncrypted: false });
    stage.rds.setTags(arn, new Map([['understudy:stack', 'hourly']]));
    await stage.call(SOURCE, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'taken',
      AttributeName: 'restore',
      ValuesToAdd: [TARGET.accountId],
    });
    stage.asked.length = 0;
    await copy(stage, { ...TARGET, region: SOURCE.region }, arn);
    expect(contextsOf(stage)).toEqual([{}, {}]);
  });
});
