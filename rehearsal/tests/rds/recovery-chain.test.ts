import { describe, expect, it } from '@jest/globals';
import {
  cluster,
  clusterSnapshot,
  clusterSnapshotWith,
  clusterWith,
  instanceWith,
  makeClusterSnapshot,
  makeDatabase,
  makeMember,
  rowsOf,
} from './scenes.ts';
import { HANDOVER, MINUTE, SOURCE, Stage, START, TARGET } from './stage.ts';

function encrypted(KmsKeyId: string) {
  return { cluster: { StorageEncrypted: true, KmsKeyId } };
}

describe('a recovery from account to account', () => {
  it('carries the rows of the snapshot, and none written later, under the live name', async () => {
    const stage = new Stage();
    const sourceKey = stage.keys.make(SOURCE, 'source');
    const recoveryKey = stage.keys.make(HANDOVER, 'recovery');
    const targetKey = stage.keys.make(TARGET, 'target');

    const source = await makeDatabase(stage, SOURCE, 'orders', {
      ...encrypted(sourceKey),
      rows: ['one', 'two'],
    });
    const live = await makeDatabase(stage, TARGET, 'orders', encrypted(targetKey));

    const taken = await makeClusterSnapshot(stage, SOURCE, 'orders', 'orders-1');
    rowsOf(stage, source.DbClusterResourceId).push('three');
    await stage.call(HANDOVER, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: taken.DBClusterSnapshotArn,
      TargetDBClusterSnapshotIdentifier: 'orders-1',
      KmsKeyId: recoveryKey,
    });
    const copy = await clusterSnapshotWith(stage, HANDOVER, 'orders-1', 'available');
    const arn = copy.DBClusterSnapshotArn ?? '';
    expect(await clusterSnapshot(stage, TARGET, arn)).toBeUndefined();
    await stage.call(HANDOVER, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'orders-1',
      AttributeName: 'restore',
      ValuesToAdd: [TARGET.accountId],
    });
    expect(await clusterSnapshot(stage, TARGET, arn)).toMatchObject({
      Status: 'available',
      KmsKeyId: recoveryKey,
      DBClusterSnapshotIdentifier: arn,
    });

    await stage.call(TARGET, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: arn,
      TargetDBClusterSnapshotIdentifier: 'secured-1',
      KmsKeyId: targetKey,
    });
    await clusterSnapshotWith(stage, TARGET, 'secured-1', 'available');
    await stage.call(TARGET, 'RestoreDBClusterFromSnapshot', {
      DBClusterIdentifier: 'orders-temp',
      SnapshotIdentifier: 'secured-1',
      Engine: 'aurora-postgresql',
      EngineVersion: taken.EngineVersion,
    });
    await clusterWith(stage, TARGET, 'orders-temp', 'available');
    await makeMember(stage, TARGET, 'orders-temp', 'orders-temp-1');

    for (const [from, to] of [
      ['orders', 'orders-old'],
      ['orders-temp', 'orders'],
    ]) {
      await stage.call(TARGET, 'ModifyDBCluster', {
        DBClusterIdentifier: from,
        NewDBClusterIdentifier: to,
        ApplyImmediately: true,
      });
      await clusterWith(stage, TARGET, to ?? '', 'available');
      await stage.until(async () =>
        (await cluster(stage, TARGET, from ?? '')) === undefined ? true : undefined,
      );
    }
    const restored = await clusterWith(stage, TARGET, 'orders', 'available');
    expect(restored.DbClusterResourceId).not.toBe(live.DbClusterResourceId);
    expect(restored.Endpoint).toBe(live.Endpoint);
    expect(restored.KmsKeyId).toBe(targetKey);
    expect(rowsOf(stage, restored.DbClusterResourceId)).toEqual(['one', 'two']);
    await instanceWith(stage, TARGET, 'orders-temp-1', 'available');
    await stage.pass(2 * MINUTE);
    expect(stage.names.resolve(restored.Endpoint ?? '')).toHaveLength(1);

    expect(stage.rds.lineage(restored.DBClusterArn ?? '')).toMatchObject({
      resourceId: restored.DbClusterResourceId,
      restoredFrom: { resourceId: source.DbClusterResourceId, takenAt: expect.any(Number) },
    });
    const kinds = stage.rds.operationsLog.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'copy-cluster-snapshot')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'rename-cluster')).toHaveLength(2);
    for (const { startedAt, endedAt } of stage.rds.operationsLog) {
      expect(startedAt).toBeGreaterThanOrEqual(START);
      expect(endedAt).toBeGreaterThan(startedAt);
    }
    expect(stage.rds.problems).toEqual([]);
    expect(stage.rds.faults.pending()).toEqual([]);
  });
});
