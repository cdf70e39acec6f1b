import type { FailoverDBClusterMessage, FailoverDBClusterResult } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { simulated } from '../operation.ts';
import { announceCluster, announceInstance, interrupt } from '../serving.ts';
import { describeCluster } from './describe.ts';
import { authorizedCluster } from './find.ts';

/** FailoverDBCluster: the chosen reader, or the first in order of its tier, becomes the writer. */
export const failoverCluster = simulated<FailoverDBClusterMessage, FailoverDBClusterResult>(
  'FailoverDBCluster',
  { DBClusterIdentifier: true, TargetDBInstanceIdentifier: true },
  (context, input, call) => {
    const { DBClusterIdentifier: name, TargetDBInstanceIdentifier: targetName } = input;
    const cluster = authorizedCluster(context, 'FailoverDBCluster', name, call);
    if (cluster.status !== 'available') {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        `Cluster ${cluster.identifier} can't fail over: it must be available, and is ${cluster.status}`,
      );
    }
    const target = failoverTarget(cluster, targetName?.toLowerCase());
    begin(context, cluster, target);
    return { DBCluster: describeCluster(context, cluster) };
  },
);

/** The readers that could take over, best first: lowest tier, then oldest. */
export function successors(cluster: Cluster): Instance[] {
  return cluster.members
    .filter((member) => member !== cluster.writer && member.status === 'available')
    .toSorted((one, other) => one.promotionTier - other.promotionTier);
}

/** Makes a reader the writer: the cluster's host follows later. */
export function promote(
  context: Context,
  cluster: Cluster,
  target: Instance,
  hostDelay: number,
): void {
  cluster.writer = target;
  announceCluster(context, cluster, hostDelay);
  for (const member of cluster.members) {
    if (member.status === 'available') announceInstance(context, member);
  }
}

function failoverTarget(cluster: Cluster, wanted: string | undefined): Instance {
  const candidates = successors(cluster);
  const target =
    wanted === undefined
      ? candidates[0]
      : candidates.find(({ identifier }) => identifier === wanted);
  if (target !== undefined) return target;
  throw new AwsError(
    wanted === undefined ? 'InvalidDBClusterStateFault' : 'InvalidDBInstanceStateFault',
    wanted === undefined
      ? `Cluster ${cluster.identifier} has no available reader to fail over to`
      : `${wanted} is not an available reader of cluster ${cluster.identifier}`,
  );
}

function begin(context: Context, cluster: Cluster, target: Instance): void {
  const { identifier, location } = cluster;
  const about = { location, arn: rdsArn(location, 'cluster', identifier), identifier };
  const before = cluster.writer;
  context.emit('RDS-EVENT-0073', about, target.identifier);
  cluster.status = 'failing-over';
  context.passages.begin(
    {
      deed: 'failover-cluster',
      owner: cluster,
      identifier,
      location,
      fail: (status) => {
        cluster.status = status;
        context.emit('RDS-EVENT-0069', about);
      },
    },
    async (passage) => {
      await interrupt(context, cluster, () => passage.wait(passage.draw('failover')));
      await passage.arrive();
      promote(context, cluster, target, passage.draw('failedOverHost'));
      cluster.status = 'available';
      context.emit('RDS-EVENT-0071', about, target.identifier);
      for (const member of [target, before]) {
        if (member === undefined) continue;
        const arn = rdsArn(location, 'db', member.identifier);
        const instance = { location, arn, identifier: member.identifier };
        context.emit('RDS-EVENT-0006', instance);
      }
    },
  );
}
