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
import { handover, minute, sourceLocation, Simulator, start, targetLocation } from './simulator.ts';

function encrypted(KmsKeyId: string) {
  return { cluster: { StorageEncrypted: true, KmsKeyId } };
}

describe('a recovery from account to account', () => {
  it('a recovered cluster has the rows of the snapshot, and no later ones, under the live name', async () => {
    const simulator = new Simulator();
    const sourceKey = simulator.keys.make(sourceLocation, 'source');
    const recoveryKey = simulator.keys.make(handover, 'recovery');
    const targetKey = simulator.keys.make(targetLocation, 'target');

    const source = await makeDatabase(simulator, sourceLocation, 'orders', {
      ...encrypted(sourceKey),
      rows: ['one', 'two'],
    });
    const live = await makeDatabase(simulator, targetLocation, 'orders', encrypted(targetKey));

    const taken = await makeClusterSnapshot(simulator, sourceLocation, 'orders', 'orders-1');
    rowsOf(simulator, source.DbClusterResourceId).push('three');
    await simulator.call(handover, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: taken.DBClusterSnapshotArn,
      TargetDBClusterSnapshotIdentifier: 'orders-1',
      KmsKeyId: recoveryKey,
    });
    const copy = await clusterSnapshotWith(simulator, handover, 'orders-1', 'available');
    const arn = copy.DBClusterSnapshotArn ?? '';
    expect(await clusterSnapshot(simulator, targetLocation, arn)).toBeUndefined();
    await simulator.call(handover, 'ModifyDBClusterSnapshotAttribute', {
      DBClusterSnapshotIdentifier: 'orders-1',
      AttributeName: 'restore',
      ValuesToAdd: [targetLocation.accountId],
    });
    expect(await clusterSnapshot(simulator, targetLocation, arn)).toMatchObject({
      Status: 'available',
      KmsKeyId: recoveryKey,
      DBClusterSnapshotIdentifier: arn,
    });

    await simulator.call(targetLocation, 'CopyDBClusterSnapshot', {
      SourceDBClusterSnapshotIdentifier: arn,
      TargetDBClusterSnapshotIdentifier: 'secured-1',
      KmsKeyId: targetKey,
    });
    await clusterSnapshotWith(simulator, targetLocation, 'secured-1', 'available');
    await simulator.call(targetLocation, 'RestoreDBClusterFromSnapshot', {
      DBClusterIdentifier: 'orders-temp',
      SnapshotIdentifier: 'secured-1',
      Engine: 'aurora-postgresql',
      EngineVersion: taken.EngineVersion,
    });
    await clusterWith(simulator, targetLocation, 'orders-temp', 'available');
    await makeMember(simulator, targetLocation, 'orders-temp', 'orders-temp-1');

    for (const [from, to] of [
      ['orders', 'orders-old'],
      ['orders-temp', 'orders'],
    ]) {
      await simulator.call(targetLocation, 'ModifyDBCluster', {
        DBClusterIdentifier: from,
        NewDBClusterIdentifier: to,
        ApplyImmediately: true,
      });
      await clusterWith(simulator, targetLocation, to ?? '', 'available');
      await simulator.until(async () =>
        (await cluster(simulator, targetLocation, from ?? '')) === undefined ? true : undefined,
      );
    }
    const restored = await clusterWith(simulator, targetLocation, 'orders', 'available');
    expect(restored.DbClusterResourceId).not.toBe(live.DbClusterResourceId);
    expect(restored.Endpoint).toBe(live.Endpoint);
    expect(restored.KmsKeyId).toBe(targetKey);
    expect(rowsOf(simulator, restored.DbClusterResourceId)).toEqual(['one', 'two']);
    await instanceWith(simulator, targetLocation, 'orders-temp-1', 'available');
    await simulator.pass(2 * minute);
    expect(simulator.names.resolve(restored.Endpoint ?? '')).toHaveLength(1);

    expect(simulator.rds.lineage(restored.DBClusterArn ?? '')).toMatchObject({
      resourceId: restored.DbClusterResourceId,
      restoredFrom: { resourceId: source.DbClusterResourceId, takenAt: expect.any(Number) },
    });
    const kinds = simulator.rds.operationsLog.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'copy-cluster-snapshot')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'rename-cluster')).toHaveLength(2);
    for (const { startedAt, endedAt } of simulator.rds.operationsLog) {
      expect(startedAt).toBeGreaterThanOrEqual(start);
      expect(endedAt).toBeGreaterThan(startedAt);
    }
    expect(simulator.rds.problems).toEqual([]);
    expect(simulator.rds.faults.pending()).toEqual([]);
  });
});
