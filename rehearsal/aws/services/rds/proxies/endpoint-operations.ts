import type {
  CreateDBProxyEndpointRequest,
  CreateDBProxyEndpointResponse,
  DeleteDBProxyEndpointRequest,
  DeleteDBProxyEndpointResponse,
  DescribeDBProxyEndpointsRequest,
  DescribeDBProxyEndpointsResponse,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import { newIdentifier } from '../identifiers.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { page } from '../pagination.ts';
import { quotas } from '../quotas.ts';
import { oneOf } from '../settings/valid-values.ts';
import { authorizeTagging, readTags, tagContext } from '../tags.ts';
import { remove } from './delete.ts';
import { describeEndpoint } from './describe.ts';
import {
  authorizedEndpoint,
  authorizedProxy,
  endpointArn,
  proxyNotFound,
  requireAvailable,
} from './find.ts';
import { openFront } from './front.ts';
import { place } from './placement.ts';
import type { ProxyEndpoint } from './proxy.ts';
import { hasReaders } from './targets.ts';

/** Endpoints of proxies besides their default ones, which are part of DescribeDBProxies alone here. */
export const proxyEndpointOperations: readonly SimulatedOperation[] = [
  simulated<CreateDBProxyEndpointRequest, CreateDBProxyEndpointResponse>(
    'CreateDBProxyEndpoint',
    {
      DBProxyName: true,
      DBProxyEndpointName: true,
      VpcSubnetIds: true,
      VpcSecurityGroupIds: true,
      TargetRole: true,
      Tags: true,
      EndpointNetworkType: true,
    },
    (context, input, call) => {
      const { location } = call;
      const { endpoints } = context.proxies;
      const proxy = authorizedProxy(context, input.DBProxyName, call);
      const name = input.DBProxyEndpointName;
      const identifier = newIdentifier(name, 'DBProxyEndpointName', 'database');
      const tags = readTags(input.Tags);
      const random = context.draws.stream(`proxy-endpoint-id/${location.region}/${identifier}`);
      const endpointId = `prx-endpoint-${random.text(17, '0123456789abcdef')}`;
      const arn = endpointArn({ location, endpointId });
      call.authorize('rds:CreateDBProxyEndpoint', arn, { context: tagContext(tags) });
      authorizeTagging(call, arn, tags);
      const role = oneOf('TargetRole', input.TargetRole ?? 'READ_WRITE', [
        'READ_WRITE',
        'READ_ONLY',
      ]);
      requireAvailable(proxy);
      if (endpoints.holder(location, identifier)) {
        throw new AwsError(
          'DBProxyEndpointAlreadyExistsFault',
          `DBProxyEndpoint ${identifier} exists already.`,
        );
      }
      if (context.proxies.endpointsOf(proxy).length >= quotas.proxyEndpoints) {
        throw new AwsError(
          'DBProxyEndpointQuotaExceededFault',
          `A proxy takes at most ${quotas.proxyEndpoints} endpoints`,
        );
      }
      // Source: Aurora User Guide, "Creating a proxy endpoint", AWS CLI; the fault is unverified.
      if (role === 'READ_ONLY' && !hasReaders(context, proxy.target?.database)) {
        throw new AwsError(
          'InvalidParameterValue',
          `You can't specify READ_ONLY: the target of ${proxy.identifier} has no reader DB instances`,
        );
      }
      const placement = place(context, 'CreateDBProxyEndpoint', location, input);
      const endpoint: ProxyEndpoint = {
        location,
        identifier,
        endpointId,
        proxy,
        role,
        placement,
        createdAt: context.clock.now(),
        tags,
        status: 'creating',
        server: undefined,
      };
      endpoints.add(endpoint);
      context.transitions.begin(
        {
          operation: 'create-proxy-endpoint',
          owner: endpoint,
          identifier,
          location,
          fail: (status) => void (endpoint.status = status),
        },
        async (transition) => {
          await transition.wait(transition.draw('createProxyEndpoint'));
          await transition.arrive();
          await openFront(context, endpoint);
        },
      );
      return { DBProxyEndpoint: describeEndpoint(endpoint) };
    },
  ),
  simulated<DescribeDBProxyEndpointsRequest, DescribeDBProxyEndpointsResponse>(
    'DescribeDBProxyEndpoints',
    { DBProxyName: true, DBProxyEndpointName: true, MaxRecords: true, Marker: true },
    (context, input, call) => {
      const { location } = call;
      const { all, endpoints } = context.proxies;
      const [proxy, name] = [input.DBProxyName, input.DBProxyEndpointName].map((one) =>
        one?.toLowerCase(),
      );
      const named = proxy === undefined ? undefined : all.find(location, proxy);
      if (name !== undefined) authorizedEndpoint(context, name, call);
      else {
        const id = named?.proxyId ?? '*';
        call.authorize('rds:DescribeDBProxyEndpoints', rdsArn(location, 'db-proxy', id));
      }
      if (proxy !== undefined && named === undefined) throw proxyNotFound(proxy);
      const found = endpoints
        .in(location)
        .filter((one) => named === undefined || one.proxy === named)
        .filter((one) => name === undefined || one.identifier === name);
      const { items, ...rest } = page(found, (one) => one.identifier, input, context.pageSize);
      return { DBProxyEndpoints: items.map(describeEndpoint), ...rest };
    },
  ),
  simulated<DeleteDBProxyEndpointRequest, DeleteDBProxyEndpointResponse>(
    'DeleteDBProxyEndpoint',
    { DBProxyEndpointName: true },
    (context, input, call) => {
      const endpoint = authorizedEndpoint(context, input.DBProxyEndpointName, call);
      if (endpoint.status === 'deleting') {
        throw new AwsError(
          'InvalidDBProxyEndpointStateFault',
          `DBProxyEndpoint ${endpoint.identifier} is deleting already.`,
        );
      }
      remove(context, endpoint);
      return { DBProxyEndpoint: describeEndpoint(endpoint) };
    },
  ),
];
