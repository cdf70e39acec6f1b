import type { DBCluster, DBClusterMessage, DescribeDBClustersMessage } from '@aws-sdk/client-rds';
import { rdsArn, referenceOf, samePlace } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { describeEncryption } from '../encryption.ts';
import { clusterHost, readerHost } from '../endpoints.ts';
import { filtered, names } from '../filters.ts';
import { describeSecret } from '../master-secret.ts';
import { simulated } from '../operation.ts';
import { page } from '../pagination.ts';
import { shownSettings } from '../settings/setting.ts';
import { tagList } from '../tags.ts';
import { describeStream } from './activity-stream.ts';
import { clusterTies } from '../ties/describe.ts';
import { clusterNotFound } from './find.ts';
import { clusterSettings } from './settings.ts';

/** DescribeDBClusters */
export const describeClusters = simulated<DescribeDBClustersMessage, DBClusterMessage>(
  'DescribeDBClusters',
  { DBClusterIdentifier: true, Filters: true, MaxRecords: true, Marker: true },
  (context, input, call) => {
    const { location } = call;
    const given = input.DBClusterIdentifier;
    const reference = given === undefined ? undefined : referenceOf(given, 'cluster', location);
    const name = reference?.identifier ?? given ?? '*';
    const arn = given?.startsWith('arn:') ? given : rdsArn(location, 'cluster', name);
    call.authorize('rds:DescribeDBClusters', arn);
    const clusters =
      given === undefined
        ? context.clusters.in(location).map((cluster) => describeCluster(context, cluster))
        : [namedCluster(context, given, reference, location)];
    const found = filtered('DescribeDBClusters', clusters, input.Filters, filters);
    const { items, ...rest } = page(found, identifierOf, input, context.pageSize);
    return { DBClusters: items, ...rest };
  },
);

const filters = {
  'db-cluster-id': (cluster: DBCluster, value: string) =>
    names(value, identifierOf(cluster), cluster.DBClusterArn ?? ''),
  'db-cluster-resource-id': (cluster: DBCluster, value: string) =>
    cluster.DbClusterResourceId?.toLowerCase() === value,
  engine: (cluster: DBCluster, value: string) => cluster.Engine === value,
  'clone-group-id': 'not-simulated',
  domain: 'not-simulated',
} as const;

function namedCluster(
  context: Context,
  given: string,
  reference: ReturnType<typeof referenceOf>,
  location: Cluster['location'],
): DBCluster {
  const cluster =
    reference && samePlace(reference.location, location)
      ? context.clusters.holder(location, reference.identifier)
      : undefined;
  if (cluster === undefined || reference === undefined) throw clusterNotFound(given);
  const shape = describeCluster(context, cluster);
  if (shape.DBClusterIdentifier === reference.identifier) return shape;
  // A name that is about to be taken answers nothing yet; one just left answers a moment longer.
  if (cluster.formerName !== reference.identifier) throw clusterNotFound(given);
  return { ...shape, DBClusterIdentifier: reference.identifier, Status: 'renaming' };
}

function identifierOf(cluster: DBCluster): string {
  return cluster.DBClusterIdentifier ?? '';
}

/** A cluster as Describe shows it now, which may lag behind. */
export function describeCluster(context: Context, cluster: Cluster): DBCluster {
  const { stale } = cluster;
  if (stale !== undefined && context.clock.now() < stale.until) return stale.shape;
  return { ...currentShape(cluster), ...clusterTies(context, cluster) };
}

/** Lets Describe show the state of now for a while, before something changes it. */
export function keepShowing(context: Context, cluster: Cluster, milliseconds: number): void {
  const shape = describeCluster(context, cluster);
  cluster.stale = { until: context.clock.now() + milliseconds, shape };
}

/** A cluster as it is. */
export function currentShape(cluster: Cluster): DBCluster {
  const { location, identifier } = cluster;
  const { encrypted, ...encryption } = describeEncryption(cluster.encryption);
  return {
    AllocatedStorage: 1,
    ...(cluster.databaseName === undefined ? {} : { DatabaseName: cluster.databaseName }),
    DBClusterIdentifier: identifier,
    DBSubnetGroup: cluster.subnetGroup.identifier,
    Status: cluster.status,
    Endpoint: clusterHost(location, identifier),
    ReaderEndpoint: readerHost(location, identifier),
    MultiAZ: new Set(cluster.members.map(({ zone }) => zone)).size > 1,
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    EngineMode: 'provisioned',
    Port: cluster.port,
    MasterUsername: cluster.master.user,
    ReadReplicaIdentifiers: [],
    DBClusterMembers: cluster.members.map((member) => ({
      DBInstanceIdentifier: member.identifier,
      IsClusterWriter: member === cluster.writer,
      DBClusterParameterGroupStatus: member.clusterParameterStatus,
      PromotionTier: member.promotionTier,
    })),
    HostedZoneId: 'Z00000000000000000000',
    StorageEncrypted: encrypted,
    ...encryption,
    DbClusterResourceId: cluster.resourceId,
    DBClusterArn: rdsArn(location, 'cluster', identifier),
    ClusterCreateTime: new Date(cluster.createdAt),
    ...(Object.keys(cluster.pending).length > 0 ? { PendingModifiedValues: cluster.pending } : {}),
    CrossAccountClone: false,
    TagList: tagList(cluster.tags),
    ...shownSettings(clusterSettings, cluster),
    ...describeStream(cluster.activityStream),
    ...describeSecret(cluster),
    ...cluster.besides,
  };
}
