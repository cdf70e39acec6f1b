import type {
  RestoreDBClusterFromSnapshotMessage,
  RestoreDBClusterFromSnapshotResult,
} from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { keyForWriting, requireReading, type Encryption } from '../encryption.ts';
import { clusterEngine } from '../engines.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { simulated } from '../operation.ts';
import { readPort } from '../settings/port.ts';
import { newSettings, takenMembers } from '../settings/setting.ts';
import { EndsBadly } from '../status-transitions.ts';
import {
  clusterSnapshots,
  requireAvailable,
  snapshotArn,
  sourceSnapshot,
} from '../snapshots/family.ts';
import type { Snapshot } from '../snapshots/snapshot.ts';
import { readTags } from '../tags.ts';
import { describeCluster } from './describe.ts';
import { addCluster, authorizeNewCluster, requireProvisioned } from './new-cluster.ts';
import { clusterSettings, readParameterGroup } from './settings.ts';

const operation = 'RestoreDBClusterFromSnapshot';

/**
 * RestoreDBClusterFromSnapshot: a cluster without instances, with the source's credentials. An
 * instance snapshot as the source (a migration to Aurora) is not simulated.
 */
export const restoreCluster = simulated<
  RestoreDBClusterFromSnapshotMessage,
  RestoreDBClusterFromSnapshotResult
>(
  operation,
  {
    ...takenMembers(clusterSettings, 'restore'),
    DBSubnetGroupName: true,
    Port: true,
    EngineMode: true,
    DBClusterIdentifier: true,
    SnapshotIdentifier: true,
    Engine: true,
    EngineVersion: true,
    KmsKeyId: true,
    Tags: true,
  },
  (context, input, call) => {
    const { location } = call;
    const identifier = newIdentifier(input.DBClusterIdentifier, 'DBClusterIdentifier', 'database');
    const from = required(input.SnapshotIdentifier, 'SnapshotIdentifier');
    const engine = clusterEngine(required(input.Engine, 'Engine'), operation);
    const tags = readTags(input.Tags);
    call.authorize(`rds:${operation}`, snapshotArn(clusterSnapshots, location, from));
    const snapshot = sourceSnapshot(context, clusterSnapshots, from, call);
    requireAvailable(clusterSnapshots, snapshot);
    if (snapshot.source.engine !== engine) {
      throw new AwsError(
        'InvalidRestoreFault',
        `A snapshot of ${snapshot.source.engine} can't be restored as ${engine}`,
      );
    }
    const engineVersion = context.offers.restoredVersion(
      location,
      engine,
      input.EngineVersion,
      snapshot.source.engineVersion,
    );
    requireProvisioned(input.EngineMode, operation);
    const { source } = snapshot;
    const subnetGroup = context.groups.subnetGroup(location, input.DBSubnetGroupName);
    const about = { context, call, engine, engineVersion, subnetGroup, source };
    const parameterGroup = readParameterGroup(input.DBClusterParameterGroupName, about);
    authorizeNewCluster(call, operation, {
      identifier,
      engine,
      engineVersion,
      parameterGroup,
      subnetGroup: subnetGroup.identifier,
      tags,
    });
    const settings = newSettings(clusterSettings, 'restore', input, about);
    const cluster = addCluster(context, call, {
      ...settings,
      subnetGroup,
      identifier,
      engine,
      engineVersion,
      master: source.master,
      databaseName: source.databaseName,
      // Source: the SDK's model, Port: "The same port as the original DB cluster".
      port: readPort(input.Port ?? source.port),
      encryption: restoredEncryption(context, snapshot, input.KmsKeyId, call),
      tags,
    });
    beginRestore(context, cluster, snapshot);
    return { DBCluster: describeCluster(context, cluster) };
  },
);

/**
 * How a restored database is encrypted: under the key that is named (an unencrypted snapshot too),
 * else as the snapshot is, be the key another account's.
 */
export function restoredEncryption(
  context: Context,
  snapshot: Snapshot,
  keyId: string | undefined,
  call: Call,
): Encryption {
  const { keys } = context;
  requireReading(keys, call, snapshot.encryption, 'source snapshot');
  return keyId === undefined ? snapshot.encryption : keyForWriting(keys, call, keyId, 'specified');
}

/** RDS tells by no event that a restored cluster has become available. */
function beginRestore(context: Context, cluster: Cluster, snapshot: Snapshot): void {
  context.transitions.begin(
    {
      operation: 'restore-cluster',
      owner: cluster,
      identifier: cluster.identifier,
      location: cluster.location,
      fail: (status) => {
        cluster.status = status;
        const { location, identifier } = cluster;
        const arn = rdsArn(location, 'cluster', identifier);
        context.emit('RDS-EVENT-0354', { location, arn, identifier }, '');
      },
    },
    async (transition) => {
      if (snapshot.dump === undefined) throw new EndsBadly('incompatible-restore');
      cluster.volume = await context.storage.restore(
        snapshot.dump,
        cluster.resourceId,
        cluster.engine,
      );
      await transition.wait(transition.draw('restoreCluster'));
      await transition.arrive();
      cluster.status = 'available';
    },
  );
}
