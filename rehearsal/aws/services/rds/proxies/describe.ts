import type {
  DBProxy,
  DBProxyEndpoint,
  DBProxyTarget,
  DBProxyTargetGroup,
} from '@aws-sdk/client-rds';
import type { Context } from '../context.ts';
import { clusterHost, instanceHost } from '../endpoints.ts';
import { arnOf, isCluster, isThere } from '../ties/parties.ts';
import { describeAuth } from './authentication.ts';
import { endpointArn, groupArn, proxyArn } from './find.ts';
import { healthOf } from './health.ts';
import { endpointHost, proxyHost } from './hosts.ts';
import type { Proxy, ProxyEndpoint } from './proxy.ts';
import { isWriter, targetInstances } from './targets.ts';

/** In the API's shape. */
export function describeProxy(proxy: Proxy): DBProxy {
  const { placement } = proxy;
  return {
    DBProxyName: proxy.identifier,
    DBProxyArn: proxyArn(proxy),
    Status: proxy.status as DBProxy['Status'],
    EngineFamily: proxy.engineFamily,
    VpcId: placement.vpcId,
    VpcSecurityGroupIds: [...placement.securityGroupIds],
    VpcSubnetIds: placement.subnets.map(({ id }) => id),
    DefaultAuthScheme: 'NONE',
    Auth: proxy.auth.map(describeAuth),
    RoleArn: proxy.roleArn,
    Endpoint: proxyHost(proxy),
    RequireTLS: proxy.requireTls,
    IdleClientTimeout: proxy.idleClientTimeout,
    DebugLogging: proxy.debugLogging,
    CreatedDate: new Date(proxy.createdAt),
    UpdatedDate: new Date(proxy.createdAt),
    EndpointNetworkType: 'IPV4',
    TargetConnectionNetworkType: 'IPV4',
  };
}

export function describeGroup(proxy: Proxy): DBProxyTargetGroup {
  return {
    DBProxyName: proxy.identifier,
    TargetGroupName: 'default',
    TargetGroupArn: groupArn(proxy),
    IsDefault: true,
    Status: proxy.status,
    ConnectionPoolConfig: proxy.pool,
    CreatedDate: new Date(proxy.createdAt),
    UpdatedDate: new Date(proxy.poolUpdatedAt),
  };
}

/**
 * The targets of a proxy: the cluster, and each of its instances; or the instance that it is for. A target
 * follows its database through a rename here; what AWS does isn't documented.
 */
export async function describeTargets(context: Context, proxy: Proxy): Promise<DBProxyTarget[]> {
  const database = proxy.target?.database;
  if (database === undefined || !isThere(context, database)) return [];
  const { location, identifier } = database;
  const tracked: DBProxyTarget = {
    TargetArn: arnOf(database),
    RdsResourceId: identifier,
    Endpoint: clusterHost(location, identifier),
    Port: database.port,
    Type: 'TRACKED_CLUSTER',
    Role: 'READ_WRITE',
  };
  const instances = targetInstances(context, proxy).map(
    async (instance): Promise<DBProxyTarget> => {
      const owner = instance.cluster;
      return {
        TargetArn: arnOf(instance),
        RdsResourceId: instance.identifier,
        ...(owner && { TrackedClusterId: owner.identifier }),
        Endpoint: instanceHost(location, instance.identifier),
        Port: (owner ?? instance).port,
        Type: 'RDS_INSTANCE',
        Role: isWriter(instance) ? 'READ_WRITE' : 'READ_ONLY',
        TargetHealth: await healthOf(context, proxy, instance),
      };
    },
  );
  return [...(isCluster(database) ? [tracked] : []), ...(await Promise.all(instances))];
}

export function describeEndpoint(endpoint: ProxyEndpoint): DBProxyEndpoint {
  const { placement, proxy } = endpoint;
  return {
    DBProxyEndpointName: endpoint.identifier,
    DBProxyEndpointArn: endpointArn(endpoint),
    DBProxyName: proxy.identifier,
    Status: endpoint.status as DBProxyEndpoint['Status'],
    VpcId: placement.vpcId,
    VpcSecurityGroupIds: [...placement.securityGroupIds],
    VpcSubnetIds: placement.subnets.map(({ id }) => id),
    Endpoint: endpointHost(endpoint),
    CreatedDate: new Date(endpoint.createdAt),
    TargetRole: endpoint.role,
    IsDefault: false,
    EndpointNetworkType: 'IPV4',
  };
}
