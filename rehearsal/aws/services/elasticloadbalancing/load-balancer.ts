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

/** A listener: a port of a load balancer, and the group that it sends to. */
export interface Listener {
  readonly arn: string;
  readonly location: Location;
  readonly balancer: LoadBalancer;
  readonly port: number;
  groupArn: string;
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
