import type { DeleteDBClusterMessage, DeleteDBClusterResult } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { finalSnapshotName } from '../final-snapshot.ts';
import { deleteManagedSecret } from '../master-secret.ts';
import { simulated } from '../operation.ts';
import { stopServing } from '../serving.ts';
import { beginSnapshot } from '../snapshots/create.ts';
import { clusterSnapshots } from '../snapshots/family.ts';
import { clusterTakes } from '../statuses/takes.ts';
import { requireUntiedCluster } from '../ties/deletions.ts';
import { describeCluster } from './describe.ts';
import { authorizedCluster } from './find.ts';

const operation = 'DeleteDBCluster';

/**
 * DeleteDBCluster. Nothing cascades: members must be gone, or be going. Deletion protection stands
 * before the cluster only, not before its members.
 */
export const deleteCluster = simulated<DeleteDBClusterMessage, DeleteDBClusterResult>(
  operation,
  {
    DBClusterIdentifier: true,
    SkipFinalSnapshot: true,
    FinalDBSnapshotIdentifier: true,
    DeleteAutomatedBackups: true,
  },
  (context, input, call) => {
    const cluster = authorizedCluster(context, operation, input.DBClusterIdentifier, call);
    const final = finalSnapshotName(context, clusterSnapshots, operation, cluster, input, call);
    requireDeletable(cluster);
    requireUntiedCluster(context, cluster);
    if (final !== undefined) requireSnapshotable(cluster);
    beginDeletion(context, cluster, final, input.DeleteAutomatedBackups ?? true);
    return { DBCluster: describeCluster(context, cluster) };
  },
);

function requireDeletable(cluster: Cluster): void {
  const { identifier, status } = cluster;
  if (cluster.deletionProtection) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Cannot delete protected Cluster, please disable deletion protection and try again.',
    );
  }
  if (cluster.members.some((member) => member.status !== 'deleting')) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
    );
  }
  if (clusterTakes(status, 'DeleteDBCluster')) return;
  throw new AwsError(
    'InvalidDBClusterStateFault',
    `DBCluster ${identifier} can't be deleted while it is ${status}`,
  );
}

function requireSnapshotable(cluster: Cluster): void {
  if (clusterTakes(cluster.status, 'CreateDBClusterSnapshot')) return;
  throw new AwsError(
    'InvalidDBClusterStateFault',
    `No final snapshot can be taken of ${cluster.identifier} while it is ${cluster.status}: SkipFinalSnapshot`,
  );
}

function beginDeletion(
  context: Context,
  cluster: Cluster,
  finalName: string | undefined,
  deleteBackups: boolean,
): void {
  const { identifier, location } = cluster;
  const final =
    finalName === undefined
      ? undefined
      : beginSnapshot(context, clusterSnapshots, cluster, {
          identifier: finalName,
          tags: new Map(),
        });
  context.transitions.cancel(cluster);
  cluster.pending = {};
  cluster.stale = undefined;
  cluster.status = 'deleting';
  context.transitions.begin(
    {
      operation: 'delete-cluster',
      owner: cluster,
      identifier,
      location,
      fail: (status) => (cluster.status = status),
    },
    async (transition) => {
      await stopServing(context, cluster);
      await transition.wait(transition.draw('deleteCluster'));
      await transition.until(() => final?.status !== 'creating' && cluster.members.length === 0);
      await transition.arrive();
      if (cluster.volume) await context.storage.removeVolume(cluster.volume);
      context.clusters.remove(cluster);
      deleteManagedSecret(context, cluster);
      if (deleteBackups) await removeAutomatedBackups(context, cluster);
      const arn = rdsArn(location, 'cluster', identifier);
      context.emit('RDS-EVENT-0171', { location, arn, identifier });
    },
  );
}

/** Automated snapshots go with their cluster; manual ones stay. */
async function removeAutomatedBackups(context: Context, cluster: Cluster): Promise<void> {
  for (const snapshot of context.snapshots.cluster.in(cluster.location)) {
    if (snapshot.type !== 'automated') continue;
    if (snapshot.source.resourceId !== cluster.resourceId) continue;
    context.transitions.cancel(snapshot);
    context.snapshots.cluster.remove(snapshot);
    if (snapshot.dump) await context.storage.removeDump(snapshot.dump);
  }
}
