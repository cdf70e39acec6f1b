import type {
  CreateListenerOutput,
  CreateLoadBalancerOutput,
  CreateTargetGroupOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  CreateSecurityGroupResult,
  CreateVpcEndpointResult,
  CreateVpcEndpointServiceConfigurationResult,
} from '@aws-sdk/client-ec2';
import type { Location } from '../contracts.ts';
import type { SimulatorPorts } from '../deployment/providers/ports.ts';
import { isMap } from '../deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../deployment/template-value.ts';
import { deploymentCaller } from './deployment-caller.ts';
import { NotInThisSimulator } from './not-in-this-simulator.ts';
import type { SimulatorServices } from './services.ts';

/** What a deployment makes for private access, by the calls that CloudFormation makes. */
export function accessPorts(
  simulator: SimulatorServices,
): Pick<SimulatorPorts, 'network' | 'loadBalancing' | 'privateNames'> {
  const elb = deploymentCaller(simulator, simulator.elb);
  const ec2 = deploymentCaller(simulator, simulator.ec2);
  const allow = (
    location: Location,
    way: 'Ingress' | 'Egress',
    group: string,
    rules: readonly TemplateValue[],
  ): Promise<object> =>
    ec2(location, `AuthorizeSecurityGroup${way}`, {
      GroupId: group,
      IpPermissions: rules.map(permissionOf),
    });
  return {
    network: {
      async createSecurityGroup(location, { name, description, vpcId, ingress, egress, tags }) {
        const input = {
          GroupName: name,
          Description: description,
          VpcId: vpcId ?? simulator.network.vpcs.default(location).id,
          ...(tags && { TagSpecifications: [{ ResourceType: 'security-group', Tags: tags }] }),
        };
        const made: CreateSecurityGroupResult = await ec2(location, 'CreateSecurityGroup', input);
        const id = made.GroupId ?? '';
        if (ingress.length > 0) await allow(location, 'Ingress', id, ingress);
        // Rules of egress take the place of the one that lets everything out.
        // Source: CloudFormation, AWS::EC2::SecurityGroup, "Remove default rule".
        if (egress.length > 0) {
          const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
          await ec2(location, 'RevokeSecurityGroupEgress', { GroupId: id, IpPermissions });
          await allow(location, 'Egress', id, egress);
        }
        return { id };
      },
      async addIngress(location, groupId, rule) {
        await allow(location, 'Ingress', groupId, [rule]);
      },
      async addEgress(location, groupId, rule) {
        await allow(location, 'Egress', groupId, [rule]);
      },
      async createVpcEndpoint(location, settings) {
        if (settings.policy !== undefined)
          throw new NotInThisSimulator('policies of VPC endpoints');
        if (settings.serviceName === undefined) throw new NotInThisSimulator('resource endpoints');
        const made: CreateVpcEndpointResult = await ec2(location, 'CreateVpcEndpoint', {
          VpcEndpointType: settings.type,
          VpcId: settings.vpcId,
          ServiceName: settings.serviceName,
          ...(settings.serviceRegion !== undefined && { ServiceRegion: settings.serviceRegion }),
          SubnetIds: settings.subnetIds,
          SecurityGroupIds: settings.securityGroupIds,
          PrivateDnsEnabled: settings.privateDns,
          ...(settings.onlyInboundResolvers !== undefined && {
            DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: settings.onlyInboundResolvers },
          }),
          ...(settings.tags && {
            TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: settings.tags }],
          }),
        });
        const { VpcEndpointId: id = '', DnsEntries: entries = [] } = made.VpcEndpoint ?? {};
        return { id, dnsEntries: entries.map((one) => `${one.HostedZoneId}:${one.DnsName}`) };
      },
      async createEndpointService(
        location,
        { balancerArns, acceptanceRequired, supportedRegions },
      ) {
        const made: CreateVpcEndpointServiceConfigurationResult = await ec2(
          location,
          'CreateVpcEndpointServiceConfiguration',
          {
            NetworkLoadBalancerArns: balancerArns,
            AcceptanceRequired: acceptanceRequired,
            ...(supportedRegions.length > 0 && { SupportedRegions: supportedRegions }),
          },
        );
        return { id: made.ServiceConfiguration?.ServiceId ?? '' };
      },
      async allowPrincipals(location, serviceId, principals) {
        await ec2(location, 'ModifyVpcEndpointServicePermissions', {
          ServiceId: serviceId,
          AddAllowedPrincipals: principals,
        });
      },
    },
    loadBalancing: {
      async createLoadBalancer(location, settings) {
        const { LoadBalancers: made }: CreateLoadBalancerOutput = await elb(
          location,
          'CreateLoadBalancer',
          {
            Name: settings.name,
            Type: settings.type,
            Scheme: settings.scheme,
            IpAddressType: settings.ipAddressType,
            Subnets: settings.subnetIds,
            ...(settings.securityGroupIds.length > 0 && {
              SecurityGroups: settings.securityGroupIds,
            }),
          },
        );
        const { LoadBalancerArn: arn = '', DNSName: dnsName = '', ...more } = made?.[0] ?? {};
        if (settings.enforceOnPrivateLink !== undefined) {
          await elb(location, 'SetSecurityGroups', {
            LoadBalancerArn: arn,
            SecurityGroups: settings.securityGroupIds,
            EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: settings.enforceOnPrivateLink,
          });
        }
        await elb(location, 'ModifyLoadBalancerAttributes', {
          LoadBalancerArn: arn,
          Attributes: settings.attributes,
        });
        return { arn, dnsName, hostedZone: more.CanonicalHostedZoneId ?? '' };
      },
      async createTargetGroup(location, { name, properties, attributes }) {
        const { TargetGroups: made }: CreateTargetGroupOutput = await elb(
          location,
          'CreateTargetGroup',
          { Name: name, ...withNumbers(properties) },
        );
        const arn = made?.[0]?.TargetGroupArn ?? '';
        const input = { TargetGroupArn: arn, Attributes: attributes };
        await elb(location, 'ModifyTargetGroupAttributes', input);
        return { arn };
      },
      async createListener(location, settings) {
        const { Listeners: made }: CreateListenerOutput = await elb(location, 'CreateListener', {
          LoadBalancerArn: settings.balancerArn,
          Protocol: settings.protocol,
          Port: settings.port,
          DefaultActions: [
            settings.forwards.length === 1
              ? { Type: 'forward', TargetGroupArn: settings.forwards[0]?.TargetGroupArn }
              : { Type: 'forward', ForwardConfig: { TargetGroups: settings.forwards } },
          ],
        });
        const arn = made?.[0]?.ListenerArn ?? '';
        const input = { ListenerArn: arn, Attributes: settings.attributes };
        await elb(location, 'ModifyListenerAttributes', input);
        return { arn };
      },
    },
    privateNames: {
      createZone: (_location, zone) => {
        const id = simulator.newHostedZoneId();
        simulator.zones.add(id, zone);
        return { id };
      },
      createAlias: (_location, { zoneId, name, aliasOf }) =>
        simulator.zones.setRecord(zoneId, name, { aliasOf }),
    },
  };
}

/** A rule of ingress or egress as the API has it. */
function permissionOf(value: TemplateValue): object {
  const { CidrIp, Description, IpProtocol, FromPort, ToPort, ...more } = isMap(value) ? value : {};
  const { SourceSecurityGroupId, DestinationSecurityGroupId, ...others } = more;
  const [extra] = Object.keys(others);
  if (extra !== undefined) throw new NotInThisSimulator(`a rule of a security group with ${extra}`);
  const peer = SourceSecurityGroupId ?? DestinationSecurityGroupId;
  const text = Description === undefined ? {} : { Description };
  return {
    IpProtocol,
    ...(FromPort === undefined ? {} : { FromPort: Number(FromPort), ToPort: Number(ToPort) }),
    ...(CidrIp === undefined ? {} : { IpRanges: [{ CidrIp, ...text }] }),
    ...(peer === undefined ? {} : { UserIdGroupPairs: [{ GroupId: peer, ...text }] }),
  };
}

/** Templates may give numbers as text. */
function withNumbers(given: TemplateMap): TemplateMap {
  const numbers = /^(Port|HealthCheck(Interval|Timeout)Seconds|(Un)?[Hh]ealthyThresholdCount)$/;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      numbers.test(name) ? Number(value) : value,
    ]),
  );
}
