import type {
  AllocateAddressResult,
  AssociateRouteTableResult,
  CreateInternetGatewayResult,
  CreateNatGatewayResult,
  CreateRouteTableResult,
  CreateSubnetResult,
  CreateVpcResult,
} from '@aws-sdk/client-ec2';
import { UnknownTemplateConstruct } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { ApiPort } from './api-port.ts';
import type { Providers } from './provider.ts';
import { tagSpecifications } from './tags.ts';

/** VPCs, their subnets, and the ways out of them. */
export function vpcProviders(api: ApiPort): Providers {
  return { ...placeProviders(api), ...gatewayProviders(api), ...routeProviders(api) };
}

function placeProviders(api: ApiPort): Providers {
  return {
    'AWS::EC2::VPC': {
      properties: properties('CidrBlock EnableDnsSupport EnableDnsHostnames InstanceTenancy Tags'),
      async create(request) {
        const { properties: given, location } = request;
        const made = await api.call<CreateVpcResult>(location, 'ec2', 'CreateVpc', {
          ...given.pick(['CidrBlock', 'InstanceTenancy']),
          ...tagSpecifications(request, 'vpc'),
        });
        const id = made.Vpc?.VpcId ?? '';
        for (const attribute of ['EnableDnsSupport', 'EnableDnsHostnames']) {
          const value = given.boolean(attribute);
          if (value === undefined) continue;
          const change = { VpcId: id, [attribute]: { Value: value } };
          await api.call(location, 'ec2', 'ModifyVpcAttribute', change);
        }
        return {
          ref: id,
          attributes: { VpcId: id, CidrBlock: made.Vpc?.CidrBlock ?? given.text('CidrBlock') },
        };
      },
    },
    'AWS::EC2::Subnet': {
      properties: properties('VpcId CidrBlock AvailabilityZone MapPublicIpOnLaunch Tags'),
      async create(request) {
        const { properties: given, location, path } = request;
        if (given.boolean('MapPublicIpOnLaunch') === true) {
          throw new UnknownTemplateConstruct('a subnet that gives out public addresses', path);
        }
        const { Subnet: made } = await api.call<CreateSubnetResult>(
          location,
          'ec2',
          'CreateSubnet',
          {
            ...given.pick(['VpcId', 'CidrBlock', 'AvailabilityZone']),
            ...tagSpecifications(request, 'subnet'),
          },
        );
        const id = made?.SubnetId ?? '';
        return {
          ref: id,
          attributes: {
            SubnetId: id,
            VpcId: given.text('VpcId'),
            AvailabilityZone: made?.AvailabilityZone ?? '',
          },
        };
      },
    },
  };
}

function gatewayProviders(api: ApiPort): Providers {
  return {
    'AWS::EC2::InternetGateway': {
      properties: properties('Tags'),
      async create(request) {
        const { InternetGateway: made } = await api.call<CreateInternetGatewayResult>(
          request.location,
          'ec2',
          'CreateInternetGateway',
          tagSpecifications(request, 'internet-gateway'),
        );
        const id = made?.InternetGatewayId ?? '';
        return { ref: id, attributes: { InternetGatewayId: id } };
      },
    },
    'AWS::EC2::VPCGatewayAttachment': {
      properties: properties('VpcId InternetGatewayId'),
      async create({ properties: given, location, name }) {
        await api.call(location, 'ec2', 'AttachInternetGateway', {
          VpcId: given.text('VpcId'),
          InternetGatewayId: given.text('InternetGatewayId'),
        });
        return { ref: name(32) };
      },
    },
    'AWS::EC2::EIP': {
      properties: properties('Domain Tags'),
      async create(request) {
        const { AllocationId: id = '', PublicIp: address = '' } =
          await api.call<AllocateAddressResult>(request.location, 'ec2', 'AllocateAddress', {
            Domain: request.properties.text('Domain'),
            ...tagSpecifications(request, 'elastic-ip'),
          });
        return { ref: address, attributes: { AllocationId: id, PublicIp: address } };
      },
    },
    'AWS::EC2::NatGateway': {
      properties: properties('SubnetId AllocationId ConnectivityType Tags'),
      async create(request) {
        const { NatGateway: made } = await api.call<CreateNatGatewayResult>(
          request.location,
          'ec2',
          'CreateNatGateway',
          {
            ...request.properties.pick(['SubnetId', 'AllocationId', 'ConnectivityType']),
            ...tagSpecifications(request, 'natgateway'),
          },
        );
        const id = made?.NatGatewayId ?? '';
        return { ref: id, attributes: { NatGatewayId: id } };
      },
    },
  };
}

function routeProviders(api: ApiPort): Providers {
  return {
    'AWS::EC2::RouteTable': {
      properties: properties('VpcId Tags'),
      async create(request) {
        const { RouteTable: made } = await api.call<CreateRouteTableResult>(
          request.location,
          'ec2',
          'CreateRouteTable',
          {
            VpcId: request.properties.text('VpcId'),
            ...tagSpecifications(request, 'route-table'),
          },
        );
        const id = made?.RouteTableId ?? '';
        return { ref: id, attributes: { RouteTableId: id } };
      },
    },
    'AWS::EC2::Route': {
      properties: properties('RouteTableId DestinationCidrBlock GatewayId NatGatewayId'),
      async create({ properties: given, location }) {
        await api.call(location, 'ec2', 'CreateRoute', given.all());
        return { ref: `${given.text('RouteTableId')}|${given.text('DestinationCidrBlock')}` };
      },
    },
    'AWS::EC2::SubnetRouteTableAssociation': {
      properties: properties('RouteTableId SubnetId'),
      async create({ properties: given, location }) {
        const made = await api.call<AssociateRouteTableResult>(
          location,
          'ec2',
          'AssociateRouteTable',
          given.all(),
        );
        const id = made.AssociationId ?? '';
        return { ref: id, attributes: { Id: id } };
      },
    },
  };
}
