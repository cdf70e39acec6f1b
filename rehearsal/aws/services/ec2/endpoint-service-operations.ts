import type {
  AcceptVpcEndpointConnectionsRequest,
  AcceptVpcEndpointConnectionsResult,
  CreateVpcEndpointServiceConfigurationRequest,
  CreateVpcEndpointServiceConfigurationResult,
  DescribeVpcEndpointConnectionsRequest,
  DescribeVpcEndpointConnectionsResult,
  DescribeVpcEndpointServiceConfigurationsRequest,
  DescribeVpcEndpointServiceConfigurationsResult,
  DescribeVpcEndpointServicePermissionsRequest,
  DescribeVpcEndpointServicePermissionsResult,
  ModifyVpcEndpointServicePermissionsRequest,
  ModifyVpcEndpointServicePermissionsResult,
  RejectVpcEndpointConnectionsRequest,
  RejectVpcEndpointConnectionsResult,
  ServiceConfiguration,
  UnsuccessfulItem,
} from '@aws-sdk/client-ec2';
import { arnIn, domainOf, parseArn } from '../../authorization/arn.ts';
import { AwsError } from '../../contracts.ts';
import type { Call, Operation } from '../../contracts.ts';
import { notSimulated, operation } from '../typed-operation.ts';
import { principalPattern } from './endpoint-service.ts';
import type { EndpointService } from './endpoint-service.ts';
import { isIn, newId } from './state.ts';
import type { Ec2State } from './state.ts';
import type { VpcEndpoint } from './vpc-endpoint.ts';

export function endpointServiceOperations(state: Ec2State): Record<string, Operation> {
  const find = (call: Call, id: string | undefined): EndpointService => {
    const service = state.services.get(id ?? '');
    if (service && isIn(service.location, call.location)) return service;
    throw new AwsError(
      'InvalidVpcEndpointServiceId.NotFound',
      `The VpcEndpointService Id '${id}' does not exist`,
    );
  };
  return {
    CreateVpcEndpointServiceConfiguration: operation<
      CreateVpcEndpointServiceConfigurationRequest,
      CreateVpcEndpointServiceConfigurationResult
    >(['NetworkLoadBalancerArns', 'AcceptanceRequired', 'SupportedRegions'], (input, call) => {
      const { location } = call;
      const id = newId(state, 'vpce-svc');
      const arn = arnIn(location, 'ec2', `vpc-endpoint-service/${id}`);
      call.authorize('ec2:CreateVpcEndpointServiceConfiguration', arn);
      const [balancerArn = '', ...others] = input.NetworkLoadBalancerArns ?? [];
      if (others.length > 0) throw notSimulated('endpoint services of several load balancers');
      const owner = parseArn(balancerArn)?.accountId;
      if (state.offered(balancerArn) === undefined || owner !== location.accountId) {
        throw new AwsError(
          'InvalidParameter',
          `The network load balancer '${balancerArn}' does not exist`,
        );
      }
      const taken = [...state.services.values()].find((one) => one.balancerArn === balancerArn);
      if (taken !== undefined) {
        throw new AwsError(
          'InvalidParameter',
          `The network load balancer '${balancerArn}' is already associated with the service '${taken.id}'`,
        );
      }
      const service: EndpointService = {
        id,
        name: `com.amazonaws.vpce.${location.region}.${id}`,
        location,
        balancerArn,
        acceptanceRequired: input.AcceptanceRequired ?? true,
        regions: [...new Set([location.region, ...(input.SupportedRegions ?? [])])],
        principals: new Set(),
      };
      state.services.set(id, service);
      return { ServiceConfiguration: describe(state, service) };
    }),
    ModifyVpcEndpointServicePermissions: operation<
      ModifyVpcEndpointServicePermissionsRequest,
      ModifyVpcEndpointServicePermissionsResult
    >(['ServiceId', 'AddAllowedPrincipals', 'RemoveAllowedPrincipals'], (input, call) => {
      const { ServiceId: id, AddAllowedPrincipals: added = [] } = input;
      call.authorize(
        'ec2:ModifyVpcEndpointServicePermissions',
        arnIn(call.location, 'ec2', `vpc-endpoint-service/${id}`),
      );
      const { principals } = find(call, id);
      const unexpected = added.find((principal) => !principalPattern.test(principal));
      if (unexpected !== undefined) {
        throw new AwsError('InvalidPrincipal', `Invalid principal: '${unexpected}'`);
      }
      for (const principal of added) principals.add(principal);
      for (const principal of input.RemoveAllowedPrincipals ?? []) principals.delete(principal);
      return { ReturnValue: true };
    }),
    DescribeVpcEndpointServicePermissions: operation<
      DescribeVpcEndpointServicePermissionsRequest,
      DescribeVpcEndpointServicePermissionsResult
    >(['ServiceId'], ({ ServiceId: id }, call) => {
      call.authorize(
        'ec2:DescribeVpcEndpointServicePermissions',
        arnIn(call.location, 'ec2', `vpc-endpoint-service/${id}`),
      );
      const service = find(call, id);
      return {
        AllowedPrincipals: [...service.principals].map((principal) => ({
          Principal: principal,
          ServiceId: service.id,
        })),
      };
    }),
    DescribeVpcEndpointServiceConfigurations: operation<
      DescribeVpcEndpointServiceConfigurationsRequest,
      DescribeVpcEndpointServiceConfigurationsResult
    >(['ServiceIds'], ({ ServiceIds: ids }, call) => {
      call.authorize('ec2:DescribeVpcEndpointServiceConfigurations', '*');
      const found = ids
        ? ids.map((id) => find(call, id))
        : [...state.services.values()].filter((one) => isIn(one.location, call.location));
      return { ServiceConfigurations: found.map((service) => describe(state, service)) };
    }),
    DescribeVpcEndpointConnections: operation<
      DescribeVpcEndpointConnectionsRequest,
      DescribeVpcEndpointConnectionsResult
    >([], (_, call) => {
      call.authorize('ec2:DescribeVpcEndpointConnections', '*');
      return {
        VpcEndpointConnections: [...state.endpoints.values()]
          .flatMap(({ service, ...endpoint }) =>
            'balancerArn' in service && isIn(service.location, call.location)
              ? [{ service, ...endpoint }]
              : [],
          )
          .map(({ service, id, location, state: endpointState }) => ({
            ServiceId: service.id,
            VpcEndpointId: id,
            VpcEndpointOwner: location.accountId,
            VpcEndpointState: endpointState,
            VpcEndpointRegion: location.region,
            NetworkLoadBalancerArns: [service.balancerArn],
          })),
      };
    }),
    AcceptVpcEndpointConnections: operation<
      AcceptVpcEndpointConnectionsRequest,
      AcceptVpcEndpointConnectionsResult
    >(['ServiceId', 'VpcEndpointIds'], ({ ServiceId: id, VpcEndpointIds: ids = [] }, call) => {
      call.authorize(
        'ec2:AcceptVpcEndpointConnections',
        arnIn(call.location, 'ec2', `vpc-endpoint-service/${id}`),
      );
      return { Unsuccessful: settle(state, find(call, id), ids, 'Available') };
    }),
    RejectVpcEndpointConnections: operation<
      RejectVpcEndpointConnectionsRequest,
      RejectVpcEndpointConnectionsResult
    >(['ServiceId', 'VpcEndpointIds'], ({ ServiceId: id, VpcEndpointIds: ids = [] }, call) => {
      call.authorize(
        'ec2:RejectVpcEndpointConnections',
        arnIn(call.location, 'ec2', `vpc-endpoint-service/${id}`),
      );
      return { Unsuccessful: settle(state, find(call, id), ids, 'Rejected') };
    }),
  };
}

/** Accepts or rejects endpoints. @returns those that don't ask this service */
function settle(
  state: Ec2State,
  service: EndpointService,
  ids: readonly string[],
  next: VpcEndpoint['state'],
): UnsuccessfulItem[] {
  return ids.flatMap((id) => {
    const endpoint = state.endpoints.get(id);
    if (endpoint?.service === service) {
      endpoint.state = next;
      return [];
    }
    const Error = {
      Code: 'InvalidVpcEndpoint.NotFound',
      Message: `The Vpc Endpoint Id '${id}' does not exist`,
    };
    return [{ ResourceId: id, Error }];
  });
}

function describe(state: Ec2State, service: EndpointService): ServiceConfiguration {
  const { region } = service.location;
  return {
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceId: service.id,
    ServiceName: service.name,
    ServiceState: 'Available',
    AvailabilityZones: [...(state.offered(service.balancerArn)?.zones ?? [])],
    AcceptanceRequired: service.acceptanceRequired,
    NetworkLoadBalancerArns: [service.balancerArn],
    ManagesVpcEndpoints: false,
    BaseEndpointDnsNames: [`${service.id}.${region}.vpce.${domainOf(region)}`],
    SupportedRegions: service.regions.map((Region) => ({ Region, ServiceState: 'Available' })),
  };
}
