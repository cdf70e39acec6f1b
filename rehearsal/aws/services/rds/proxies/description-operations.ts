import type {
  DBProxyTarget,
  DescribeDBProxiesRequest,
  DescribeDBProxiesResponse,
  DescribeDBProxyTargetGroupsRequest,
  DescribeDBProxyTargetGroupsResponse,
  DescribeDBProxyTargetsRequest,
  DescribeDBProxyTargetsResponse,
  ModifyDBProxyTargetGroupRequest,
  ModifyDBProxyTargetGroupResponse,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import { required } from '../identifiers.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { page } from '../pagination.ts';
import { describeGroup, describeProxy, describeTargets } from './describe.ts';
import {
  authorizedProxy,
  groupArn,
  proxyArn,
  proxyNotFound,
  requireAvailable,
  requireDefaultGroup,
} from './find.ts';
import { changePool } from './pool-settings.ts';
import type { Proxy } from './proxy.ts';

/** What is described of proxies and their target groups, and what of the latter can be modified. */
export const proxyDescriptionOperations: readonly SimulatedOperation[] = [
  simulated<DescribeDBProxiesRequest, DescribeDBProxiesResponse>(
    'DescribeDBProxies',
    { DBProxyName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const { location } = call;
      const { all } = context.proxies;
      const name = input.DBProxyName?.toLowerCase();
      const named = name === undefined ? undefined : all.find(location, name);
      call.authorize('rds:DescribeDBProxies', rdsArn(location, 'db-proxy', named?.proxyId ?? '*'));
      if (name !== undefined && !named) throw proxyNotFound(name);
      const proxies = named ? [named] : all.in(location);
      const { items, ...rest } = page(proxies, nameOf, input, context.pageSize);
      return { DBProxies: items.map(describeProxy), ...rest };
    },
  ),
  simulated<DescribeDBProxyTargetsRequest, DescribeDBProxyTargetsResponse>(
    'DescribeDBProxyTargets',
    { DBProxyName: true, TargetGroupName: true, MaxRecords: true, Marker: true },
    async (context, input, call) => {
      const proxy = authorizedProxy(context, input.DBProxyName, call, bothArns);
      requireDefaultGroup(input.TargetGroupName);
      const targets = await describeTargets(context, proxy);
      const { items, ...rest } = page(targets, arnOfTarget, input, context.pageSize);
      return { Targets: items, ...rest };
    },
  ),
  simulated<DescribeDBProxyTargetGroupsRequest, DescribeDBProxyTargetGroupsResponse>(
    'DescribeDBProxyTargetGroups',
    { DBProxyName: true, TargetGroupName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const proxy = authorizedProxy(context, input.DBProxyName, call);
      requireDefaultGroup(input.TargetGroupName);
      const { items, ...rest } = page([proxy], nameOf, input, context.pageSize);
      return { TargetGroups: items.map(describeGroup), ...rest };
    },
  ),
  simulated<ModifyDBProxyTargetGroupRequest, ModifyDBProxyTargetGroupResponse>(
    'ModifyDBProxyTargetGroup',
    { DBProxyName: true, TargetGroupName: true, ConnectionPoolConfig: true, NewName: true },
    (context, input, call) => {
      const proxy = authorizedProxy(context, input.DBProxyName, call, (one) => [groupArn(one)]);
      requireDefaultGroup(required(input.TargetGroupName, 'TargetGroupName'));
      // Source: the SDK's model, ModifyDBProxyTargetGroupRequest, `NewName`.
      if (input.NewName !== undefined) {
        throw new AwsError('InvalidParameterValue', "You can't rename the default target group.");
      }
      requireAvailable(proxy);
      proxy.pool = changePool(proxy.engineFamily, proxy.pool, input.ConnectionPoolConfig ?? {});
      proxy.poolUpdatedAt = context.clock.now();
      return { DBProxyTargetGroup: describeGroup(proxy) };
    },
  ),
];

/** Source: Service Authorization Reference, "Amazon RDS": a proxy and its target group are required. */
function bothArns(proxy: Proxy): readonly string[] {
  return [proxyArn(proxy), groupArn(proxy)];
}

function nameOf({ identifier }: Proxy): string {
  return identifier;
}

/** Clusters come before instances, and each by name. */
function arnOfTarget({ TargetArn = '' }: DBProxyTarget): string {
  return TargetArn;
}
