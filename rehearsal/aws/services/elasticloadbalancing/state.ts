import type { VirtualClock } from '../../clock.ts';
import type { Location, Names } from '../../contracts.ts';
import type { VirtualNetwork } from '../../network/virtual-network.ts';
import type { Random } from '../../random.ts';
import type { ElbDurations } from './durations.ts';
import type { PortForwarder } from './port-forwarder.ts';
import type { Listener, LoadBalancer } from './load-balancer.ts';
import type { TargetGroup } from './target-group.ts';
import type { TargetWatch } from './target-watch.ts';

/** What the service's rules work with. */
export interface ElbState {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly names: Names;
  readonly network: VirtualNetwork;
  readonly durations: ElbDurations;
  readonly portForwarder: PortForwarder;
  readonly watch: TargetWatch;
  /** Each by its ARN. */
  readonly balancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly groups: Map<string, TargetGroup>;
}

/** What of a place there is, in the order in which it was made. */
export function inPlace<T extends { readonly location: Location }>(
  all: ReadonlyMap<string, T>,
  { accountId, region }: Location,
): T[] {
  return [...all.values()].filter(
    ({ location }) => location.accountId === accountId && location.region === region,
  );
}

/** The listeners that send to a group, or would with another weight. */
export function listenersOf(state: ElbState, group: TargetGroup): Listener[] {
  return [...state.listeners.values()].filter(({ forwards }) =>
    forwards.some(({ groupArn }) => groupArn === group.arn),
  );
}

/** The load balancers that send to a group. */
export function balancersOf(state: ElbState, group: TargetGroup): LoadBalancer[] {
  return [...new Set(listenersOf(state, group).map(({ balancer }) => balancer))];
}
