import type { VirtualClock } from '../../clock.ts';
import type { Location, Names } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { VirtualNetwork } from '../../network/virtual-network.ts';
import type { Vpc } from '../../network/vpcs.ts';
import type { Random } from '../../random.ts';
import type { OfferedBalancer } from '../elasticloadbalancing/elastic-load-balancing.ts';
import type { EndpointService } from './endpoint-service.ts';
import type { VpcEndpoint } from './vpc-endpoint.ts';

/** What the service's rules work with. */
export interface Ec2State {
  readonly clock: Pick<VirtualClock, 'now'>;
  readonly random: Random;
  readonly names: Names;
  readonly network: VirtualNetwork;
  /** A load balancer as endpoint services see it. */
  readonly offered: (balancerArn: string) => OfferedBalancer | undefined;
  readonly services: Map<string, EndpointService>;
  readonly endpoints: Map<string, VpcEndpoint>;
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
