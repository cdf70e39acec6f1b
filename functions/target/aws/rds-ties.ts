import {
  DescribeBlueGreenDeploymentsCommand,
  DescribeDBClusterEndpointsCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetsCommand,
  DescribeGlobalClustersCommand,
  DescribeIntegrationsCommand,
} from '@aws-sdk/client-rds';
import type { DBClusterEndpoint, DBProxyTarget, RDSClient } from '@aws-sdk/client-rds';
import { allPages } from '../../shared/adapters/pages.ts';
import { ServiceUnavailable } from '../../shared/ports/aws-errors.ts';
import { unlessNotFound } from '../../shared/adapters/unless-not-found.ts';
import type { Database } from '../../shared/rules/database.ts';
import type { Ties } from '../ports/ties.ts';
import { describedTies } from '../rules/ties.ts';
import type { Tie, TieKind, TiesSeen } from '../rules/ties.ts';

type Look = (client: RDSClient, database: Database) => Promise<readonly Tie[]>;

/**
 * Integrations and blue/green deployments are listed whole: the model names no filter for the first,
 * and doesn't say whether `source` takes a name or an ARN for the second. A filter that matches nothing
 * would look like nothing being tied.
 */
const looks: Readonly<Record<TieKind, Look>> = {
  'custom-endpoint': customEndpoints,
  proxy: proxies,
  integration: integrations,
  'blue-green-deployment': blueGreenDeployments,
  'global-cluster': globalClusters,
  'read-replica': (_client, database) =>
    Promise.resolve(describedTies(database).filter(({ kind }) => kind === 'read-replica')),
};

/** Ties of databases in the client's Region. */
export function rdsTies(client: RDSClient): Ties {
  return {
    async of(database, kinds) {
      const seen: TiesSeen[] = [];
      // One after another, so that a run is the same whenever it is played again.
      for (const kind of kinds) seen.push(await look(kind, client, database));
      return {
        found: seen.flatMap(({ found }) => found),
        unseen: seen.flatMap(({ unseen }) => unseen),
      };
    },
  };
}

async function look(kind: TieKind, client: RDSClient, database: Database): Promise<TiesSeen> {
  try {
    return { found: await looks[kind](client, database), unseen: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { found: [], unseen: [{ kind, why: sayRefusal(error) }] };
  }
}

/**
 * What AWS refuses, it refuses the next time too. A fault of its own or of the connection says nothing
 * of the database, which would be kept for good because of it.
 */
function isRefusal(error: unknown): error is Error {
  const { $fault, cause } = error as Error & { readonly $fault?: string };
  if (!(error instanceof Error) || error instanceof ServiceUnavailable) return false;
  return $fault === 'client' || (cause instanceof Error && '$fault' in cause);
}

/** In AWS's own words. */
function sayRefusal({ name, message, cause }: Error): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : `${name}: ${message}`;
}

async function customEndpoints(client: RDSClient, database: Database): Promise<readonly Tie[]> {
  if (database.kind !== 'cluster') return [];
  const found = await allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBClusterEndpointsCommand({
        DBClusterIdentifier: database.identifier,
        Filters: [{ Name: 'db-cluster-endpoint-type', Values: ['custom'] }],
        Marker: marker,
      }),
    );
    return { items: answer.DBClusterEndpoints, next: answer.Marker };
  });
  return found.flatMap((endpoint) => {
    const { DBClusterEndpointIdentifier: name } = endpoint;
    return name === undefined
      ? []
      : [{ kind: 'custom-endpoint' as const, name, options: optionsOf(endpoint) }];
  });
}

/** What CreateDBClusterEndpoint takes of it, for the command line. */
function optionsOf(endpoint: DBClusterEndpoint): string {
  const { CustomEndpointType = 'ANY', StaticMembers = [], ExcludedMembers = [] } = endpoint;
  return [
    `--endpoint-type ${CustomEndpointType.toLowerCase()}`,
    ...(StaticMembers.length > 0 ? [`--static-members ${StaticMembers.join(' ')}`] : []),
    ...(ExcludedMembers.length > 0 ? [`--excluded-members ${ExcludedMembers.join(' ')}`] : []),
  ].join(' ');
}

async function proxies(client: RDSClient, database: Database): Promise<readonly Tie[]> {
  const all = await allPages(async (marker) => {
    const answer = await client.send(new DescribeDBProxiesCommand({ Marker: marker }));
    return { items: answer.DBProxies, next: answer.Marker };
  });
  const found: Tie[] = [];
  for (const { DBProxyName: name } of all) {
    if (name === undefined) continue;
    const targets = await targetsOf(client, name);
    if (targets.some((target) => isTarget(target, database))) found.push({ kind: 'proxy', name });
  }
  return found;
}

async function targetsOf(client: RDSClient, proxy: string): Promise<readonly DBProxyTarget[]> {
  return allPages(async (marker) => {
    // A proxy that has gone since it was listed has no targets.
    const answer = await unlessNotFound(() =>
      client.send(new DescribeDBProxyTargetsCommand({ DBProxyName: proxy, Marker: marker })),
    );
    return { items: answer?.Targets, next: answer?.Marker };
  });
}

function isTarget(target: DBProxyTarget, { kind, identifier, arn }: Database): boolean {
  if (target.TargetArn === arn) return true;
  return kind === 'cluster'
    ? target.TrackedClusterId === identifier ||
        (target.Type === 'TRACKED_CLUSTER' && target.RdsResourceId === identifier)
    : target.Type === 'RDS_INSTANCE' && target.RdsResourceId === identifier;
}

async function integrations(client: RDSClient, { arn }: Database): Promise<readonly Tie[]> {
  const all = await allPages(async (marker) => {
    const answer = await client.send(new DescribeIntegrationsCommand({ Marker: marker }));
    return { items: answer.Integrations, next: answer.Marker };
  });
  return all
    .filter(({ SourceArn }) => SourceArn === arn)
    .map(({ IntegrationName: name = '', IntegrationArn: id }) => ({
      kind: 'integration',
      name,
      id,
    }));
}

async function blueGreenDeployments(client: RDSClient, { arn }: Database): Promise<readonly Tie[]> {
  const all = await allPages(async (marker) => {
    const answer = await client.send(new DescribeBlueGreenDeploymentsCommand({ Marker: marker }));
    return { items: answer.BlueGreenDeployments, next: answer.Marker };
  });
  return all
    .filter(({ Source, Target }) => Source === arn || Target === arn)
    .map(({ BlueGreenDeploymentName: name = '', BlueGreenDeploymentIdentifier: id }) => ({
      kind: 'blue-green-deployment',
      name,
      id,
    }));
}

/** A member's own description names its global cluster, and needn't where the model is older. */
async function globalClusters(client: RDSClient, database: Database): Promise<readonly Tie[]> {
  if (database.kind !== 'cluster') return [];
  const described = describedTies(database).filter(({ kind }) => kind === 'global-cluster');
  if (described.length > 0) return described;
  const all = await allPages(async (marker) => {
    const answer = await client.send(new DescribeGlobalClustersCommand({ Marker: marker }));
    return { items: answer.GlobalClusters, next: answer.Marker };
  });
  return all
    .filter(({ GlobalClusterMembers = [] }) =>
      GlobalClusterMembers.some(({ DBClusterArn }) => DBClusterArn === database.arn),
    )
    .map(({ GlobalClusterIdentifier: name = '' }) => ({ kind: 'global-cluster', name }));
}
