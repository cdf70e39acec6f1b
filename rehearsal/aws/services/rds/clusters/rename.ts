import type { Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { announceCluster, certify, withdrawCluster } from '../serving.ts';
import { requireNoIntegration } from '../ties/deletions.ts';
import { keepShowing } from './describe.ts';
import { requireFreeClusterName } from './find.ts';

/** @throws AwsError `DBClusterAlreadyExistsFault` while another cluster holds the name */
export function requireRenamable(
  context: Context,
  call: Call,
  cluster: Cluster,
  name: string,
): void {
  if (name === cluster.identifier) return;
  requireNoIntegration(context, cluster);
  requireFreeClusterName(context, call, name);
}

/**
 * Renames a cluster, without an outage of its server. Describe lags, then shows `renaming` under
 * the old name, then the new name; the old one is still described, and held, a moment longer. The
 * old host names go when the renaming starts, the new ones come some time after it ended.
 */
export function renameCluster(context: Context, cluster: Cluster, name: string): void {
  const former = cluster.identifier;
  if (name === former) return;
  const { location } = cluster;
  context.clusters.hold(cluster, name);
  context.transitions.begin(
    {
      operation: 'rename-cluster',
      owner: cluster,
      identifier: former,
      location,
      fail: (status) => {
        cluster.status = status;
        context.clusters.release(cluster, name);
      },
    },
    async (transition) => {
      keepShowing(context, cluster, transition.draw('describeLag'));
      cluster.status = 'renaming';
      withdrawCluster(context, cluster, former);
      await transition.wait(transition.draw('renameCluster'));
      await transition.arrive();
      cluster.identifier = name;
      cluster.formerName = former;
      cluster.status = 'available';
      cluster.stale = undefined;
      await certify(context, cluster);
      announceCluster(context, cluster, transition.draw('renamedHost'));
      const arn = rdsArn(location, 'cluster', name);
      context.emit('RDS-EVENT-0172', { location, arn, identifier: name }, former, name);
      const lingering = transition.draw('formerName');
      context.clock.at(context.clock.now() + lingering, () => {
        context.clusters.release(cluster, former);
        if (cluster.formerName === former) cluster.formerName = undefined;
      });
    },
  );
}
