import type {
  AllocateAddressRequest,
  AllocateAddressResult,
  AttachInternetGatewayRequest,
  CreateInternetGatewayRequest,
  CreateInternetGatewayResult,
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  InternetGateway as DescribedInternetGateway,
  NatGateway as DescribedNatGateway,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Operation } from '../../contracts.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import type { InternetGateway, NatGateway } from './gateways.ts';
import { findMade, findSubnet, findVpc, isIn, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import { tagNew, tagsOf } from './tags.ts';

/**
 * Ways out of a VPC. They are there at once; nothing is routed by them, for nothing of the simulator
 * is on the internet. Source of errors: EC2 API Reference, "Error codes".
 */
export function gatewayOperations(state: Ec2State): Record<string, Operation> {
  return { ...internetGatewayOperations(state), ...natGatewayOperations(state) };
}

function internetGatewayOperations(state: Ec2State): Record<string, Operation> {
  const describe = ({ id, location, vpcId }: InternetGateway): DescribedInternetGateway => ({
    InternetGatewayId: id,
    OwnerId: location.accountId,
    Attachments: vpcId === undefined ? [] : [{ VpcId: vpcId, State: 'attached' }],
    ...tagsOf(state, id),
  });
  return {
    CreateInternetGateway: operation<CreateInternetGatewayRequest, CreateInternetGatewayResult>(
      ['TagSpecifications'],
      (input, call) => {
        const id = newId(state, 'igw');
        const arn = arnIn(call.location, 'ec2', `internet-gateway/${id}`);
        call.authorize('ec2:CreateInternetGateway', arn);
        tagNew(state, call, input.TagSpecifications, { id, type: 'internet-gateway' });
        const gateway = { id, location: call.location, vpcId: undefined };
        state.internetGateways.set(id, gateway);
        return { InternetGateway: describe(gateway) };
      },
    ),
    AttachInternetGateway: operation<AttachInternetGatewayRequest, object>(
      ['InternetGatewayId', 'VpcId'],
      (input, call) => {
        const { InternetGatewayId: id, VpcId: vpcId } = input;
        for (const resource of [`internet-gateway/${id}`, `vpc/${vpcId}`]) {
          call.authorize('ec2:AttachInternetGateway', arnIn(call.location, 'ec2', resource));
        }
        const vpc = findVpc(state, call.location, vpcId);
        const gateway = findMade(state.internetGateways, call.location, id, {
          code: 'InvalidInternetGatewayID.NotFound',
          what: 'internetGateway',
        });
        const others = [...state.internetGateways.values()];
        if (gateway.vpcId !== undefined || others.some((one) => one.vpcId === vpc.id)) {
          throw new AwsError(
            'Resource.AlreadyAssociated',
            `resource ${id} is already attached to network ${gateway.vpcId ?? vpc.id}`,
          );
        }
        gateway.vpcId = vpc.id;
        return {};
      },
    ),
    DescribeInternetGateways: operation<
      DescribeInternetGatewaysRequest,
      DescribeInternetGatewaysResult
    >([], (_input, call) => {
      call.authorize('ec2:DescribeInternetGateways', '*');
      const found = [...state.internetGateways.values()];
      return {
        InternetGateways: found.filter((one) => isIn(one.location, call.location)).map(describe),
      };
    }),
  };
}

function natGatewayOperations(state: Ec2State): Record<string, Operation> {
  const describe = ({ id, vpcId, subnetId, addressId }: NatGateway): DescribedNatGateway => ({
    NatGatewayId: id,
    VpcId: vpcId,
    SubnetId: subnetId,
    State: 'available',
    ConnectivityType: 'public',
    NatGatewayAddresses: [
      { AllocationId: addressId, PublicIp: state.addresses.get(addressId)?.publicIp },
    ],
    ...tagsOf(state, id),
  });
  return {
    AllocateAddress: operation<AllocateAddressRequest, AllocateAddressResult>(
      ['Domain', 'TagSpecifications'],
      (input, call) => {
        const id = newId(state, 'eipalloc');
        call.authorize('ec2:AllocateAddress', arnIn(call.location, 'ec2', `elastic-ip/${id}`));
        if (input.Domain !== 'vpc') throw notSimulated(`addresses of ${input.Domain}`);
        tagNew(state, call, input.TagSpecifications, { id, type: 'elastic-ip' });
        // A range for documentation: RFC 5737.
        const publicIp = `203.0.113.${(state.addresses.size % 254) + 1}`;
        state.addresses.set(id, { id, location: call.location, publicIp, holder: undefined });
        return { AllocationId: id, PublicIp: publicIp, Domain: 'vpc' };
      },
    ),
    CreateNatGateway: operation<CreateNatGatewayRequest, CreateNatGatewayResult>(
      ['SubnetId', 'AllocationId', 'ConnectivityType', 'TagSpecifications'],
      (input, call) => {
        const { location } = call;
        const id = newId(state, 'nat');
        const resources = [
          `natgateway/${id}`,
          `subnet/${input.SubnetId}`,
          `elastic-ip/${input.AllocationId}`,
        ];
        for (const resource of resources) {
          call.authorize('ec2:CreateNatGateway', arnIn(location, 'ec2', resource));
        }
        const { ConnectivityType: type = 'public' } = input;
        if (type !== 'public') throw notSimulated(`NAT gateways of type ${type}`);
        const { vpcId, id: subnetId } = findSubnet(state, location, input.SubnetId);
        const address = findMade(state.addresses, location, input.AllocationId, {
          code: 'InvalidAllocationID.NotFound',
          what: 'allocation',
        });
        if (address.holder !== undefined) {
          throw new AwsError(
            'Resource.AlreadyAssociated',
            `Elastic IP address [${address.id}] is already associated`,
          );
        }
        tagNew(state, call, input.TagSpecifications, { id, type: 'natgateway' });
        const gateway = { id, location, vpcId, subnetId, addressId: address.id };
        address.holder = id;
        state.natGateways.set(id, gateway);
        return { NatGateway: describe(gateway) };
      },
    ),
    DescribeNatGateways: operation<DescribeNatGatewaysRequest, DescribeNatGatewaysResult>(
      ['NatGatewayIds'],
      ({ NatGatewayIds: ids }, call) => {
        call.authorize('ec2:DescribeNatGateways', '*');
        const found = ids
          ? ids.map((id) =>
              findMade(state.natGateways, call.location, id, {
                code: 'NatGatewayNotFound',
                what: 'NAT gateway',
              }),
            )
          : [...state.natGateways.values()].filter((one) => isIn(one.location, call.location));
        return { NatGateways: found.map(describe) };
      },
    ),
  };
}
