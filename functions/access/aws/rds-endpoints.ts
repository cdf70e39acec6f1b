import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
} from '@aws-sdk/client-rds';
import type { DBInstance, RDSClient } from '@aws-sdk/client-rds';
import type { Endpoints, MemberEndpoint } from '../ports/endpoints.ts';
import { allPages } from '../../shared/adapters/pages.ts';
import { required } from '../../shared/adapters/required.ts';
import { unlessNotFound } from '../../shared/adapters/unless-not-found.ts';

/** Endpoints of databases and proxies, in the client's Region. */
export function rdsEndpoints(client: RDSClient): Endpoints {
  return {
    async cluster(identifier) {
      const answer = await unlessNotFound(() =>
        client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier })),
      );
      const cluster = answer?.DBClusters?.[0];
      if (!cluster) return undefined;
      const instances = await instancesOf(client, identifier);
      const writers = new Set(
        cluster.DBClusterMembers?.filter(({ IsClusterWriter }) => IsClusterWriter).map(
          ({ DBInstanceIdentifier }) => DBInstanceIdentifier,
        ),
      );
      return {
        host: cluster.Endpoint,
        port: cluster.Port,
        members: instances.map((instance) => readMember(instance, writers)),
      };
    },
    async instance(identifier) {
      const answer = await unlessNotFound(() =>
        client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier })),
      );
      const found = answer?.DBInstances?.[0];
      return found && { host: found.Endpoint?.Address, port: found.Endpoint?.Port };
    },
    async proxy(name) {
      const answer = await unlessNotFound(() =>
        client.send(new DescribeDBProxiesCommand({ DBProxyName: name })),
      );
      const found = answer?.DBProxies?.[0];
      return found && { host: found.Endpoint };
    },
  };
}

/** In one call: who the members are and where each is reached. */
function instancesOf(client: RDSClient, cluster: string): Promise<DBInstance[]> {
  return allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: 'db-cluster-id', Values: [cluster] }],
        Marker: marker,
      }),
    );
    return { items: answer.DBInstances, next: answer.Marker };
  });
}

function readMember(
  instance: DBInstance,
  writers: ReadonlySet<string | undefined>,
): MemberEndpoint {
  const identifier = required(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
  return {
    identifier,
    host: instance.Endpoint?.Address,
    port: instance.Endpoint?.Port,
    isWriter: writers.has(identifier),
    isPassing: ['creating', 'deleting'].includes(instance.DBInstanceStatus ?? ''),
  };
}
