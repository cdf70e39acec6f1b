import { crossesZones } from './load-balancer.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Target, TargetGroup } from './target-group.ts';

/**
 * The targets among which a new connection chooses: the healthy ones, and those that the data plane
 * hasn't left yet. Without a healthy one the group fails open, to every registered target that
 * registration is over for. None refuses the connection.
 * Source: the guide of Network Load Balancers, "Health checks for Network Load Balancer target groups".
 * @param zone in which the connection came in
 * @param now virtual milliseconds
 */
export function candidates(
  group: TargetGroup,
  balancer: LoadBalancer,
  zone: string,
  now: number,
): readonly Target[] {
  const everywhere = crossesZones(
    balancer,
    group.attributes.get('load_balancing.cross_zone.enabled') ?? '',
  );
  const here = [...group.targets.values(), ...group.lingering].filter(
    (target) => target.isConnected && (everywhere || target.zone === zone || target.zone === 'all'),
  );
  const lingering = here.filter(
    (target) => target.reachedUntil > now && !(target.registered && target.state === 'healthy'),
  );
  const healthy = here.filter(({ registered, state }) => registered && state === 'healthy');
  if (healthy.length > 0) return [...healthy, ...lingering];
  const registered = here.filter((target) => target.registered);
  return registered.length > 0 ? registered : lingering;
}

/** The zones in which the load balancer's name resolves: those with a healthy target, else all. */
export function answeringZones(
  balancer: LoadBalancer,
  groups: readonly TargetGroup[],
): readonly string[] {
  const zones = balancer.nodes.map(({ zone }) => zone);
  const withHealth = zones.filter((zone) =>
    groups.every((group) => {
      const setting = group.attributes.get('load_balancing.cross_zone.enabled') ?? '';
      const everywhere = crossesZones(balancer, setting);
      return [...group.targets.values()].some(
        (target) =>
          target.registered &&
          target.state === 'healthy' &&
          (everywhere || target.zone === zone || target.zone === 'all'),
      );
    }),
  );
  return withHealth.length > 0 ? withHealth : zones;
}
