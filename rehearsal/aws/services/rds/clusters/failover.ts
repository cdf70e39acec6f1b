import type { FailoverDBClusterMessage, FailoverDBClusterResult } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { aboutInstance } from '../instances/find.ts';
import { restarted } from '../instances/restarted.ts';
import { simulated } from '../operation.ts';
import { clusterTakes } from '../statuses/takes.ts';
import type { StatusTransition } from '../status-transitions.ts';
import { serve } from '../serving.ts';
import { describeCluster, keepShowing } from './describe.ts';
import { authorizedCluster } from './find.ts';
import { comeBack, successors, takeOver } from './succession.ts';

/** FailoverDBCluster: the chosen reader, or the first in order of its tier, becomes the writer. */
export const failoverCluster = simulated<FailoverDBClusterMessage, FailoverDBClusterResult>(
  'FailoverDBCluster',
  { DBClusterIdentifier: true, TargetDBInstanceIdentifier: true },
  (context, input, call) => {
    const { DBClusterIdentifier: name, TargetDBInstanceIdentifier: targetName } = input;
    const cluster = authorizedCluster(context, 'FailoverDBCluster', name, call);
    if (!clusterTakes(cluster.status, 'FailoverDBCluster')) {
      throw new AwsError(
        'InvalidDBClusterStateFault',
        `Cluster ${cluster.identifier} can't fail over: it must be available, and is ${cluster.status}`,
      );
    }
    const target = failoverTarget(cluster, targetName?.toLowerCase());
    begin(context, cluster, async (transition) => {
      if (cluster.volume?.server) await context.storage.stop(cluster.volume);
      await failOver(context, cluster, target, transition);
    });
    return { DBCluster: describeCluster(context, cluster) };
  },
);

/** The writer's host is gone at this moment: RDS notices, and a reader takes over where one is. */
export async function crashWriter(context: Context, cluster: Cluster): Promise<void> {
  if (cluster.volume?.server) await context.storage.crash(cluster.volume);
  begin(context, cluster, async (transition) => {
    await transition.wait(transition.draw('noticeCrash'));
    await failOver(context, cluster, successors(cluster)[0], transition);
  });
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

function begin(
  context: Context,
  cluster: Cluster,
  steps: (transition: StatusTransition) => Promise<void>,
): void {
  cluster.status = 'failing-over';
  context.transitions.begin(
    {
      operation: 'failover-cluster',
      owner: cluster,
      identifier: cluster.identifier,
      location: cluster.location,
      fail: (status) => {
        cluster.status = status;
        context.emit('RDS-EVENT-0069', about(cluster));
      },
    },
    steps,
  );
}

/**
 * From the writer's end to the last event. The new writer takes writes first; then, each after a time
 * of its own, Describe calls it the writer, the cluster's host leads to it, and the former one is back.
 */
async function failOver(
  context: Context,
  cluster: Cluster,
  target: Instance | undefined,
  transition: StatusTransition,
): Promise<void> {
  const { writer: former } = cluster;
  if (target !== undefined) {
    const started = target.zone === former?.zone ? 'RDS-EVENT-0072' : 'RDS-EVENT-0073';
    context.emit(started, about(cluster), target.identifier);
  }
  await transition.wait(transition.draw('failover'));
  await transition.arrive();
  // Whoever was chosen may be on the way out by now.
  const successor = target?.status === 'available' ? target : undefined;
  if (successor === undefined) {
    await serve(context, cluster);
    context.emit('RDS-EVENT-0069', about(cluster));
    if (former) context.emit('RDS-EVENT-0070', about(cluster), former.identifier);
    cluster.status = 'available';
    return;
  }
  const hostDelay = transition.draw('failedOverHost');
  const describeDelay = transition.draw('failedOverWriter');
  keepShowing(context, cluster, describeDelay);
  await takeOver(context, cluster, successor, hostDelay);
  restarted(successor);
  context.emit('RDS-EVENT-0006', aboutInstance(successor));
  const absence = context.readerServers ? transition.draw('demotedWriter') : 0;
  await transition.wait(absence);
  if (former) {
    await comeBack(context, cluster, former);
    restarted(former);
    context.emit('RDS-EVENT-0006', aboutInstance(former));
  }
  await transition.wait(describeDelay - absence);
  cluster.status = 'available';
  context.emit('RDS-EVENT-0071', about(cluster), successor.identifier);
}

function about(cluster: Cluster) {
  const { location, identifier } = cluster;
  return { location, arn: rdsArn(location, 'cluster', identifier), identifier };
}
