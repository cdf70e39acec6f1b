import type { LoadBalancer } from './load-balancer.ts';
import { answeringZones } from './routing.ts';
import type { ElbState } from './state.ts';

/** Lets the load balancer's name resolve to its nodes in the zones that have healthy targets. */
export function announceBalancer(state: ElbState, balancer: LoadBalancer, delay?: number): void {
  const groups = [...state.listeners.values()]
    .filter((listener) => listener.balancer === balancer)
    .flatMap(({ forwards }) => forwards)
    .filter(({ weight }) => weight > 0)
    .flatMap(({ groupArn }) => state.groups.get(groupArn) ?? []);
  const zones = answeringZones(balancer, groups);
  const { random, durations, names } = state;
  const addresses = balancer.nodes
    .filter(({ zone }) => zones.includes(zone))
    .map(({ address }) => address);
  const later = delay ?? Math.round(random.between(...durations.dns) * 1000);
  names.set(balancer.dnsName, addresses, later);
}
