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
 * The last part of an instance's creation: its server starts if it brings one, for only while it is
 * `creating` it is inaccessible (RDS User Guide, "Viewing Amazon RDS DB instance status"); it is configured,
 * becomes available, and backs itself up; the first of a cluster makes the cluster do so.
 */
export async function settleInstance(
  context: Context,
  instance: Instance,
  transition: StatusTransition,
): Promise<void> {
  const { cluster } = instance;
  const configuring = transition.draw('configureInstance');
  await transition.arrive();
  if (context.readerServers && cluster !== undefined && cluster.writer !== instance) {
    await serveReader(context, instance);
  } else {
    await serve(context, cluster ?? instance);
  }
  announceInstance(context, instance);
  if (instance === cluster?.writer) announceCluster(context, cluster);
  instance.status =
    instance.monitoring.interval > 0
      ? 'configuring-enhanced-monitoring'
      : 'configuring-log-exports';
  await transition.wait(configuring);
  instance.status = 'available';
  context.emit('RDS-EVENT-0005', aboutInstance(instance));
  if (cluster === undefined) backUpInstance(context, instance);
  else if (instance === cluster.writer) backUpCluster(context, cluster);
  else announceReaders(context, cluster);
}

/**
 * An instance whose automated backups are on: it answers all the while, and takes no modification. For
 * hours, where it is large (field reports): a planned fault says for how long.
 */
function backUpInstance(context: Context, instance: Instance): void {
  if (instance.backupRetentionPeriod === 0) return;
  instance.status = 'backing-up';
  context.emit('RDS-EVENT-0001', aboutInstance(instance));
  context.transitions.begin(
    {
      operation: 'back-up-instance',
      owner: instance,
      identifier: instance.identifier,
      location: instance.location,
      fail: (status) => (instance.status = status),
    },
    async (transition) => {
      await transition.wait(transition.draw('firstBackup'));
      await transition.arrive();
      context.emit('RDS-EVENT-0002', aboutInstance(instance));
      if (instance.status === 'backing-up') instance.status = 'available';
    },
  );
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
      if (cluster.status === 'backing-up') cluster.status = 'available';
    },
  );
}
