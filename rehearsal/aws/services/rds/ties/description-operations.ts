import type {
  BlueGreenDeployment,
  DescribeBlueGreenDeploymentsRequest,
  DescribeBlueGreenDeploymentsResponse,
  DescribeGlobalClustersMessage,
  DescribeIntegrationsMessage,
  DescribeIntegrationsResponse,
  GlobalClustersMessage,
  Integration,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { parseRdsArn, partitionOf, rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import { filtered } from '../filters.ts';
import { NotSimulated } from '../not-simulated.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { page } from '../pagination.ts';
import { arnOf, isThere } from './parties.ts';
import type { BlueGreen, GlobalCluster, Party, ZeroEtl } from './ties.ts';

/** What is tied to databases by a test's hand (`TieHooks`), as AWS describes it. */
export const descriptionOperations: readonly SimulatedOperation[] = [
  simulated<DescribeIntegrationsMessage, DescribeIntegrationsResponse>(
    'DescribeIntegrations',
    { IntegrationIdentifier: true, Filters: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const given = input.IntegrationIdentifier;
      const identifier = given?.split(':').at(-1);
      const arn = rdsArn(call.location, 'integration', identifier ?? '*');
      call.authorize('rds:DescribeIntegrations', arn);
      // Neither the model nor the API reference says which filters there are.
      const [filter] = input.Filters ?? [];
      if (filter) throw new NotSimulated('DescribeIntegrations', `filter ${filter.Name}`);
      const all = context.ties.integrations
        .in(call.location)
        .filter(({ source }) => isThere(context, source));
      const found =
        identifier === undefined ? all : all.filter((one) => one.identifier === identifier);
      if (identifier !== undefined && found.length === 0) {
        throw new AwsError('IntegrationNotFoundFault', `Integration ${given} not found.`);
      }
      const { items, ...rest } = page(found, (one) => one.identifier, input, context.pageSize);
      return { Integrations: items.map(describeIntegration), ...rest };
    },
  ),
  simulated<DescribeBlueGreenDeploymentsRequest, DescribeBlueGreenDeploymentsResponse>(
    'DescribeBlueGreenDeployments',
    { BlueGreenDeploymentIdentifier: true, Filters: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const identifier = input.BlueGreenDeploymentIdentifier?.toLowerCase();
      const arn = rdsArn(call.location, 'deployment', identifier ?? '*');
      call.authorize('rds:DescribeBlueGreenDeployments', arn);
      const all = context.ties.deployments.in(call.location).map(describeDeployment);
      const asked = identifier === undefined ? all : all.filter((one) => idOf(one) === identifier);
      if (identifier !== undefined && asked.length === 0) {
        throw new AwsError('BlueGreenDeploymentNotFoundFault', `${identifier} not found.`);
      }
      const found = filtered('DescribeBlueGreenDeployments', asked, input.Filters, filters);
      const { items, ...rest } = page(found, idOf, input, context.pageSize);
      return { BlueGreenDeployments: items, ...rest };
    },
  ),
  simulated<DescribeGlobalClustersMessage, GlobalClustersMessage>(
    'DescribeGlobalClusters',
    { GlobalClusterIdentifier: true, Filters: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const { accountId, region } = call.location;
      const identifier = input.GlobalClusterIdentifier?.toLowerCase();
      const partition = partitionOf(region).name;
      const place = { accountId, partition };
      call.authorize('rds:DescribeGlobalClusters', globalArn(place, identifier ?? '*'));
      const all = context.ties.globalClusters.filter((one) => one.accountId === accountId);
      const asked =
        identifier === undefined ? all : all.filter((one) => nameOf(one) === identifier);
      if (identifier !== undefined && asked.length === 0) {
        throw new AwsError('GlobalClusterNotFoundFault', `${identifier} not found.`);
      }
      const found = filtered('DescribeGlobalClusters', asked, input.Filters, {
        region: ({ members }, value) => members.some(({ cluster }) => regionOf(cluster) === value),
      }).toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
      const { items, ...rest } = page(found, nameOf, input, context.pageSize);
      return { GlobalClusters: items.map((one) => describeGlobal(context, one, place)), ...rest };
    },
  ),
];

const filters = {
  'blue-green-deployment-identifier': (one: BlueGreenDeployment, value: string) =>
    idOf(one) === value,
  'blue-green-deployment-name': (one: BlueGreenDeployment, value: string) =>
    one.BlueGreenDeploymentName?.toLowerCase() === value,
  source: (one: BlueGreenDeployment, value: string) => one.Source?.toLowerCase() === value,
  target: (one: BlueGreenDeployment, value: string) => one.Target?.toLowerCase() === value,
} as const;

function idOf({ BlueGreenDeploymentIdentifier: identifier = '' }: BlueGreenDeployment): string {
  return identifier;
}

function nameOf({ identifier }: GlobalCluster): string {
  return identifier;
}

function regionOf(party: Party): string | undefined {
  return parseRdsArn(arnOf(party))?.location.region;
}

function describeIntegration(integration: ZeroEtl): Integration {
  const { location, identifier, name, source, targetArn, status, createdAt } = integration;
  return {
    IntegrationName: name,
    IntegrationArn: rdsArn(location, 'integration', identifier),
    SourceArn: arnOf(source),
    TargetArn: targetArn,
    Status: status as NonNullable<Integration['Status']>,
    CreateTime: new Date(createdAt),
  };
}

function describeDeployment(deployment: BlueGreen): BlueGreenDeployment {
  return {
    BlueGreenDeploymentIdentifier: deployment.identifier,
    BlueGreenDeploymentName: deployment.name,
    Source: arnOf(deployment.source),
    Target: arnOf(deployment.target),
    Status: deployment.status,
    CreateTime: new Date(deployment.createdAt),
  };
}

/** A global cluster's ARN has no Region. */
function globalArn(place: { accountId: string; partition: string }, identifier: string): string {
  return `arn:${place.partition}:rds::${place.accountId}:global-cluster:${identifier}`;
}

function describeGlobal(
  context: Context,
  global: GlobalCluster,
  place: { accountId: string; partition: string },
) {
  const { identifier, engine } = global;
  const members = global.members.filter(({ cluster }) => isThere(context, cluster));
  const readers = members.filter(({ isWriter }) => !isWriter).map(({ cluster }) => arnOf(cluster));
  return {
    GlobalClusterIdentifier: identifier,
    GlobalClusterArn: globalArn(place, identifier),
    Status: 'available',
    Engine: engine,
    GlobalClusterMembers: members.map(({ cluster, isWriter }) => ({
      DBClusterArn: arnOf(cluster),
      IsWriter: isWriter,
      Readers: isWriter ? readers : [],
    })),
  };
}
