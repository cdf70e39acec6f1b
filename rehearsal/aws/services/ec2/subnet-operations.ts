import type {
  CreateSubnetRequest,
  CreateSubnetResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  Subnet as Described,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Operation } from '../../contracts.ts';
import { isWithin, overlap, readRange } from '../../network/ranges.ts';
import type { Subnet, Vpc } from '../../network/vpcs.ts';
import { operation } from '../typed-operation.ts';
import { findSubnet, findVpc, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import { tagNew, tagsOf } from './tags.ts';

/** Subnets. Source of rules and errors: EC2 API Reference, CreateSubnet and "Error codes". */
export function subnetOperations(state: Ec2State): Record<string, Operation> {
  const { vpcs } = state.network;
  const describe = ({ id, vpcId, zone, range }: Subnet): Described => ({
    SubnetId: id,
    VpcId: vpcId,
    AvailabilityZone: zone,
    CidrBlock: range,
    State: 'available',
    // Nothing here asks for public addresses: ModifySubnetAttribute isn't simulated.
    MapPublicIpOnLaunch: false,
    ...tagsOf(state, id),
  });
  return {
    CreateSubnet: operation<CreateSubnetRequest, CreateSubnetResult>(
      ['VpcId', 'CidrBlock', 'AvailabilityZone', 'TagSpecifications'],
      (input, call) => {
        const { location } = call;
        const id = newId(state, 'subnet');
        for (const resource of [`subnet/${id}`, `vpc/${input.VpcId}`]) {
          call.authorize('ec2:CreateSubnet', arnIn(location, 'ec2', resource));
        }
        const vpc = findVpc(state, location, input.VpcId);
        const { AvailabilityZone: zone = `${location.region}a` } = input;
        if (!/^[a-c]$/.test(zone.replace(location.region, ''))) {
          throw new AwsError(
            'InvalidParameterValue',
            `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${['a', 'b', 'c'].map((letter) => location.region + letter).join(', ')}.`,
          );
        }
        const subnet = { id, vpcId: vpc.id, zone, range: newRange(vpc, input.CidrBlock ?? '') };
        tagNew(state, call, input.TagSpecifications, { id, type: 'subnet' });
        vpcs.addSubnet(subnet);
        return { Subnet: describe(subnet) };
      },
    ),
    DescribeSubnets: operation<DescribeSubnetsRequest, DescribeSubnetsResult>(
      ['SubnetIds'],
      ({ SubnetIds: ids }, call) => {
        call.authorize('ec2:DescribeSubnets', '*');
        vpcs.default(call.location);
        const found =
          ids?.map((id) => findSubnet(state, call.location, id)) ??
          vpcs.in(call.location).flatMap(({ subnets }) => subnets);
        return { Subnets: found.map(describe) };
      },
    ),
  };
}

/** @throws AwsError `InvalidSubnet.Range` outside the VPC, `InvalidSubnet.Conflict` with a neighbour */
function newRange(vpc: Vpc, text: string): string {
  const read = readRange(text);
  const fits = read && read.length >= 16 && read.length <= 28 && isWithin(read.range, vpc.range);
  if (!fits) throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  if (vpc.subnets.some((other) => overlap(other.range, read.range))) {
    throw new AwsError(
      'InvalidSubnet.Conflict',
      `The CIDR '${text}' conflicts with another subnet`,
    );
  }
  return read.range;
}
