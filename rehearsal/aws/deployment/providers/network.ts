import { UnknownTemplateConstruct } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { PropertyTable } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { ApiTag } from './api-port.ts';
import type { NetworkPort } from './network-ports.ts';
import type { CreateRequest, Providers } from './provider.ts';
import { tagsOf } from './tags.ts';

const ports = 'IpProtocol FromPort ToPort Description CidrIp CidrIpv6';
const ingress: PropertyTable = properties(
  `${ports} SourceSecurityGroupId SourceSecurityGroupOwnerId SourcePrefixListId`,
);
const egress: PropertyTable = properties(
  `${ports} DestinationSecurityGroupId DestinationPrefixListId`,
);

/** Security groups, interface endpoints, and what they lead to. */
export function networkProviders(network: NetworkPort): Providers {
  return {
    'AWS::EC2::SecurityGroup': {
      properties: {
        ...properties('GroupName GroupDescription VpcId Tags'),
        SecurityGroupIngress: [ingress],
        SecurityGroupEgress: [egress],
      },
      async create(request) {
        const { properties: given, location, name } = request;
        const vpcId = given.optionalText('VpcId');
        const { id } = await network.createSecurityGroup(location, {
          name: given.optionalText('GroupName') ?? name(),
          ...tagged(request),
          description: given.text('GroupDescription'),
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
    'AWS::EC2::SecurityGroupIngress': {
      properties: { ...ingress, GroupId: 'any' },
      async create({ properties: given, location, name }) {
        const rule = given.pick(Object.keys(ingress));
        await network.addIngress(location, given.text('GroupId'), rule);
        return { ref: name(32) };
      },
    },
    'AWS::EC2::SecurityGroupEgress': {
      properties: { ...egress, GroupId: 'any' },
      async create({ properties: given, location, name }) {
        const rule = given.pick(Object.keys(egress));
        await network.addEgress(location, given.text('GroupId'), rule);
        return { ref: name(32) };
      },
    },
    'AWS::EC2::VPCEndpoint': {
      properties: {
        ...properties(
          'ServiceName ServiceRegion ResourceConfigurationArn VpcId VpcEndpointType SubnetIds SecurityGroupIds RouteTableIds PrivateDnsEnabled PolicyDocument Tags',
        ),
        DnsOptions: properties('PrivateDnsOnlyForInboundResolverEndpoint'),
      },
      async create(request) {
        const { properties: given, location, path } = request;
        const type = given.optionalText('VpcEndpointType') ?? 'Gateway';
        const configuration = given.optionalText('ResourceConfigurationArn');
        if ((type === 'Resource') !== (configuration !== undefined)) {
          throw new UnknownTemplateConstruct(`a ResourceConfigurationArn with ${type}`, path);
        }
        const policy = given.has('PolicyDocument') ? given.policy('PolicyDocument') : undefined;
        const serviceRegion = given.optionalText('ServiceRegion');
        const endpoint = await network.createVpcEndpoint(location, {
          ...(configuration === undefined
            ? { serviceName: given.text('ServiceName') }
            : { resourceConfigurationArn: configuration }),
          ...(serviceRegion === undefined ? {} : { serviceRegion }),
          vpcId: given.text('VpcId'),
          type,
          subnetIds: given.texts('SubnetIds'),
          securityGroupIds: given.texts('SecurityGroupIds'),
          privateDns: given.boolean('PrivateDnsEnabled') ?? false,
          ...resolvers(given),
          ...tagged(request),
          ...(policy === undefined ? {} : { policy }),
        });
        // Source: CloudFormation, AWS::EC2::VPCEndpoint, DnsEntries: of interface endpoints. A resource
        // endpoint has its names from DescribeVpcEndpointAssociations.
        const dnsEntries = type === 'Interface' ? endpoint.dnsEntries : [];
        return { ref: endpoint.id, attributes: { Id: endpoint.id, DnsEntries: dnsEntries } };
      },
    },
    'AWS::EC2::VPCEndpointService': {
      properties: properties('NetworkLoadBalancerArns AcceptanceRequired SupportedRegions'),
      async create({ properties: given, location }) {
        const { id } = await network.createEndpointService(location, {
          balancerArns: given.texts('NetworkLoadBalancerArns'),
          acceptanceRequired: given.boolean('AcceptanceRequired') ?? true,
          supportedRegions: given.texts('SupportedRegions'),
        });
        return { ref: id, attributes: { ServiceId: id } };
      },
    },
    'AWS::EC2::VPCEndpointServicePermissions': {
      properties: properties('ServiceId AllowedPrincipals'),
      async create({ properties: given, location, name }) {
        const principals = given.texts('AllowedPrincipals');
        await network.allowPrincipals(location, given.text('ServiceId'), principals);
        return { ref: name(32) };
      },
    },
  };
}

/** Left out where there are none, as the services are asked for no more than a template says. */
function tagged(request: CreateRequest): { readonly tags?: readonly ApiTag[] } {
  const { Tags: tags } = tagsOf(request);
  return tags.length === 0 ? {} : { tags };
}

/** For which resolvers a service's own name leads to the endpoint, where a service has both types. */
function resolvers(given: PropertyReader): { readonly onlyInboundResolvers?: boolean } {
  const which = given
    .reader('DnsOptions')
    ?.optionalText('PrivateDnsOnlyForInboundResolverEndpoint');
  if (which === undefined || which === 'NotSpecified') return {};
  return { onlyInboundResolvers: which === 'OnlyInboundResolver' };
}
