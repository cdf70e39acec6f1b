import type {
  CreateDBProxyResponse,
  DescribeDBProxiesResponse,
  DescribeDBProxyEndpointsResponse,
  DescribeDBProxyTargetGroupsResponse,
  DescribeDBProxyTargetsResponse,
} from '@aws-sdk/client-rds';
import { TemplateRefused } from '../errors.ts';
import type { PropertyReader } from '../property-reader.ts';
import { properties } from '../property-table.ts';
import type { ApiPort } from './api-port.ts';
import type { CreateRequest, Providers } from './provider.ts';
import { stabilized } from './stabilized.ts';
import { tagsOf } from './tags.ts';

const auth = 'AuthScheme ClientPasswordAuthType Description IAMAuth SecretArn';
const proxy = 'EngineFamily DefaultAuthScheme RoleArn VpcSubnetIds VpcSecurityGroupIds';
const network = 'EndpointNetworkType TargetConnectionNetworkType';
const pool =
  'MaxConnectionsPercent MaxIdleConnectionsPercent ConnectionBorrowTimeout SessionPinningFilters InitQuery';
const endpoint = 'DBProxyName VpcSubnetIds VpcSecurityGroupIds TargetRole EndpointNetworkType';

/**
 * Proxies, their target groups and their endpoints, each waited for until it is available, and a target
 * until the proxy reaches it. Source: aws-cloudformation/aws-cloudformation-resource-providers-rds-proxy,
 * CreateHandler; aws/aws-cdk#8885: a target that stays unavailable has the deployment time out.
 */
export function proxyProviders(api: ApiPort): Providers {
  return {
    'AWS::RDS::DBProxy': {
      properties: {
        ...properties(
          `DBProxyName ${proxy} RequireTLS IdleClientTimeout DebugLogging ${network} Tags`,
        ),
        Auth: [properties(auth)],
      },
      async create(request) {
        const { properties: given, location } = request;
        const name = nameOf(request, 'DBProxyName');
        await api.call<CreateDBProxyResponse>(location, 'rds', 'CreateDBProxy', {
          ...given.pick(`${proxy} ${network}`.split(' ')),
          DBProxyName: name,
          Auth: given.has('Auth') ? given.readers('Auth').map((one) => one.all()) : undefined,
          RequireTLS: given.boolean('RequireTLS'),
          DebugLogging: given.boolean('DebugLogging'),
          IdleClientTimeout: given.number('IdleClientTimeout'),
          ...tagsOf(request),
        });
        const made = await stabilized(api, request.logicalId, underWay, async () => {
          const input = { DBProxyName: name };
          const answer = await api.call<DescribeDBProxiesResponse>(
            location,
            'rds',
            'DescribeDBProxies',
            input,
          );
          const shape = answer.DBProxies?.[0] ?? {};
          return { status: shape.Status, shape };
        });
        const { DBProxyArn = '', Endpoint = '', VpcId = '' } = made;
        return { ref: name, arn: DBProxyArn, attributes: { DBProxyArn, Endpoint, VpcId } };
      },
    },
    'AWS::RDS::DBProxyTargetGroup': {
      properties: {
        ...properties('DBProxyName TargetGroupName DBInstanceIdentifiers DBClusterIdentifiers'),
        ConnectionPoolConfigurationInfo: properties(pool),
      },
      async create({ properties: given, location, logicalId }) {
        const group = {
          DBProxyName: given.text('DBProxyName'),
          TargetGroupName: given.text('TargetGroupName'),
        };
        const settings = given.reader('ConnectionPoolConfigurationInfo');
        if (settings) {
          await api.call(location, 'rds', 'ModifyDBProxyTargetGroup', {
            ...group,
            ConnectionPoolConfig: poolOf(settings),
          });
        }
        const databases = given.pick(['DBInstanceIdentifiers', 'DBClusterIdentifiers']);
        if (Object.keys(databases).length > 0) {
          await api.call(location, 'rds', 'RegisterDBProxyTargets', { ...group, ...databases });
          await reached(api, logicalId, () =>
            api.call<DescribeDBProxyTargetsResponse>(
              location,
              'rds',
              'DescribeDBProxyTargets',
              group,
            ),
          );
        }
        const { TargetGroups } = await api.call<DescribeDBProxyTargetGroupsResponse>(
          location,
          'rds',
          'DescribeDBProxyTargetGroups',
          group,
        );
        const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
        return { ref: TargetGroupArn, arn: TargetGroupArn, attributes: { TargetGroupArn } };
      },
    },
    'AWS::RDS::DBProxyEndpoint': {
      properties: properties(`DBProxyEndpointName ${endpoint} Tags`),
      async create(request) {
        const { properties: given, location } = request;
        const name = nameOf(request, 'DBProxyEndpointName');
        await api.call(location, 'rds', 'CreateDBProxyEndpoint', {
          ...given.pick(endpoint.split(' ')),
          DBProxyEndpointName: name,
          ...tagsOf(request),
        });
        const made = await stabilized(api, request.logicalId, underWay, async () => {
          const input = { DBProxyEndpointName: name };
          const answer = await api.call<DescribeDBProxyEndpointsResponse>(
            location,
            'rds',
            'DescribeDBProxyEndpoints',
            input,
          );
          const shape = answer.DBProxyEndpoints?.[0] ?? {};
          return { status: shape.Status, shape };
        });
        const { DBProxyEndpointArn = '', Endpoint = '', VpcId = '', IsDefault = false } = made;
        return {
          ref: name,
          arn: DBProxyEndpointArn,
          attributes: { DBProxyEndpointArn, Endpoint, VpcId, IsDefault },
        };
      },
    },
  };
}

/** RDS keeps names in lower case. CloudFormation makes none for these: they must be given. */
function nameOf({ properties: given }: CreateRequest, property: string): string {
  return given.text(property).toLowerCase();
}

/** Templates may give numbers as text. */
function poolOf(settings: PropertyReader): object {
  return {
    ...settings.pick(['SessionPinningFilters', 'InitQuery']),
    MaxConnectionsPercent: settings.number('MaxConnectionsPercent'),
    MaxIdleConnectionsPercent: settings.number('MaxIdleConnectionsPercent'),
    ConnectionBorrowTimeout: settings.number('ConnectionBorrowTimeout'),
  };
}

const underWay = /^creating$/;

/** Looks for half an hour, at most: what is in the way of a target doesn't go away by itself. How long
 * CloudFormation looks is unverified. */
const mostLooks = 120;

async function reached(
  api: ApiPort,
  logicalId: string,
  look: () => DescribeDBProxyTargetsResponse | Promise<DescribeDBProxyTargetsResponse>,
): Promise<void> {
  let why = '';
  for (let looks = 0; looks < mostLooks; looks++) {
    const { Targets = [] } = await look();
    // A cluster that is tracked has no health of its own: its instances have.
    const databases = Targets.filter(({ Type }) => Type !== 'TRACKED_CLUSTER');
    const health = databases.flatMap(({ TargetHealth }) => TargetHealth ?? []);
    const missing = health.find(({ State }) => State !== 'AVAILABLE');
    if (missing === undefined) return;
    const { State, Reason = 'no reason', Description = '' } = missing;
    why = `${State}, ${Reason}: ${Description}`;
    await api.pause();
  }
  throw new TemplateRefused(`${logicalId} did not stabilize: a target is ${why}`);
}
