import type { Location } from '../../contracts.ts';
import type { ForwardedPort } from './port-forwarder.ts';

/** A load balancer's presence in one zone. */
export interface Node {
  readonly subnetId: string;
  readonly zone: string;
  /** Private, of the subnet. */
  readonly address: string;
}

/** An internal Network Load Balancer. */
export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly location: Location;
  readonly vpcId: string;
  readonly dnsName: string;
  readonly createdAt: number;
  nodes: readonly Node[];
  securityGroupIds: readonly string[];
  /** Whether clients that come through PrivateLink have to be let in by the security groups too. */
  enforcesOnPrivateLink: boolean;
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
}

/** A group that a listener sends to; with a weight of 0 it is in use, and gets no connection. */
export interface Forward {
  readonly groupArn: string;
  readonly weight: number;
}

/** A listener: a port of a load balancer, and the groups that it sends to. */
export interface Listener {
  readonly arn: string;
  readonly location: Location;
  readonly balancer: LoadBalancer;
  readonly port: number;
  /** As the API shows them. */
  forwards: readonly Forward[];
  /** Those that new connections are led by: the data plane is slower than the API. */
  led: readonly Forward[];
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** Where its connections come in, by zone. */
  readonly ports: Map<string, ForwardedPort>;
}

/** Whether a target of any zone takes connections that came in by another one. */
export function crossesZones(balancer: LoadBalancer, groupSetting: string): boolean {
  return groupSetting === 'use_load_balancer_configuration'
    ? balancer.attributes.get('load_balancing.cross_zone.enabled') === 'true'
    : groupSetting === 'true';
}
