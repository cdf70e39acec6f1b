import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import {
  announceCluster,
  announceInstance,
  announceReaders,
  serve,
  serveReader,
} from '../serving.ts';

/** The readers that could take over, best first: lowest tier, then oldest. */
export function successors(cluster: Cluster): Instance[] {
  return cluster.members
    .filter((member) => member !== cluster.writer && member.status === 'available')
    .toSorted((one, other) => one.promotionTier - other.promotionTier);
}

/**
 * Makes a reader the writer while the writer's server is stopped: the cluster's hosts follow later.
 * Where readers have servers of their own, the reader's becomes the cluster's, the other readers
 * follow it, and the former writer has none until it comes back.
 */
export async function takeOver(
  context: Context,
  cluster: Cluster,
  successor: Instance,
  hostDelay: number,
): Promise<void> {
  const { storage } = context;
  const { volume: former, writer: demoted } = cluster;
  const { volume: promoted } = successor;
  cluster.writer = successor;
  if (promoted === undefined) {
    await serve(context, cluster);
  } else {
    await storage.promote(promoted);
    cluster.volume = promoted;
    successor.volume = undefined;
    if (former) await storage.removeVolume(former);
    for (const reader of cluster.members) {
      if (reader.volume === undefined) continue;
      await storage.removeVolume(reader.volume);
      reader.volume = undefined;
      await serveReader(context, reader);
    }
  }
  announceCluster(context, cluster, hostDelay);
  for (const member of cluster.members) {
    if (member.status === 'available' && member !== demoted) announceInstance(context, member);
  }
}

/** The former writer is back, as a reader. */
export async function comeBack(
  context: Context,
  cluster: Cluster,
  former: Instance,
): Promise<void> {
  if (former.status !== 'available') return;
  if (context.readerServers) await serveReader(context, former);
  announceInstance(context, former);
  announceReaders(context, cluster);
}
