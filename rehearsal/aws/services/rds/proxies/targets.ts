import type { ServerAddress } from '../../../contracts.ts';
import { drawSeconds } from '../durations.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { volumeBehind } from '../serving.ts';
import { isCluster, isThere } from '../ties/parties.ts';
import type { Proxy, ProxyEndpoint } from './proxy.ts';

/** The instances that a proxy's target consists of now; none where it is gone. */
export function targetInstances(context: Context, { target }: Proxy): readonly Instance[] {
  if (target === undefined || !isThere(context, target.database)) return [];
  return isCluster(target.database) ? target.database.members : [target.database];
}

/** Whether an instance takes writes. */
export function isWriter(instance: Instance): boolean {
  return instance.cluster === undefined || instance.cluster.writer === instance;
}

/** What becomes of a connection from a proxy to an instance. */
export function reachFrom(context: Context, { placement }: Proxy, instance: Instance) {
  const { port } = instance.cluster ?? instance;
  const [address = ''] = placement.addresses;
  const from = { address, securityGroupIds: placement.securityGroupIds };
  return context.network.reach(instance.address, port, from).kind;
}

/**
 * The servers that requests go to: those that the proxy can reach, and has found out about. It watches its
 * database by itself and not by DNS; how soon it knows of a server that has come up, or of a reader that
 * has become the writer, is a duration.
 */
export function serversOf(
  context: Context,
  proxy: Proxy,
  role: ProxyEndpoint['role'],
): readonly ServerAddress[] {
  const { target } = proxy;
  if (target === undefined || context.clock.now() < target.readyAt) return [];
  return targetInstances(context, proxy).flatMap((instance) => {
    if (isWriter(instance) !== (role === 'READ_WRITE')) return [];
    const volume = volumeBehind(context, instance);
    const since = volume?.since;
    if (volume?.server === undefined || since === undefined) return [];
    if (reachFrom(context, proxy, instance) !== 'open') return [];
    const isKnown = context.clock.now() >= since + noticeAfter(context, proxy, since);
    return isKnown ? [volume.server] : [];
  });
}

/** Drawn once for each server and proxy, whoever asks first. */
function noticeAfter(context: Context, { proxyId, target }: Proxy, since: number): number {
  // What was there before the target was registered is known since then.
  if (target !== undefined && since <= target.registeredAt) return 0;
  const key = `${proxyId}/${since}`;
  const known = context.proxies.notices.get(key);
  if (known !== undefined) return known;
  const random = context.draws.stream(`proxy-notices/${key}`);
  const drawn = Math.round(drawSeconds(random, context.durations.proxyNotices) * 1000);
  context.proxies.notices.set(key, drawn);
  return drawn;
}

/**
 * Why requests fail at once rather than wait.
 * Source: Aurora User Guide, "Using reader endpoints with Aurora clusters": a cluster without readers, and
 * an instance that is no cluster's.
 */
export function refusalOf(
  context: Context,
  proxy: Proxy,
  role: ProxyEndpoint['role'],
): string | undefined {
  if (role !== 'READ_ONLY' || hasReaders(context, proxy.target?.database)) return undefined;
  return `The target of the proxy ${proxy.identifier} has no reader instances for a read-only endpoint`;
}

/** Whether a database is a cluster with a reader, available or not. */
export function hasReaders(context: Context, database: Cluster | Instance | undefined): boolean {
  if (database === undefined || !isCluster(database) || !isThere(context, database)) return false;
  return database.members.length > 1;
}
