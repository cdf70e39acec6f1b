import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer as Described,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
  SetSubnetsInput,
  SetSubnetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { arnIn, domainOf } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Location, Operation } from '../../contracts.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { announceBalancer } from './announcement.ts';
import { initialAttributes, loadBalancerAttributes, setAttributes } from './attributes.ts';
import { attachNode, openPorts } from './connections.ts';
import { findBalancer, readTags, requireName, showTags } from './find.ts';
import type { LoadBalancer, Node } from './load-balancer.ts';
import { inPlace } from './state.ts';
import type { ElbState } from './state.ts';
import { reconsider } from './target-life.ts';

/** Source: the guide of Network Load Balancers, "Quotas". */
const mostBalancers = 50;

export function loadBalancerOperations(state: ElbState): Record<string, Operation> {
  return {
    CreateLoadBalancer: operation<CreateLoadBalancerInput, CreateLoadBalancerOutput>(
      [
        'Name',
        'Subnets',
        'SubnetMappings',
        'SecurityGroups',
        'Scheme',
        'Type',
        'IpAddressType',
        'Tags',
      ],
      (input, call) => {
        const name = input.Name ?? '';
        const hash = state.random.text(16);
        const { location } = call;
        const arn = arnIn(location, 'elasticloadbalancing', `loadbalancer/net/${name}/${hash}`);
        call.authorize('elasticloadbalancing:CreateLoadBalancer', arn);
        requireName(name, 'load balancer');
        if (input.Type !== 'network') throw notSimulated('load balancers but of Type network');
        if (input.Scheme !== 'internal') throw notSimulated('load balancers but internal ones');
        if ((input.IpAddressType ?? 'ipv4') !== 'ipv4') throw notSimulated('IPv6');
        const there = inPlace(state.balancers, location);
        if (there.some((other) => other.name === name)) {
          throw new AwsError(
            'DuplicateLoadBalancerNameException',
            `A load balancer with the same name '${name}' exists, but with different settings`,
          );
        }
        if (there.length >= mostBalancers) {
          throw new AwsError(
            'TooManyLoadBalancersException',
            'The limit of load balancers is reached',
          );
        }
        const subnets = subnetsOf(input);
        const { vpcId, nodes } = makeNodes(state, location, subnets, []);
        const securityGroupIds = input.SecurityGroups ?? [];
        requireGroups(state, vpcId, securityGroupIds);
        const balancer: LoadBalancer = {
          arn,
          name,
          location,
          vpcId,
          dnsName:
            `${name}-${hash}.elb.${location.region}.${domainOf(location.region)}`.toLowerCase(),
          createdAt: state.clock.now(),
          nodes,
          securityGroupIds,
          enforcesOnPrivateLink: true,
          attributes: initialAttributes(loadBalancerAttributes),
          tags: readTags(input.Tags),
        };
        state.balancers.set(arn, balancer);
        for (const node of nodes) attachNode(state, balancer, node);
        announceBalancer(state, balancer, 0);
        return { LoadBalancers: [describe(balancer)] };
      },
    ),
    DescribeLoadBalancers: operation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput>(
      ['LoadBalancerArns', 'Names'],
      ({ LoadBalancerArns: arns, Names: names }, call) => {
        call.authorize('elasticloadbalancing:DescribeLoadBalancers', '*');
        for (const arn of arns ?? []) findBalancer(state, call.location, arn);
        const found = inPlace(state.balancers, call.location).filter(
          ({ arn, name }) =>
            (arns === undefined || arns.includes(arn)) &&
            (names === undefined || names.includes(name)),
        );
        const missing = names?.filter((name) => !found.some((one) => one.name === name)) ?? [];
        if (missing.length > 0) {
          throw new AwsError(
            'LoadBalancerNotFoundException',
            `Load balancers '[${missing.join(', ')}]' not found`,
          );
        }
        return { LoadBalancers: found.map(describe) };
      },
    ),
    ModifyLoadBalancerAttributes: operation<
      ModifyLoadBalancerAttributesInput,
      ModifyLoadBalancerAttributesOutput
    >(['LoadBalancerArn', 'Attributes'], (input, call) => {
      call.authorize(
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        input.LoadBalancerArn ?? '',
      );
      const balancer = findBalancer(state, call.location, input.LoadBalancerArn);
      setAttributes(balancer.attributes, loadBalancerAttributes, input.Attributes ?? []);
      announceBalancer(state, balancer);
      return { Attributes: showTags(balancer.attributes) };
    }),
    DescribeLoadBalancerAttributes: operation<
      DescribeLoadBalancerAttributesInput,
      DescribeLoadBalancerAttributesOutput
    >(['LoadBalancerArn'], (input, call) => {
      call.authorize('elasticloadbalancing:DescribeLoadBalancerAttributes', '*');
      const { attributes } = findBalancer(state, call.location, input.LoadBalancerArn);
      return { Attributes: showTags(attributes) };
    }),
    SetSecurityGroups: operation<SetSecurityGroupsInput, SetSecurityGroupsOutput>(
      ['LoadBalancerArn', 'SecurityGroups', 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'],
      (input, call) => {
        call.authorize('elasticloadbalancing:SetSecurityGroups', input.LoadBalancerArn ?? '');
        const balancer = findBalancer(state, call.location, input.LoadBalancerArn);
        const groups = input.SecurityGroups ?? [];
        if (balancer.securityGroupIds.length === 0) {
          throw new AwsError(
            'InvalidConfigurationRequestException',
            'You can not set security groups on a Network Load Balancer that was created without any',
          );
        }
        if (groups.length === 0) {
          throw new AwsError(
            'InvalidConfigurationRequestException',
            'You can not remove all security groups of a Network Load Balancer',
          );
        }
        requireGroups(state, balancer.vpcId, groups);
        balancer.securityGroupIds = groups;
        const enforce = input.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
        if (enforce !== undefined) balancer.enforcesOnPrivateLink = enforce === 'on';
        return {
          SecurityGroupIds: groups,
          EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforcement(balancer),
        };
      },
    ),
    SetSubnets: operation<SetSubnetsInput, SetSubnetsOutput>(
      ['LoadBalancerArn', 'Subnets', 'SubnetMappings', 'IpAddressType'],
      async (input, call) => {
        call.authorize('elasticloadbalancing:SetSubnets', input.LoadBalancerArn ?? '');
        const balancer = findBalancer(state, call.location, input.LoadBalancerArn);
        const { nodes } = makeNodes(state, call.location, subnetsOf(input), balancer.nodes);
        const gone = balancer.nodes.find((node) => !nodes.includes(node));
        if (gone !== undefined) throw notSimulated('taking a zone from a load balancer');
        const added = nodes.filter((node) => !balancer.nodes.includes(node));
        balancer.nodes = nodes;
        for (const node of added) attachNode(state, balancer, node);
        for (const listener of state.listeners.values()) {
          if (listener.balancer === balancer) await openPorts(state, listener);
        }
        for (const group of state.groups.values()) reconsider(state, group);
        announceBalancer(state, balancer);
        return { AvailabilityZones: nodes.map(describeNode), IpAddressType: 'ipv4' };
      },
    ),
    DeleteLoadBalancer: operation<DeleteLoadBalancerInput, object>(
      ['LoadBalancerArn'],
      ({ LoadBalancerArn: arn = '' }, call) => {
        call.authorize('elasticloadbalancing:DeleteLoadBalancer', arn);
        const balancer = state.balancers.get(arn);
        // AWS takes the deletion of what isn't there for done.
        if (balancer === undefined) return {};
        if (balancer.attributes.get('deletion_protection.enabled') === 'true') {
          throw new AwsError(
            'OperationNotPermittedException',
            `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
          );
        }
        if ([...state.listeners.values()].some((listener) => listener.balancer === balancer)) {
          throw notSimulated('deleting a load balancer that has listeners');
        }
        for (const { address } of balancer.nodes) state.network.detach(address);
        state.names.remove(balancer.dnsName);
        state.balancers.delete(arn);
        return {};
      },
    ),
  };
}

function subnetsOf(input: Pick<CreateLoadBalancerInput, 'Subnets' | 'SubnetMappings'>): string[] {
  if (input.Subnets !== undefined) {
    if (input.SubnetMappings === undefined) return input.Subnets;
    throw new AwsError('ValidationError', 'You can specify either subnets or subnet mappings');
  }
  return (input.SubnetMappings ?? []).map(({ SubnetId: id = '', ...more }) => {
    const [extra] = Object.keys(more);
    if (extra !== undefined) throw notSimulated(`a SubnetMapping with ${extra}`);
    return id;
  });
}

function makeNodes(
  state: ElbState,
  location: Location,
  subnetIds: readonly string[],
  known: readonly Node[],
): { vpcId: string; nodes: readonly Node[] } {
  const { vpcs } = state.network;
  if (subnetIds.length === 0) {
    throw new AwsError('ValidationError', 'You must specify subnets or subnet mappings');
  }
  const subnets = subnetIds.map((id) => {
    const subnet = vpcs.findSubnet(id);
    const vpc = subnet && vpcs.find(subnet.vpcId);
    if (
      subnet &&
      vpc?.location.accountId === location.accountId &&
      vpc.location.region === location.region
    ) {
      return subnet;
    }
    throw new AwsError('SubnetNotFoundException', `The subnet ID '${id}' does not exist`);
  });
  const vpcId = subnets[0]?.vpcId ?? '';
  if (subnets.some((subnet) => subnet.vpcId !== vpcId)) {
    throw new AwsError('InvalidSubnetException', 'All subnets must belong to the same VPC');
  }
  if (new Set(subnets.map(({ zone }) => zone)).size < subnets.length) {
    throw new AwsError(
      'InvalidConfigurationRequestException',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  const nodes = subnets.map(
    (subnet) =>
      known.find(({ subnetId }) => subnetId === subnet.id) ?? {
        subnetId: subnet.id,
        zone: subnet.zone,
        address: vpcs.takeAddress(subnet),
      },
  );
  return { vpcId, nodes };
}

function requireGroups(state: ElbState, vpcId: string, ids: readonly string[]): void {
  for (const id of ids) {
    if (state.network.securityGroups.find(id)?.vpcId === vpcId) continue;
    throw new AwsError(
      'InvalidSecurityGroupException',
      `The security group '${id}' does not exist in the VPC '${vpcId}'`,
    );
  }
}

function enforcement(balancer: LoadBalancer): 'on' | 'off' {
  return balancer.enforcesOnPrivateLink ? 'on' : 'off';
}

function describe(balancer: LoadBalancer): Described {
  return {
    LoadBalancerArn: balancer.arn,
    DNSName: balancer.dnsName,
    CanonicalHostedZoneId: 'Z00000000000000000000',
    CreatedTime: new Date(balancer.createdAt),
    LoadBalancerName: balancer.name,
    Scheme: 'internal',
    VpcId: balancer.vpcId,
    State: { Code: 'active' },
    Type: 'network',
    AvailabilityZones: balancer.nodes.map(describeNode),
    SecurityGroups: [...balancer.securityGroupIds],
    IpAddressType: 'ipv4',
    ...(balancer.securityGroupIds.length > 0 && {
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforcement(balancer),
    }),
  };
}

function describeNode({ zone, subnetId }: Node): { ZoneName: string; SubnetId: string } {
  return { ZoneName: zone, SubnetId: subnetId };
}
