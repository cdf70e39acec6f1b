import type {
  CreateDBProxyRequest,
  CreateDBProxyResponse,
  DBProxy,
  DBProxyTarget,
  DescribeDBProxiesRequest,
  DescribeDBProxiesResponse,
  DescribeDBProxyTargetGroupsRequest,
  DescribeDBProxyTargetGroupsResponse,
  DescribeDBProxyTargetsRequest,
  DescribeDBProxyTargetsResponse,
  RegisterDBProxyTargetsRequest,
  RegisterDBProxyTargetsResponse,
} from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import { clusterNotFound } from '../clusters/find.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { clusterHost, instanceHost } from '../endpoints.ts';
import { required } from '../identifiers.ts';
import { instanceNotFound } from '../instances/find.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { page } from '../pagination.ts';
import { arnOf, isCluster, isThere } from './parties.ts';
import type { Proxy } from './ties.ts';

/** The control plane of RDS Proxy: nothing listens behind it. */
export const proxyOperations: readonly SimulatedOperation[] = [
  simulated<CreateDBProxyRequest, CreateDBProxyResponse>(
    'CreateDBProxy',
    { DBProxyName: true, EngineFamily: true, RoleArn: true, VpcSubnetIds: true },
    (context, input, call) => {
      const { location } = call;
      call.authorize('rds:CreateDBProxy', '*');
      const roleArn = required(input.RoleArn, 'RoleArn');
      call.authorize('iam:PassRole', roleArn, {
        context: { 'iam:PassedToService': 'rds.amazonaws.com' },
      });
      const identifier = required(input.DBProxyName, 'DBProxyName').toLowerCase();
      if (context.ties.proxies.holder(location, identifier)) {
        throw new AwsError('DBProxyAlreadyExistsFault', `DBProxy ${identifier} exists already.`);
      }
      const random = context.draws.stream(`proxy-id/${location.region}/${identifier}`);
      const proxy: Proxy = {
        location,
        identifier,
        proxyId: `prx-${random.text(17, '0123456789abcdef')}`,
        engineFamily: required(input.EngineFamily, 'EngineFamily'),
        roleArn,
        subnetIds: required(input.VpcSubnetIds, 'VpcSubnetIds'),
        createdAt: context.clock.now(),
        targets: [],
      };
      context.ties.proxies.add(proxy);
      return { DBProxy: describeProxy(proxy) };
    },
  ),
  simulated<RegisterDBProxyTargetsRequest, RegisterDBProxyTargetsResponse>(
    'RegisterDBProxyTargets',
    {
      DBProxyName: true,
      TargetGroupName: true,
      DBInstanceIdentifiers: true,
      DBClusterIdentifiers: true,
    },
    (context, input, call) => {
      const proxy = proxyNamed(context, call, input.DBProxyName);
      call.authorize('rds:RegisterDBProxyTargets', groupArn(call, proxy));
      requireDefaultGroup(input.TargetGroupName);
      const databases = [
        ...(input.DBClusterIdentifiers ?? []).map((name) => clusterNamed(context, call, name)),
        ...(input.DBInstanceIdentifiers ?? []).map((name) => instanceNamed(context, call, name)),
      ];
      for (const database of databases) {
        if (proxy.targets.includes(database)) {
          throw new AwsError(
            'DBProxyTargetAlreadyRegisteredFault',
            `${database.identifier} is registered already`,
          );
        }
      }
      proxy.targets.push(...databases);
      return { DBProxyTargets: databases.map(describeTarget) };
    },
  ),
  simulated<DescribeDBProxiesRequest, DescribeDBProxiesResponse>(
    'DescribeDBProxies',
    { DBProxyName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const { location } = call;
      const name = input.DBProxyName?.toLowerCase();
      const named = name === undefined ? undefined : context.ties.proxies.find(location, name);
      call.authorize('rds:DescribeDBProxies', rdsArn(location, 'db-proxy', named?.proxyId ?? '*'));
      if (name !== undefined && !named) throw proxyNotFound(name);
      const proxies = named ? [named] : context.ties.proxies.in(location);
      const { items, ...rest } = page(proxies, nameOf, input, context.pageSize);
      return { DBProxies: items.map(describeProxy), ...rest };
    },
  ),
  simulated<DescribeDBProxyTargetsRequest, DescribeDBProxyTargetsResponse>(
    'DescribeDBProxyTargets',
    { DBProxyName: true, TargetGroupName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const proxy = proxyNamed(context, call, input.DBProxyName);
      call.authorize('rds:DescribeDBProxyTargets', proxyArn(call, proxy));
      call.authorize('rds:DescribeDBProxyTargets', groupArn(call, proxy));
      requireDefaultGroup(input.TargetGroupName);
      const targets = proxy.targets
        .filter((target) => isThere(context, target))
        .toSorted((one, other) => (arnOf(one) < arnOf(other) ? -1 : 1));
      const { items, ...rest } = page(targets, arnOf, input, context.pageSize);
      return { Targets: items.map(describeTarget), ...rest };
    },
  ),
  simulated<DescribeDBProxyTargetGroupsRequest, DescribeDBProxyTargetGroupsResponse>(
    'DescribeDBProxyTargetGroups',
    { DBProxyName: true, TargetGroupName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const proxy = proxyNamed(context, call, input.DBProxyName);
      call.authorize('rds:DescribeDBProxyTargetGroups', proxyArn(call, proxy));
      requireDefaultGroup(input.TargetGroupName);
      return {
        TargetGroups: [
          {
            DBProxyName: proxy.identifier,
            TargetGroupName: 'default',
            TargetGroupArn: groupArn(call, proxy),
            IsDefault: true,
            Status: 'available',
            CreatedDate: new Date(proxy.createdAt),
          },
        ],
      };
    },
  ),
];

function proxyNamed(context: Context, call: Call, name: string | undefined): Proxy {
  const given = required(name, 'DBProxyName').toLowerCase();
  const found = context.ties.proxies.find(call.location, given);
  if (found) return found;
  call.authorize(`rds:${call.operation}`, rdsArn(call.location, 'db-proxy', '*'));
  throw proxyNotFound(given);
}

function proxyNotFound(name: string): AwsError {
  return new AwsError('DBProxyNotFoundFault', `DBProxy ${name} not found.`);
}

/** The simulator's proxies have one target group, as AWS's have. */
function requireDefaultGroup(name: string | undefined): void {
  if (name === undefined || name === 'default') return;
  throw new AwsError('DBProxyTargetGroupNotFoundFault', `Target group ${name} not found.`);
}

function clusterNamed(context: Context, { location }: Call, name: string): Cluster {
  const found = context.clusters.find(location, name.toLowerCase());
  if (found) return found;
  throw clusterNotFound(name);
}

function instanceNamed(context: Context, call: Call, name: string): Instance {
  const { location } = call;
  call.authorize('rds:RegisterDBProxyTargets', rdsArn(location, 'db', name.toLowerCase()));
  const found = context.instances.find(location, name.toLowerCase());
  if (found) return found;
  throw instanceNotFound(name);
}

function proxyArn({ location }: Call, { proxyId }: Proxy): string {
  return rdsArn(location, 'db-proxy', proxyId);
}

function groupArn({ location }: Call, { proxyId }: Proxy): string {
  return rdsArn(location, 'target-group', proxyId.replace('prx-', 'prx-tg-'));
}

function nameOf({ identifier }: Proxy): string {
  return identifier;
}

function describeProxy(proxy: Proxy): DBProxy {
  const { location, identifier, proxyId } = proxy;
  return {
    DBProxyName: identifier,
    DBProxyArn: rdsArn(location, 'db-proxy', proxyId),
    Status: 'available',
    EngineFamily: proxy.engineFamily,
    VpcSubnetIds: [...proxy.subnetIds],
    RoleArn: proxy.roleArn,
    Endpoint: instanceHost(location, identifier).replace('.', '.proxy-'),
    CreatedDate: new Date(proxy.createdAt),
  };
}

/** A target follows its database through a rename here; what AWS does isn't documented. */
function describeTarget(target: Cluster | Instance): DBProxyTarget {
  const { location, identifier, port } = target;
  const cluster = isCluster(target);
  return {
    TargetArn: arnOf(target),
    RdsResourceId: identifier,
    Endpoint: cluster ? clusterHost(location, identifier) : instanceHost(location, identifier),
    Port: port,
    Type: cluster ? 'TRACKED_CLUSTER' : 'RDS_INSTANCE',
    Role: 'READ_WRITE',
    TargetHealth: { State: 'AVAILABLE' },
  };
}
