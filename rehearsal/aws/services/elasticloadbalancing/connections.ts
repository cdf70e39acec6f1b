import type { Caller } from '../../contracts.ts';
import type { Route } from './port-forwarder.ts';
import type { Listener, LoadBalancer, Node } from './load-balancer.ts';
import { candidates } from './routing.ts';
import { listenersOf } from './state.ts';
import type { ElbState } from './state.ts';
import { spotOf } from './target-group.ts';
import type { Target, TargetGroup } from './target-group.ts';

/** Whom a target sees: the load balancer's node in its zone, or another one. */
export function nodeOf(balancer: LoadBalancer, zone: string): Caller | undefined {
  const node = balancer.nodes.find((one) => one.zone === zone) ?? balancer.nodes[0];
  return node && { address: node.address, securityGroupIds: balancer.securityGroupIds };
}

/** Opens a listener's port in every zone of its load balancer that has none yet. */
export async function openPorts(state: ElbState, listener: Listener): Promise<void> {
  for (const { zone } of listener.balancer.nodes) {
    if (listener.ports.has(zone)) continue;
    listener.ports.set(zone, await state.portForwarder.open(() => routeOf(state, listener, zone)));
  }
}

export async function closePorts(listener: Listener): Promise<void> {
  await Promise.all([...listener.ports.values()].map((forwarded) => forwarded.close()));
  listener.ports.clear();
}

/** Puts a load balancer's node into the network. */
export function attachNode(state: ElbState, balancer: LoadBalancer, node: Node): void {
  const { securityGroups } = state.network;
  state.network.attach(node.address, {
    admits: (port, from) =>
      balancer.securityGroupIds.length === 0 ||
      securityGroups.admit(balancer.securityGroupIds, port, from),
    securityGroupIds: () => balancer.securityGroupIds,
    listenerAt: (port) => listenerOn(state, balancer, port)?.ports.get(node.zone)?.at,
  });
}

export function listenerOn(
  state: ElbState,
  balancer: LoadBalancer,
  port: number,
): Listener | undefined {
  return [...state.listeners.values()].find(
    (listener) => listener.balancer === balancer && listener.port === port,
  );
}

/** Resets every established connection to a target of this group. */
export function cutConnections(state: ElbState, group: TargetGroup, target: Target): void {
  for (const { ports } of listenersOf(state, group)) {
    for (const forwarded of ports.values()) forwarded.cut(carriedBy(group, target));
  }
}

/** The same address may be a target of two groups, and is deregistered from one of them. */
function carriedBy({ name }: TargetGroup, target: Target): string {
  return `${name} ${spotOf(target)}`;
}

/** Where a new connection goes: any of the targets that take one, if somebody listens there. */
function routeOf(state: ElbState, listener: Listener, zone: string): Route | undefined {
  const group = groupFor(state, listener);
  if (group === undefined) return undefined;
  const { balancer } = listener;
  const among = candidates(group, balancer, zone, state.clock.now());
  const target = among[Math.floor(state.random.next() * among.length)];
  if (target === undefined) return undefined;
  const from = nodeOf(balancer, target.zone);
  const reached = from && state.network.reach(target.address, target.port, from);
  return reached?.kind === 'open'
    ? { at: reached.at, target: carriedBy(group, target) }
    : undefined;
}

/**
 * Of several groups, one by its weight, whether it has a target or not.
 * Source: the blog "Network Load Balancers now support Weighted Target Groups", for weights from 0 to 999.
 */
function groupFor(state: ElbState, { led }: Listener): TargetGroup | undefined {
  const weighed = led.filter(({ weight }) => weight > 0);
  if (weighed.length < 2) return state.groups.get(weighed[0]?.groupArn ?? '');
  let drawn = state.random.next() * weighed.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = weighed.find(({ weight }) => (drawn -= weight) < 0) ?? weighed.at(-1);
  return state.groups.get(chosen?.groupArn ?? '');
}
