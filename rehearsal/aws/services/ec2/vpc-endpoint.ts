import type { Location } from '../../contracts.ts';
import { domainOf } from '../../authorization/arn.ts';
import type { EndpointService } from './endpoint-service.ts';

/** A service of AWS itself, such as `com.amazonaws.eu-west-1.sqs`. */
export interface AwsService {
  readonly name: string;
  readonly location: Location;
  /** What clients of the service connect to. */
  readonly host: string;
}

/** An interface endpoint: addresses in the consumer's VPC that lead to a service. */
export interface VpcEndpoint {
  readonly id: string;
  readonly location: Location;
  readonly vpcId: string;
  readonly service: EndpointService | AwsService;
  /** Whether the VPC's resolver gives out the endpoint's addresses for the service's own name. */
  readonly privateDns: boolean;
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
  service: EndpointService | AwsService,
  zones: readonly string[],
): readonly string[] {
  const { region } = service.location;
  const name = 'id' in service ? service.id : service.name.split('.').at(-1);
  const suffix = `${name}.${region}.vpce.${domainOf(region)}`;
  return ['', ...zones.map((zone) => `-${zone}`)].map((zone) => `${id}-${random}${zone}.${suffix}`);
}
