import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import type { StatusTransition } from '../status-transitions.ts';
import {
  announceCluster,
  announceInstance,
  announceReaders,
  serve,
  serveReader,
} from '../serving.ts';
import { aboutInstance } from './find.ts';

/**
 * The last part of an instance's creation: it is configured, its server starts if it brings one,
 * it becomes available, and the first of a cluster makes the cluster back itself up.
 */
export async function settleInstance(
  context: Context,
  instance: Instance,
  transition: StatusTransition,
): Promise<void> {
  const { cluster } = instance;
  instance.status =
    instance.monitoring.interval > 0
      ? 'configuring-enhanced-monitoring'
      : 'configuring-log-exports';
  await transition.wait(transition.draw('configureInstance'));
  await transition.arrive();
  if (context.readerServers && cluster !== undefined && cluster.writer !== instance) {
    await serveReader(context, instance);
  } else {
    await serve(context, cluster ?? instance);
  }
  announceInstance(context, instance);
  if (cluster === undefined) {
    await backUpInstance(context, instance, transition);
  } else if (instance === cluster.writer) {
    announceCluster(context, cluster);
    backUpCluster(context, cluster);
  }
  instance.status = 'available';
  if (cluster !== undefined && instance !== cluster.writer) announceReaders(context, cluster);
  context.emit('RDS-EVENT-0005', aboutInstance(instance));
}

async function backUpInstance(
  context: Context,
  instance: Instance,
  transition: StatusTransition,
): Promise<void> {
  instance.status = 'backing-up';
  context.emit('RDS-EVENT-0001', aboutInstance(instance));
  await transition.wait(transition.draw('firstBackup'));
  context.emit('RDS-EVENT-0002', aboutInstance(instance));
}

/** The cluster takes no modification while it is `backing-up`. */
function backUpCluster(context: Context, cluster: Cluster): void {
  if (cluster.status !== 'available') return;
  cluster.status = 'backing-up';
  context.transitions.begin(
    {
      operation: 'back-up-cluster',
      owner: cluster,
      identifier: cluster.identifier,
      location: cluster.location,
      fail: (status) => (cluster.status = status),
    },
    async (transition) => {
      await transition.wait(transition.draw('firstBackup'));
      await transition.arrive();
      cluster.status = 'available';
    },
  );
}
