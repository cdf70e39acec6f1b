import type { Caller } from '../../contracts.ts';
import type { Ec2State } from './state.ts';

/** The port of AWS's APIs, and an address on the internet that stands for them: RFC 5737. */
const https = 443;
const somewhere = '203.0.113.254';

/**
 * Whether somebody in a VPC that calls have made gets through to a service of AWS: by an endpoint under the
 * service's own name that their groups and its own let them to, or by a NAT gateway. A VPC that was
 * given has whatever way its stacks need.
 * @param service as endpoints call it, such as `secretsmanager`
 */
export function leadsToService(
  state: Ec2State,
  service: string,
  at: { readonly subnetId: string; readonly securityGroupIds: readonly string[] },
): boolean {
  const { network } = state;
  const subnet = network.vpcs.findSubnet(at.subnetId);
  const vpc = subnet && network.vpcs.find(subnet.vpcId);
  if (subnet === undefined || vpc?.isMade !== true) return true;
  const from: Caller = {
    // Any address of the subnet: groups are what is asked.
    address: subnet.range.split('/')[0] ?? '',
    securityGroupIds: at.securityGroupIds,
  };
  const endpoint = [...state.endpoints.values()].find(
    (one) =>
      one.vpcId === vpc.id &&
      one.privateDns &&
      one.service.name === `com.amazonaws.${vpc.location.region}.${service}`,
  );
  // Its name leads to the endpoint alone from now on.
  if (endpoint !== undefined) {
    return endpoint.interfaces.some(
      ({ address }) => network.reach(address, https, from).kind !== 'silent',
    );
  }
  const table = [...state.routeTables.values()].find((one) => one.associations.has(subnet.id));
  const internet = { address: somewhere, securityGroupIds: [] };
  return (
    table?.routes.get('0.0.0.0/0')?.startsWith('nat-') === true &&
    network.securityGroups.letOut(at.securityGroupIds, https, internet)
  );
}
