import { AwsError, type Location } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { NotSimulated } from '../not-simulated.ts';
import { required } from '../identifiers.ts';
import type { Placement } from './proxy.ts';

/** What a request says of where it is to be. */
interface PlacementInput {
  readonly VpcSubnetIds: readonly string[] | undefined;
  readonly VpcSecurityGroupIds?: readonly string[] | undefined;
  readonly EndpointNetworkType?: string | undefined;
}

/**
 * Takes an address in each zone of the subnets, of which there must be two.
 * Sources: the SDK's model, InvalidSubnet ("… not all in a common VPC"); RDS User Guide, "Setting up network
 * prerequisites": two subnets in different Availability Zones. That one zone alone is `InvalidSubnet` as
 * well, and an unknown security group `InvalidParameterValue`, is unverified.
 *
 * @throws AwsError `InvalidSubnet`, `InvalidParameterValue` or `MissingParameter`
 */
export function place(
  context: Context,
  operation: string,
  location: Location,
  input: PlacementInput,
): Placement {
  const { vpcs, securityGroups } = context.network;
  const network = input.EndpointNetworkType ?? 'IPV4';
  if (network !== 'IPV4') throw new NotSimulated(operation, `EndpointNetworkType ${network}`);
  const ids = required(input.VpcSubnetIds, 'VpcSubnetIds');
  // The default VPC is there once somebody asks for it.
  vpcs.default(location);
  const subnets = ids.map((id) => {
    const subnet = vpcs.findSubnet(id);
    const owner = subnet && vpcs.find(subnet.vpcId)?.location;
    if (subnet && owner?.accountId === location.accountId && owner.region === location.region) {
      return subnet;
    }
    throw invalidSubnet(`The subnet ${id} does not exist`);
  });
  const [vpcId = '', ...others] = new Set(subnets.map((subnet) => subnet.vpcId));
  if (others.length > 0) throw invalidSubnet('The subnets are not all in a common VPC');
  const zones = new Map(subnets.map((subnet) => [subnet.zone, subnet] as const));
  if (zones.size < 2) {
    throw invalidSubnet('The subnets must be in at least two different Availability Zones');
  }
  const given = input.VpcSecurityGroupIds ?? [];
  for (const id of given) {
    const group = securityGroups.find(id);
    if (group === undefined || group.vpcId === vpcId) continue;
    throw new AwsError('InvalidParameterValue', `The security group ${id} is not in ${vpcId}`);
  }
  const usual = vpcs.find(vpcId)?.securityGroupId ?? '';
  return {
    vpcId,
    subnets,
    securityGroupIds: given.length > 0 ? given : [usual],
    addresses: [...zones.values()].map((subnet) => vpcs.takeAddress(subnet)),
  };
}

function invalidSubnet(message: string): AwsError {
  return new AwsError('InvalidSubnet', message);
}
