import type {
  CreateVpcRequest,
  CreateVpcResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  ModifyVpcAttributeRequest,
  Vpc as Described,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Location, Operation } from '../../contracts.ts';
import { readRange } from '../../network/ranges.ts';
import type { Vpc } from '../../network/vpcs.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { findVpc, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import { tagNew, tagsOf } from './tags.ts';

/** VPCs. Source of rules and errors: EC2 API Reference, CreateVpc and "Error codes". */
export function vpcOperations(state: Ec2State): Record<string, Operation> {
  const { vpcs } = state.network;
  const describe = (vpc: Vpc): Described => ({
    VpcId: vpc.id,
    CidrBlock: vpc.range,
    IsDefault: vpc.id === vpcs.default(vpc.location).id,
    OwnerId: vpc.location.accountId,
    State: 'available',
    InstanceTenancy: 'default',
    ...tagsOf(state, vpc.id),
  });
  return {
    CreateVpc: operation<CreateVpcRequest, CreateVpcResult>(
      ['CidrBlock', 'InstanceTenancy', 'TagSpecifications'],
      (input, call) => {
        const id = newId(state, 'vpc');
        call.authorize('ec2:CreateVpc', arnIn(call.location, 'ec2', `vpc/${id}`));
        const { InstanceTenancy: tenancy = 'default' } = input;
        if (tenancy !== 'default') throw notSimulated(`VPCs of tenancy ${tenancy}`);
        const range = newRange(state, call.location, input.CidrBlock ?? '');
        tagNew(state, call, input.TagSpecifications, { id, type: 'vpc' });
        return { Vpc: describe(vpcs.add(call.location, id, range)) };
      },
    ),
    ModifyVpcAttribute: operation<ModifyVpcAttributeRequest, object>(
      ['VpcId', 'EnableDnsSupport', 'EnableDnsHostnames'],
      (input, call) => {
        const arn = arnIn(call.location, 'ec2', `vpc/${input.VpcId}`);
        call.authorize('ec2:ModifyVpcAttribute', arn);
        const vpc = findVpc(state, call.location, input.VpcId);
        const { EnableDnsSupport: support, EnableDnsHostnames: hostnames } = input;
        // Source: the SDK's model, ModifyVpcAttribute: one attribute a call.
        if ((support === undefined) === (hostnames === undefined)) {
          throw new AwsError(
            'InvalidParameterCombination',
            'Fields for multiple attribute types specified: EnableDnsSupport, EnableDnsHostnames',
          );
        }
        vpc.dns = {
          support: support?.Value ?? vpc.dns.support,
          hostnames: hostnames?.Value ?? vpc.dns.hostnames,
        };
        return {};
      },
    ),
    DescribeVpcs: operation<DescribeVpcsRequest, DescribeVpcsResult>(
      ['VpcIds'],
      ({ VpcIds: ids }, call) => {
        call.authorize('ec2:DescribeVpcs', '*');
        vpcs.default(call.location);
        const found = ids?.map((id) => findVpc(state, call.location, id)) ?? vpcs.in(call.location);
        return { Vpcs: found.map(describe) };
      },
    ),
  };
}

/** @throws AwsError `InvalidVpc.Range` for what isn't a block of /16 to /28 */
function newRange(state: Ec2State, location: Location, text: string): string {
  const read = readRange(text);
  if (read === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  if (read.length < 16 || read.length > 28) {
    throw new AwsError('InvalidVpc.Range', `The CIDR '${text}' is invalid.`);
  }
  // AWS lets VPCs overlap. Here an address alone has to say where it is.
  state.network.vpcs.default(location);
  const other = state.network.vpcs.overlapping(read.range);
  if (other) throw notSimulated(`a VPC of ${text}, which overlaps ${other.id} (${other.range}),`);
  return read.range;
}
