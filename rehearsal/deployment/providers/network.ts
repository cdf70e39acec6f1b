import { properties } from '../property-table.ts';
import type { PropertyTable } from '../property-table.ts';
import type { NetworkPort } from './ports.ts';
import type { Providers } from './provider.ts';

const PORTS = 'IpProtocol FromPort ToPort Description CidrIp CidrIpv6';
const INGRESS: PropertyTable = properties(
  `${PORTS} SourceSecurityGroupId SourceSecurityGroupOwnerId SourcePrefixListId`,
);
const EGRESS: PropertyTable = properties(
  `${PORTS} DestinationSecurityGroupId DestinationPrefixListId`,
);

/** `AWS::EC2::SecurityGroup` and `AWS::EC2::VPCEndpoint`. */
export function networkProviders(network: NetworkPort): Providers {
  return {
    'AWS::EC2::SecurityGroup': {
      properties: {
        ...properties('GroupName GroupDescription VpcId Tags'),
        SecurityGroupIngress: [INGRESS],
        SecurityGroupEgress: [EGRESS],
      },
      create({ properties: given, location, name }) {
        given.text('GroupDescription');
        const vpcId = given.optionalText('VpcId');
        const { id } = network.createSecurityGroup(location, {
          name: given.optionalText('GroupName') ?? name(),
          ingress: given.list('SecurityGroupIngress'),
          egress: given.list('SecurityGroupEgress'),
          ...(vpcId === undefined ? {} : { vpcId }),
        });
        return {
          ref: id,
          attributes: { GroupId: id, ...(vpcId === undefined ? {} : { VpcId: vpcId }) },
        };
      },
    },
    'AWS::EC2::VPCEndpoint': {
      properties: properties(
        'ServiceName VpcId VpcEndpointType SubnetIds SecurityGroupIds RouteTableIds PrivateDnsEnabled PolicyDocument Tags',
      ),
      create({ properties: given, location }) {
        const policy = given.has('PolicyDocument') ? given.policy('PolicyDocument') : undefined;
        const endpoint = network.createVpcEndpoint(location, {
          serviceName: given.text('ServiceName'),
          vpcId: given.text('VpcId'),
          type: given.optionalText('VpcEndpointType') ?? 'Gateway',
          subnetIds: given.texts('SubnetIds'),
          securityGroupIds: given.texts('SecurityGroupIds'),
          privateDns: given.boolean('PrivateDnsEnabled') ?? false,
          ...(policy === undefined ? {} : { policy }),
        });
        return {
          ref: endpoint.id,
          attributes: { Id: endpoint.id, DnsEntries: endpoint.dnsEntries },
        };
      },
    },
  };
}
