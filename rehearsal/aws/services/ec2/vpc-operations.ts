import type {
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../contracts.ts';
import type { Operation } from '../../contracts.ts';
import { operation } from '../typed-operation.ts';
import { findVpc, isIn } from './state.ts';
import type { Ec2State } from './state.ts';

export function vpcOperations(state: Ec2State): Record<string, Operation> {
  const { vpcs } = state.network;
  return {
    DescribeVpcs: operation<DescribeVpcsRequest, DescribeVpcsResult>(
      ['VpcIds'],
      ({ VpcIds: ids }, call) => {
        call.authorize('ec2:DescribeVpcs', '*');
        const byDefault = vpcs.default(call.location);
        const found = ids ? ids.map((id) => findVpc(state, call.location, id)) : [byDefault];
        return {
          Vpcs: found.map(({ id, range, location }) => ({
            VpcId: id,
            CidrBlock: range,
            IsDefault: id === byDefault.id,
            OwnerId: location.accountId,
            State: 'available',
          })),
        };
      },
    ),
    DescribeSubnets: operation<DescribeSubnetsRequest, DescribeSubnetsResult>(
      ['SubnetIds'],
      ({ SubnetIds: ids }, call) => {
        call.authorize('ec2:DescribeSubnets', '*');
        const found = ids
          ? ids.map((id) => {
              const subnet = vpcs.findSubnet(id);
              const vpc = subnet && vpcs.find(subnet.vpcId);
              if (subnet && vpc && isIn(vpc.location, call.location)) return subnet;
              throw new AwsError(
                'InvalidSubnetID.NotFound',
                `The subnet ID '${id}' does not exist`,
              );
            })
          : vpcs.default(call.location).subnets;
        return {
          Subnets: found.map(({ id, vpcId, zone, range }) => ({
            SubnetId: id,
            VpcId: vpcId,
            AvailabilityZone: zone,
            CidrBlock: range,
            State: 'available',
          })),
        };
      },
    ),
  };
}
