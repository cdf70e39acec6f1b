import type { Location } from '../../contracts.ts';
import { domainOf } from '../../authorization/arn.ts';
import type { EndpointService } from './endpoint-service.ts';

/** An interface endpoint: addresses in the consumer's VPC that lead to a service. */
export interface VpcEndpoint {
  readonly id: string;
  readonly location: Location;
  readonly vpcId: string;
  readonly service: EndpointService;
  readonly interfaces: readonly {
    readonly subnetId: string;
    readonly zone: string;
    readonly address: string;
  }[];
  readonly securityGroupIds: readonly string[];
  state: 'Available' | 'PendingAcceptance' | 'Rejected';
  /** The first is the one of all zones. */
  readonly dnsNames: readonly string[];
  readonly createdAt: number;
}

/** Its names: one of all zones, and one of each. Source: PrivateLink guide, "DNS names". */
export function namesOf(
  id: string,
  random: string,
  service: Pick<EndpointService, 'id' | 'location'>,
  zones: readonly string[],
): readonly string[] {
  const { region } = service.location;
  const suffix = `${service.id}.${region}.vpce.${domainOf(region)}`;
  return ['', ...zones.map((zone) => `-${zone}`)].map((zone) => `${id}-${random}${zone}.${suffix}`);
}
