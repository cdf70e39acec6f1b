import type {
  CreateDBClusterEndpointMessage,
  DBClusterEndpoint,
  DBClusterEndpointMessage,
  DeleteDBClusterEndpointMessage,
  DescribeDBClusterEndpointsMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import { authorizedCluster, clusterNotFound } from '../clusters/find.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { clusterHost, customHost, readerHost } from '../endpoints.ts';
import { filtered } from '../filters.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { page } from '../pagination.ts';
import { isThere } from './parties.ts';
import type { ClusterEndpoint } from './ties.ts';

/** Custom endpoints are at most five a cluster. Source: Aurora User Guide, "Custom endpoints". */
const most = 5;

export const endpointOperations: readonly SimulatedOperation[] = [
  simulated<CreateDBClusterEndpointMessage, DBClusterEndpoint>(
    'CreateDBClusterEndpoint',
    {
      DBClusterIdentifier: true,
      DBClusterEndpointIdentifier: true,
      EndpointType: true,
      StaticMembers: true,
      ExcludedMembers: true,
    },
    (context, input, call) => {
      const { location } = call;
      const { endpoints } = context.ties;
      const identifier = newIdentifier(
        input.DBClusterEndpointIdentifier,
        'DBClusterEndpointIdentifier',
        'database',
      );
      const operation = 'CreateDBClusterEndpoint';
      const cluster = authorizedCluster(context, operation, input.DBClusterIdentifier, call);
      call.authorize(`rds:${operation}`, rdsArn(location, 'cluster-endpoint', identifier));
      const customType = required(input.EndpointType, 'EndpointType').toUpperCase();
      if (!['READER', 'ANY'].includes(customType)) {
        throw new AwsError('InvalidParameterValue', `Invalid endpoint type: ${customType}`);
      }
      if (endpoints.holder(location, identifier)) {
        throw new AwsError(
          'DBClusterEndpointAlreadyExistsFault',
          `The cluster endpoint ${identifier} exists already`,
        );
      }
      if (endpoints.all().filter((one) => one.cluster === cluster).length >= most) {
        throw new AwsError('DBClusterEndpointQuotaExceededFault', `${most} endpoints a cluster`);
      }
      const { StaticMembers: staticMembers = [], ExcludedMembers: excludedMembers = [] } = input;
      const random = context.draws.stream(`endpoint-id/${location.region}/${identifier}`);
      const resourceId = `cluster-endpoint-${random.text(26, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
      const made = { location, identifier, cluster, resourceId, customType };
      endpoints.add({ ...made, staticMembers, excludedMembers });
      return describeCustom({ ...made, staticMembers, excludedMembers });
    },
  ),
  simulated<DescribeDBClusterEndpointsMessage, DBClusterEndpointMessage>(
    'DescribeDBClusterEndpoints',
    {
      DBClusterIdentifier: true,
      DBClusterEndpointIdentifier: true,
      Filters: true,
      MaxRecords: true,
      Marker: true,
    },
    (context, input, call) => {
      const { location } = call;
      authorizeDescribe(call, input);
      const all = context.clusters.in(location).flatMap((one) => endpointsOf(context, one));
      const cluster = input.DBClusterIdentifier?.toLowerCase();
      const endpoint = input.DBClusterEndpointIdentifier?.toLowerCase();
      if (cluster !== undefined && !context.clusters.find(location, cluster)) {
        throw clusterNotFound(cluster);
      }
      const asked = all.filter(
        (one) =>
          (cluster === undefined || one.DBClusterIdentifier === cluster) &&
          (endpoint === undefined || one.DBClusterEndpointIdentifier === endpoint),
      );
      const found = filtered('DescribeDBClusterEndpoints', asked, input.Filters, filters);
      const sorted = found.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
      const { items, ...rest } = page(sorted, nameOf, input, context.pageSize);
      return { DBClusterEndpoints: items, ...rest };
    },
  ),
  simulated<DeleteDBClusterEndpointMessage, DBClusterEndpoint>(
    'DeleteDBClusterEndpoint',
    { DBClusterEndpointIdentifier: true },
    (context, input, call) => {
      const identifier = required(
        input.DBClusterEndpointIdentifier,
        'DBClusterEndpointIdentifier',
      ).toLowerCase();
      const arn = rdsArn(call.location, 'cluster-endpoint', identifier);
      call.authorize('rds:DeleteDBClusterEndpoint', arn);
      const found = context.ties.endpoints.find(call.location, identifier);
      if (!found) {
        throw new AwsError('DBClusterEndpointNotFoundFault', `${identifier} not found.`);
      }
      context.ties.endpoints.remove(found);
      return { ...describeCustom(found), Status: 'deleting' };
    },
  ),
];

/** Neither resource is required: the narrower of what the request names. */
function authorizeDescribe(call: Call, input: DescribeDBClusterEndpointsMessage): void {
  const endpoint = input.DBClusterEndpointIdentifier?.toLowerCase();
  const arn =
    endpoint === undefined
      ? rdsArn(call.location, 'cluster', input.DBClusterIdentifier?.toLowerCase() ?? '*')
      : rdsArn(call.location, 'cluster-endpoint', endpoint);
  call.authorize('rds:DescribeDBClusterEndpoints', arn);
}

const filters = {
  'db-cluster-endpoint-type': (one: DBClusterEndpoint, value: string) =>
    one.EndpointType?.toLowerCase() === value,
  'db-cluster-endpoint-custom-type': (one: DBClusterEndpoint, value: string) =>
    one.CustomEndpointType?.toLowerCase() === value,
  'db-cluster-endpoint-id': (one: DBClusterEndpoint, value: string) =>
    one.DBClusterEndpointIdentifier === value,
  'db-cluster-endpoint-status': (one: DBClusterEndpoint, value: string) => one.Status === value,
} as const;

/** A cluster's own two endpoints, which have no identifier, and its custom ones. */
function endpointsOf(context: Context, cluster: Cluster): DBClusterEndpoint[] {
  const { location, identifier } = cluster;
  const own = { DBClusterIdentifier: identifier, Status: cluster.status };
  return [
    { ...own, EndpointType: 'WRITER', Endpoint: clusterHost(location, identifier) },
    { ...own, EndpointType: 'READER', Endpoint: readerHost(location, identifier) },
    ...context.ties.endpoints
      .in(location)
      .filter((endpoint) => endpoint.cluster === cluster && isThere(context, cluster))
      .map(describeCustom),
  ];
}

function describeCustom(endpoint: ClusterEndpoint): DBClusterEndpoint {
  const { location, identifier, cluster } = endpoint;
  return {
    DBClusterEndpointIdentifier: identifier,
    DBClusterIdentifier: cluster.identifier,
    DBClusterEndpointResourceIdentifier: endpoint.resourceId,
    Endpoint: customHost(location, identifier),
    Status: 'available',
    EndpointType: 'CUSTOM',
    CustomEndpointType: endpoint.customType,
    StaticMembers: [...endpoint.staticMembers],
    ExcludedMembers: [...endpoint.excludedMembers],
    DBClusterEndpointArn: rdsArn(location, 'cluster-endpoint', identifier),
  };
}

function nameOf({ Endpoint = '' }: DBClusterEndpoint): string {
  return Endpoint;
}
