import type { Tag } from '@aws-sdk/client-ec2';
import type { VirtualClock } from '../../clock.ts';
import type { Location, Names } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { VirtualNetwork } from '../../network/virtual-network.ts';
import type { Subnet, Vpc } from '../../network/vpcs.ts';
import type { Random } from '../../random.ts';
import type { OfferedBalancer } from '../elasticloadbalancing/elastic-load-balancing.ts';
import type { ClientVpn } from './client-vpn.ts';
import type { EndpointService } from './endpoint-service.ts';
import type { ElasticAddress, InternetGateway, NatGateway } from './gateways.ts';
import type { RouteTable } from './route-table.ts';
import type { VpcEndpoint } from './vpc-endpoint.ts';

/** What calls have made so far, by id. */
export interface Ec2Resources {
  readonly services: Map<string, EndpointService>;
  readonly endpoints: Map<string, VpcEndpoint>;
  readonly internetGateways: Map<string, InternetGateway>;
  readonly addresses: Map<string, ElasticAddress>;
  readonly natGateways: Map<string, NatGateway>;
  readonly routeTables: Map<string, RouteTable>;
  readonly clientVpns: Map<string, ClientVpn>;
  readonly tags: Map<string, readonly Tag[]>;
}

/** What the service's rules work with. */
export interface Ec2State extends Ec2Resources {
  readonly clock: Pick<VirtualClock, 'now'>;
  readonly random: Random;
  readonly names: Names;
  readonly network: VirtualNetwork;
  /** A load balancer as endpoint services see it. */
  readonly offered: (balancerArn: string) => OfferedBalancer | undefined;
}

export function nothingMade(): Ec2Resources {
  return {
    services: new Map(),
    endpoints: new Map(),
    internetGateways: new Map(),
    addresses: new Map(),
    natGateways: new Map(),
    routeTables: new Map(),
    clientVpns: new Map(),
    tags: new Map(),
  };
}

/** An id as EC2 gives them: `sg-` and 17 hexadecimal digits. */
export function newId(state: Ec2State, prefix: string): string {
  return `${prefix}-${state.random.text(17)}`;
}

export function isIn(location: Location, place: Location): boolean {
  return location.accountId === place.accountId && location.region === place.region;
}

/** @throws AwsError `InvalidVpcID.NotFound` */
export function findVpc(state: Ec2State, place: Location, id: string | undefined): Vpc {
  const vpc = state.network.vpcs.find(id ?? '');
  if (vpc && isIn(vpc.location, place)) return vpc;
  throw new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
}

/** @throws AwsError `InvalidSubnetID.NotFound` */
export function findSubnet(state: Ec2State, place: Location, id: string | undefined): Subnet {
  const subnet = state.network.vpcs.findSubnet(id ?? '');
  const vpc = subnet && state.network.vpcs.find(subnet.vpcId);
  if (subnet && vpc && isIn(vpc.location, place)) return subnet;
  throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
}

/** What a call has made in a place, by id. @throws AwsError of the given code */
export function findMade<T extends { readonly location: Location }>(
  all: ReadonlyMap<string, T>,
  place: Location,
  id: string | undefined,
  { code, what }: { readonly code: string; readonly what: string },
): T {
  const found = all.get(id ?? '');
  if (found && isIn(found.location, place)) return found;
  throw new AwsError(code, `The ${what} ID '${id}' does not exist`);
}
