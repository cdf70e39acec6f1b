import type { VirtualClock } from '../../clock.ts';
import type { Caller, Names, Operation, ServerAddress, Service } from '../../contracts.ts';
import type { VirtualNetwork } from '../../network/virtual-network.ts';
import type { Random } from '../../random.ts';
import { listenerOn } from './connections.ts';
import { TcpPortForwarder } from './port-forwarder.ts';
import type { PortForwarder } from './port-forwarder.ts';
import { defaultElbDurations } from './durations.ts';
import type { ElbDurations } from './durations.ts';
import { listenerOperations } from './listener-operations.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { loadBalancerOperations } from './load-balancer-operations.ts';
import type { ElbState } from './state.ts';
import { tagOperations } from './tag-operations.ts';
import { targetGroupOperations } from './target-group-operations.ts';
import { targetOperations } from './target-operations.ts';
import { spotOf } from './target-group.ts';
import { TargetWatch } from './target-watch.ts';
import type { Transition } from './target-watch.ts';
import { TokenBuckets } from './token-bucket.ts';
import type { BucketSize } from './token-bucket.ts';

/** What the service is made of and stands on. */
export interface ElbParts {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly names: Names;
  readonly network: VirtualNetwork;
  readonly durations?: Partial<ElbDurations>;
  /** Real ports and connections where it is left out. */
  readonly portForwarder?: PortForwarder;
  readonly buckets?: Readonly<Record<'read' | 'write', BucketSize>>;
}

/** A load balancer as an endpoint service sees it. */
export interface OfferedBalancer {
  readonly zones: readonly string[];
  admits(port: number, from: Caller): boolean;
  listenerAt(port: number, zone: string): ServerAddress | undefined;
}

/** Elastic Load Balancing of all accounts and Regions: internal Network Load Balancers over TCP. */
export class ElasticLoadBalancing implements Service {
  readonly name = 'elasticloadbalancing';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #state: ElbState;

  constructor(parts: ElbParts) {
    this.#state = {
      clock: parts.clock,
      random: parts.random,
      names: parts.names,
      network: parts.network,
      durations: { ...defaultElbDurations, ...parts.durations },
      portForwarder: parts.portForwarder ?? new TcpPortForwarder(),
      watch: new TargetWatch(parts.clock),
      balancers: new Map(),
      listeners: new Map(),
      groups: new Map(),
    };
    const buckets = new TokenBuckets(parts.clock, parts.buckets);
    const operations = {
      ...loadBalancerOperations(this.#state),
      ...targetGroupOperations(this.#state),
      ...targetOperations(this.#state),
      ...listenerOperations(this.#state),
      ...tagOperations(this.#state),
    };
    this.operations = Object.fromEntries(
      Object.entries(operations).map(([name, run]) => [name, throttled(name, run, buckets)]),
    );
  }

  /** Every change of a target's state so far, oldest first. */
  get transitions(): readonly Transition[] {
    return this.#state.watch.transitions;
  }

  /** Calls `listener` after each change of a target's state. @returns how to end that */
  onTransition(listener: (transition: Transition) => void): () => void {
    return this.#state.watch.onTransition(listener);
  }

  /** The targets of a group that takes connections now: the ones that a client may get to. */
  targets(groupArn: string): readonly { readonly spot: string; readonly state: string }[] {
    const group = this.#state.groups.get(groupArn);
    return [...(group?.targets ?? [])].map(([spot, { state }]) => ({ spot, state }));
  }

  /** The weights by which a listener leads new connections now, by its groups' ARNs. */
  weights(listenerArn: string): ReadonlyMap<string, number> {
    const led = this.#state.listeners.get(listenerArn)?.led ?? [];
    return new Map(led.map(({ groupArn, weight }) => [groupArn, weight]));
  }

  /** The targets that are off a group's list, and that new connections still get to. */
  lingering(groupArn: string): readonly string[] {
    return [...(this.#state.groups.get(groupArn)?.lingering ?? [])].map(spotOf);
  }

  /** @returns undefined where there is no such load balancer */
  offered(balancerArn: string): OfferedBalancer | undefined {
    const balancer = this.#state.balancers.get(balancerArn);
    return balancer && this.#offer(balancer);
  }

  /** Closes every port. */
  close(): Promise<void> {
    return this.#state.portForwarder.close();
  }

  #offer(balancer: LoadBalancer): OfferedBalancer {
    const state = this.#state;
    return {
      zones: balancer.nodes.map(({ zone }) => zone),
      // Source: the guide of Network Load Balancers, "Update the security groups": on, clients of
      // PrivateLink have to be let in by their own addresses.
      admits: (port, from) =>
        balancer.securityGroupIds.length === 0 ||
        !balancer.enforcesOnPrivateLink ||
        state.network.securityGroups.admit(balancer.securityGroupIds, port, from),
      listenerAt: (port, zone) => listenerOn(state, balancer, port)?.ports.get(zone)?.at,
    };
  }
}

/** Calls that CloudFormation makes have a bucket of their own. Source: as TokenBuckets. */
function throttled(name: string, run: Operation, buckets: TokenBuckets): Operation {
  return (input, call) => {
    if (call.service !== 'cloudformation') {
      buckets.take(call.location, name.startsWith('Describe') ? 'read' : 'write');
    }
    return run(input, call);
  };
}
