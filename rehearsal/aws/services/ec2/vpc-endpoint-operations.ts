import type {
  CreateVpcEndpointRequest,
  CreateVpcEndpointResult,
  DeleteVpcEndpointsRequest,
  DeleteVpcEndpointsResult,
  DescribeVpcEndpointsRequest,
  DescribeVpcEndpointsResult,
  VpcEndpoint as Described,
} from '@aws-sdk/client-ec2';
import { arnIn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call, Operation } from '../../contracts.ts';
import type { Subnet, Vpc } from '../../network/vpcs.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { awsService, requirePrivateDns, requireResolvers } from './aws-service-endpoint.ts';
import { isAllowed } from './endpoint-service.ts';
import type { EndpointService } from './endpoint-service.ts';
import { findVpc, isIn, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import { tagNew, tagsOf } from './tags.ts';
import { namesOf } from './vpc-endpoint.ts';
import type { AwsService, VpcEndpoint } from './vpc-endpoint.ts';

export function vpcEndpointOperations(state: Ec2State): Record<string, Operation> {
  const find = (call: Call, id: string): VpcEndpoint => {
    const endpoint = state.endpoints.get(id);
    if (endpoint && isIn(endpoint.location, call.location)) return endpoint;
    throw new AwsError(
      'InvalidVpcEndpointId.NotFound',
      `The Vpc Endpoint Id '${id}' does not exist`,
    );
  };
  return {
    CreateVpcEndpoint: operation<CreateVpcEndpointRequest, CreateVpcEndpointResult>(
      [
        'VpcEndpointType',
        'VpcId',
        'ServiceName',
        'ServiceRegion',
        'SubnetIds',
        'SecurityGroupIds',
        'PrivateDnsEnabled',
        'DnsOptions',
        'TagSpecifications',
      ],
      (input, call) => {
        const { location } = call;
        const id = newId(state, 'vpce');
        authorizeCreation(input, call, id);
        if (input.VpcEndpointType !== 'Interface')
          throw notSimulated('endpoints but of type Interface');
        const vpc = findVpc(state, location, input.VpcId);
        const service = serviceOf(state, input, call, vpc);
        const subnets = subnetsOf(state, vpc, input.SubnetIds ?? []);
        if ('balancerArn' in service) requireZones(state, service, location.region, subnets);
        const groups = input.SecurityGroupIds ?? [vpc.securityGroupId];
        for (const group of groups) {
          if (state.network.securityGroups.find(group)?.vpcId === vpc.id) continue;
          throw new AwsError(
            'InvalidGroup.NotFound',
            `The security group '${group}' does not exist`,
          );
        }
        const zones = subnets.map(({ zone }) => zone);
        tagNew(state, call, input.TagSpecifications, { id, type: 'vpc-endpoint' });
        const endpoint: VpcEndpoint = {
          id,
          location,
          vpcId: vpc.id,
          service,
          privateDns: input.PrivateDnsEnabled ?? false,
          interfaces: subnets.map((subnet) => ({
            subnetId: subnet.id,
            zone: subnet.zone,
            address: state.network.vpcs.takeAddress(subnet),
          })),
          securityGroupIds: groups,
          state:
            'balancerArn' in service && service.acceptanceRequired
              ? 'PendingAcceptance'
              : 'Available',
          dnsNames: namesOf(id, state.random.text(8), service, zones),
          createdAt: state.clock.now(),
        };
        state.endpoints.set(id, endpoint);
        attach(state, endpoint);
        return { VpcEndpoint: describe(state, endpoint) };
      },
    ),
    DescribeVpcEndpoints: operation<DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult>(
      ['VpcEndpointIds'],
      ({ VpcEndpointIds: ids }, call) => {
        call.authorize('ec2:DescribeVpcEndpoints', '*');
        const found = ids
          ? ids.map((id) => find(call, id))
          : [...state.endpoints.values()].filter((one) => isIn(one.location, call.location));
        return { VpcEndpoints: found.map((one) => describe(state, one)) };
      },
    ),
    DeleteVpcEndpoints: operation<DeleteVpcEndpointsRequest, DeleteVpcEndpointsResult>(
      ['VpcEndpointIds'],
      ({ VpcEndpointIds: ids = [] }, call) => {
        for (const id of ids) {
          call.authorize(
            'ec2:DeleteVpcEndpoints',
            arnIn(call.location, 'ec2', `vpc-endpoint/${id}`),
          );
        }
        for (const id of ids) {
          const endpoint = find(call, id);
          for (const { address } of endpoint.interfaces) state.network.detach(address);
          for (const name of endpoint.dnsNames) state.names.remove(name);
          state.endpoints.delete(id);
        }
        return { Unsuccessful: [] };
      },
    ),
  };
}

/**
 * Each thing that it names, with the condition keys that this thing has for this action, and the lists
 * that its dependent actions are. Source: Service Authorization Reference, Amazon EC2, CreateVpcEndpoint;
 * of the dependent ones ec2:CreateTags is for tags, route53:AssociateVPCWithHostedZone for private names.
 */
function authorizeCreation(input: CreateVpcEndpointRequest, call: Call, id: string): void {
  const arn = (resource: string): string => arnIn(call.location, 'ec2', resource);
  const ask = (resource: string, context: Record<string, string> = {}): void =>
    call.authorize('ec2:CreateVpcEndpoint', arn(resource), { context });
  for (const list of ['DescribeVpcs', 'DescribeSubnets', 'DescribeSecurityGroups']) {
    call.authorize(`ec2:${list}`, '*');
  }
  ask(`vpc/${input.VpcId}`, { 'ec2:VpcID': input.VpcId ?? '' });
  for (const subnet of input.SubnetIds ?? []) {
    ask(`subnet/${subnet}`, { 'ec2:SubnetID': subnet });
  }
  for (const group of input.SecurityGroupIds ?? []) {
    ask(`security-group/${group}`, { 'ec2:SecurityGroupID': group });
  }
  ask(`vpc-endpoint/${id}`, { 'ec2:VpceServiceName': input.ServiceName ?? '' });
  const region = input.ServiceRegion ?? call.location.region;
  if (region !== call.location.region) {
    call.authorize('vpce:AllowMultiRegion', arn(`vpc-endpoint/${id}`));
  }
}

/** What the endpoint leads to: a service of AWS itself, or one that somebody offers. */
function serviceOf(
  state: Ec2State,
  input: CreateVpcEndpointRequest,
  call: Call,
  vpc: Vpc,
): EndpointService | AwsService {
  requireResolvers(input);
  if (input.ServiceName?.startsWith('com.amazonaws.vpce.') === true) {
    if (input.PrivateDnsEnabled) throw notSimulated('endpoints with private DNS names');
    return offeredService(state, input, call);
  }
  const service = awsService(input, call);
  if (input.PrivateDnsEnabled) requirePrivateDns(state, vpc, service);
  return service;
}

/** A service that somebody may not use isn't there for them, nor is one of a Region not named. */
function offeredService(
  state: Ec2State,
  input: CreateVpcEndpointRequest,
  call: Call,
): EndpointService {
  const { ServiceName: name = '', ServiceRegion: serviceRegion } = input;
  const { region } = call.location;
  const service = [...state.services.values()].find((one) => one.name === name);
  const asked = serviceRegion ?? region;
  if (
    service?.location.region === asked &&
    service.regions.includes(region) &&
    isAllowed(service, call.principal)
  ) {
    return service;
  }
  throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
}

function subnetsOf(state: Ec2State, vpc: Vpc, ids: readonly string[]): readonly Subnet[] {
  const subnets = ids.map((id) => {
    const subnet = state.network.vpcs.findSubnet(id);
    if (subnet?.vpcId === vpc.id) return subnet;
    throw new AwsError('InvalidSubnetId.NotFound', `The subnet ID '${id}' does not exist`);
  });
  if (new Set(subnets.map(({ zone }) => zone)).size === subnets.length) return subnets;
  throw new AwsError(
    'DuplicateSubnetsInSameZone',
    'Found another VPC endpoint subnet in the availability zone of one of the subnets',
  );
}

/** Zones go by name here: AWS maps each account's names to others. Not asked across Regions. */
function requireZones(
  state: Ec2State,
  service: EndpointService,
  region: string,
  subnets: readonly Subnet[],
): void {
  if (service.location.region !== region) return;
  const zones = state.offered(service.balancerArn)?.zones ?? [];
  const unexpected = subnets.find(({ zone }) => !zones.includes(zone));
  if (unexpected === undefined) return;
  throw new AwsError(
    'InvalidParameter',
    `The VPC endpoint service ${service.name} does not support the availability zone of the subnet: ${unexpected.id}.`,
  );
}

function attach(state: Ec2State, endpoint: VpcEndpoint): void {
  const { service, securityGroupIds } = endpoint;
  for (const { address, zone } of endpoint.interfaces) {
    state.network.attach(address, {
      admits: (port, from) =>
        endpoint.state === 'Available' &&
        state.network.securityGroups.admit(securityGroupIds, port, from) &&
        (!('balancerArn' in service) ||
          state.offered(service.balancerArn)?.admits(port, from) === true),
      securityGroupIds: () => securityGroupIds,
      listenerAt: (port) => {
        // Calls go to the simulator's own port, by whatever way: nobody listens for them here.
        if (!('balancerArn' in service)) return undefined;
        const offered = state.offered(service.balancerArn);
        if (endpoint.state !== 'Available' || offered === undefined) return undefined;
        const near = offered.zones.includes(zone) ? zone : offered.zones[0];
        return offered.listenerAt(port, near ?? '');
      },
    });
  }
  const [all = '', ...zonal] = endpoint.dnsNames;
  const addresses = endpoint.interfaces.map(({ address }) => address);
  state.names.set(all, addresses);
  zonal.forEach((name, index) => state.names.set(name, addresses.slice(index, index + 1)));
}

function describe(state: Ec2State, endpoint: VpcEndpoint): Described {
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: 'Interface',
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.service.name,
    ServiceRegion: endpoint.service.location.region,
    State: endpoint.state,
    SubnetIds: endpoint.interfaces.map(({ subnetId }) => subnetId),
    Groups: endpoint.securityGroupIds.map((GroupId) => ({ GroupId })),
    PrivateDnsEnabled: endpoint.privateDns,
    DnsEntries: endpoint.dnsNames.map((DnsName) => ({
      DnsName,
      HostedZoneId: 'Z00000000000000000000',
    })),
    CreationTimestamp: new Date(endpoint.createdAt),
    OwnerId: endpoint.location.accountId,
    ...tagsOf(state, endpoint.id),
  };
}
