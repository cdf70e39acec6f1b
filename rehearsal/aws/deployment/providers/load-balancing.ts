import { TemplateRefused, UnknownTemplateConstruct } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { Attribute, Forward, LoadBalancingPort } from './network-ports.ts';
import type { Providers } from './provider.ts';

const attributeProperties = [properties('Key Value')] as const;

const group =
  'TargetType Protocol Port VpcId HealthCheckEnabled HealthCheckProtocol HealthCheckPort HealthCheckIntervalSeconds HealthCheckTimeoutSeconds HealthyThresholdCount UnhealthyThresholdCount IpAddressType';

/** Load balancers, target groups and listeners. */
export function loadBalancingProviders(loadBalancing: LoadBalancingPort): Providers {
  return {
    'AWS::ElasticLoadBalancingV2::LoadBalancer': {
      properties: {
        ...properties(
          'Name Type Scheme IpAddressType Subnets SecurityGroups EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
        ),
        LoadBalancerAttributes: attributeProperties,
      },
      async create({ properties: given, location, name }) {
        const enforce = given.optionalText('EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic');
        const made = await loadBalancing.createLoadBalancer(location, {
          name: given.optionalText('Name') ?? name(32),
          type: given.optionalText('Type') ?? 'application',
          scheme: given.optionalText('Scheme') ?? 'internet-facing',
          ipAddressType: given.optionalText('IpAddressType') ?? 'ipv4',
          subnetIds: given.texts('Subnets'),
          securityGroupIds: given.texts('SecurityGroups'),
          attributes: attributes(given, 'LoadBalancerAttributes'),
          ...(enforce === undefined ? {} : { enforceOnPrivateLink: enforce }),
        });
        const fullName = made.arn.split(':loadbalancer/')[1] ?? '';
        return {
          ref: made.arn,
          arn: made.arn,
          attributes: {
            LoadBalancerArn: made.arn,
            LoadBalancerFullName: fullName,
            LoadBalancerName: fullName.split('/')[1] ?? '',
            DNSName: made.dnsName,
            CanonicalHostedZoneID: made.hostedZone,
          },
        };
      },
    },
    'AWS::ElasticLoadBalancingV2::TargetGroup': {
      properties: { ...properties(`Name ${group}`), TargetGroupAttributes: attributeProperties },
      async create({ properties: given, location, name }) {
        const { arn } = await loadBalancing.createTargetGroup(location, {
          name: given.optionalText('Name') ?? name(32),
          properties: given.pick(group.split(' ')),
          attributes: attributes(given, 'TargetGroupAttributes'),
        });
        const fullName = arn.slice(arn.indexOf(':targetgroup/') + 1);
        return {
          ref: arn,
          arn,
          attributes: {
            TargetGroupArn: arn,
            TargetGroupFullName: fullName,
            TargetGroupName: fullName.split('/')[1] ?? '',
          },
        };
      },
    },
    'AWS::ElasticLoadBalancingV2::Listener': {
      properties: {
        ...properties('LoadBalancerArn Protocol Port'),
        DefaultActions: [
          {
            ...properties('Type TargetGroupArn'),
            ForwardConfig: { TargetGroups: [properties('TargetGroupArn Weight')] },
          },
        ],
        ListenerAttributes: attributeProperties,
      },
      async create({ properties: given, location, path }) {
        const [action, ...others] = given.readers('DefaultActions');
        const port = given.number('Port');
        if (action === undefined || port === undefined) {
          throw new TemplateRefused(`${path}: a listener needs DefaultActions and a Port`);
        }
        if (others.length > 0 || action.text('Type') !== 'forward') {
          throw new UnknownTemplateConstruct('DefaultActions but one of Type forward', path);
        }
        const { arn } = await loadBalancing.createListener(location, {
          balancerArn: given.text('LoadBalancerArn'),
          protocol: given.text('Protocol'),
          port,
          forwards: forwardsOf(action),
          attributes: attributes(given, 'ListenerAttributes'),
        });
        return { ref: arn, arn, attributes: { ListenerArn: arn } };
      },
    },
  };
}

/** One group, or several with their weights. */
function forwardsOf(action: PropertyReader): readonly Forward[] {
  const several = action.reader('ForwardConfig')?.readers('TargetGroups');
  return several
    ? several.map((one) => ({
        TargetGroupArn: one.text('TargetGroupArn'),
        Weight: one.number('Weight') ?? 1,
      }))
    : [{ TargetGroupArn: action.text('TargetGroupArn'), Weight: 1 }];
}

function attributes(given: PropertyReader, name: string): readonly Attribute[] {
  return given
    .readers(name)
    .map((attribute) => ({ Key: attribute.text('Key'), Value: attribute.text('Value') }));
}
