import type { Location, PolicyDocument } from '../../contracts.ts';
import type { TemplateMap, TemplateValue } from '../template-value.ts';
import type { ApiTag } from './api-port.ts';

type Awaitable<T> = T | Promise<T>;

/** Security groups, and endpoints in VPCs with the services behind them. */
export interface NetworkPort {
  createSecurityGroup(
    location: Location,
    settings: {
      readonly name: string;
      readonly vpcId?: string;
      readonly description: string;
      readonly ingress: readonly TemplateValue[];
      readonly egress: readonly TemplateValue[];
      readonly tags?: readonly ApiTag[];
    },
  ): Awaitable<{ readonly id: string }>;
  /** `rule` as CloudFormation names it: `IpProtocol`, `FromPort`, … */
  addIngress(location: Location, groupId: string, rule: TemplateMap): Awaitable<void>;
  addEgress(location: Location, groupId: string, rule: TemplateMap): Awaitable<void>;
  createVpcEndpoint(
    location: Location,
    settings: {
      /** Of an endpoint of any type but `Resource`. */
      readonly serviceName?: string;
      /** Of one of type `Resource`. */
      readonly resourceConfigurationArn?: string;
      /** Where it isn't the endpoint's own. */
      readonly serviceRegion?: string;
      readonly vpcId: string;
      readonly type: string;
      readonly subnetIds: readonly string[];
      readonly securityGroupIds: readonly string[];
      readonly privateDns: boolean;
      /** Whether a service's own name leads to the endpoint from outside the VPC alone. */
      readonly onlyInboundResolvers?: boolean;
      readonly tags?: readonly ApiTag[];
      readonly policy?: PolicyDocument;
    },
  ): Awaitable<{
    readonly id: string;
    /** Each `<hosted zone>:<name>`. */
    readonly dnsEntries: readonly string[];
  }>;
  createEndpointService(
    location: Location,
    settings: {
      readonly balancerArns: readonly string[];
      readonly acceptanceRequired: boolean;
      readonly supportedRegions: readonly string[];
    },
  ): Awaitable<{ readonly id: string }>;
  allowPrincipals(
    location: Location,
    serviceId: string,
    principals: readonly string[],
  ): Awaitable<void>;
}

/** An attribute of a load balancer, a target group or a listener. */
export interface Attribute {
  readonly Key: string;
  readonly Value: string;
}

/** A target group that a listener sends to, and how much of all that it gets. */
export interface Forward {
  readonly TargetGroupArn: string;
  readonly Weight: number;
}

/** Load balancers, their target groups and listeners. */
export interface LoadBalancingPort {
  createLoadBalancer(
    location: Location,
    settings: {
      readonly name: string;
      readonly type: string;
      readonly scheme: string;
      readonly ipAddressType: string;
      readonly subnetIds: readonly string[];
      readonly securityGroupIds: readonly string[];
      /** `on` or `off`. */
      readonly enforceOnPrivateLink?: string;
      readonly attributes: readonly Attribute[];
    },
  ): Awaitable<{ readonly arn: string; readonly dnsName: string; readonly hostedZone: string }>;
  createTargetGroup(
    location: Location,
    settings: {
      readonly name: string;
      /** As the API names them: `Protocol`, `HealthCheckPort`, … */
      readonly properties: TemplateMap;
      readonly attributes: readonly Attribute[];
    },
  ): Awaitable<{ readonly arn: string }>;
  createListener(
    location: Location,
    settings: {
      readonly balancerArn: string;
      readonly protocol: string;
      readonly port: number;
      readonly forwards: readonly Forward[];
      readonly attributes: readonly Attribute[];
    },
  ): Awaitable<{ readonly arn: string }>;
}

/** Private hosted zones. */
export interface PrivateNamesPort {
  createZone(
    location: Location,
    settings: { readonly name: string; readonly vpcIds: readonly string[] },
  ): { readonly id: string };
  /** An A record that leads to wherever another name does. */
  createAlias(
    location: Location,
    settings: { readonly zoneId: string; readonly name: string; readonly aliasOf: string },
  ): void;
}
