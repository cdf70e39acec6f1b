import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { customHost } from '../endpoints.ts';
import {
  arnOf,
  globalClusterOf,
  isCluster,
  nameFrom,
  replicasOf,
  replicatedBy,
} from './parties.ts';
import type { Party } from './ties.ts';

/** The members of DBCluster that tell what is tied to it, and those that a test wants to be shown. */
export function clusterTies(context: Context, cluster: Cluster): Partial<DBCluster> {
  const { ties } = context;
  const endpoints = ties.endpoints.all().filter((endpoint) => endpoint.cluster === cluster);
  const source = replicatedBy(context, cluster);
  const replicas = replicasOf(context, cluster);
  const global = globalClusterOf(context, cluster);
  return {
    ...(endpoints.length > 0 && {
      CustomEndpoints: endpoints.map(({ location, identifier }) =>
        customHost(location, identifier),
      ),
    }),
    ...(source !== undefined && { ReplicationSourceIdentifier: arnOf(source) }),
    ...(replicas.length > 0 && { ReadReplicaIdentifiers: replicas.map(arnOf) }),
    ...(global && { GlobalClusterIdentifier: global.identifier }),
    ...ties.shown.get(cluster),
  };
}

/** The members of DBInstance that tell the same. */
export function instanceTies(context: Context, instance: Instance): Partial<DBInstance> {
  const source = replicatedBy(context, instance);
  const replicas = replicasOf(context, instance);
  const name = (party: Party): string => nameFrom(instance.location, party);
  const clusters = replicas.filter(isOfCluster);
  const instances = replicas.filter((replica) => !isOfCluster(replica));
  return {
    ...(source !== undefined &&
      (isOfCluster(source)
        ? { ReadReplicaSourceDBClusterIdentifier: name(source) }
        : { ReadReplicaSourceDBInstanceIdentifier: name(source) })),
    ...(instances.length > 0 && { ReadReplicaDBInstanceIdentifiers: instances.map(name) }),
    ...(clusters.length > 0 && { ReadReplicaDBClusterIdentifiers: clusters.map(name) }),
    ...context.ties.shown.get(instance),
  };
}

function isOfCluster(party: Party): boolean {
  return typeof party === 'string' ? party.includes(':cluster:') : isCluster(party);
}
