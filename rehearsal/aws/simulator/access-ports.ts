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
import type { Call, Location, Service } from '../contracts.ts';
import type { SimulatorPorts } from '../deployment/providers/ports.ts';
import { isMap } from '../deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../deployment/template-value.ts';
import { NotInThisSimulator } from './not-in-this-simulator.ts';
import type { SimulatorServices } from './services.ts';
import { operatorIn } from './operator-principal.ts';

/** What a deployment makes for private access, by the calls that CloudFormation makes. */
export function accessPorts(
  simulator: SimulatorServices,
): Pick<SimulatorPorts, 'network' | 'loadBalancing' | 'privateNames'> {
  const elb = caller(simulator, simulator.elb);
  const ec2 = caller(simulator, simulator.ec2);
  const allow = (
    location: Location,
    group: string,
    rules: readonly TemplateValue[],
  ): Promise<object> =>
    ec2(location, 'AuthorizeSecurityGroupIngress', {
      GroupId: group,
      IpPermissions: rules.map(permissionOf),
    });
  return {
    network: {
      async createSecurityGroup(location, { name, description, vpcId, ingress, egress }) {
        if (egress.length > 0) throw new NotInThisSimulator('rules of egress');
        const input = {
          GroupName: name,
          Description: description,
          VpcId: vpcId ?? simulator.network.vpcs.default(location).id,
        };
        const made: CreateSecurityGroupResult = await ec2(location, 'CreateSecurityGroup', input);
        const id = made.GroupId ?? '';
        if (ingress.length > 0) await allow(location, id, ingress);
        return { id };
      },
      async addIngress(location, groupId, rule) {
        await allow(location, groupId, [rule]);
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
          DefaultActions: [{ Type: 'forward', TargetGroupArn: settings.targetGroupArn }],
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

/** Calls a service's operations as CloudFormation does, for the person who deploys. */
function caller(simulator: SimulatorServices, service: Service) {
  return async <Output extends object>(
    location: Location,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Output> => {
    const principal = operatorIn(location.accountId, 'deployment');
    const call: Call = {
      requestId: 'deployment',
      service: 'cloudformation',
      operation,
      location,
      principal,
      authorize: (action, resource, more) =>
        simulator.authorizer.require({ ...more, principal, action, resource }),
    };
    const run = service.operations[operation];
    if (run === undefined) throw new NotInThisSimulator(`${service.name}:${operation}`);
    return (await run(input, call)) as Output;
  };
}

/** A rule of ingress as the API has it. */
function permissionOf(value: TemplateValue): object {
  const { CidrIp, SourceSecurityGroupId, Description, IpProtocol, FromPort, ToPort, ...more } =
    isMap(value) ? value : {};
  const [extra] = Object.keys(more);
  if (extra !== undefined) throw new NotInThisSimulator(`a rule of ingress with ${extra}`);
  const text = Description === undefined ? {} : { Description };
  return {
    IpProtocol,
    FromPort: Number(FromPort),
    ToPort: Number(ToPort),
    ...(CidrIp === undefined ? {} : { IpRanges: [{ CidrIp, ...text }] }),
    ...(SourceSecurityGroupId === undefined
      ? {}
      : { UserIdGroupPairs: [{ GroupId: SourceSecurityGroupId, ...text }] }),
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
