import type {
  CreateDBProxyResponse,
  DBProxy,
  DescribeDBProxiesResponse,
  DescribeDBProxyTargetGroupsResponse,
  DescribeDBProxyTargetsResponse,
} from '@aws-sdk/client-rds';
import type { Location } from '../../contracts.ts';
import { TemplateRefused, UnknownTemplateConstruct } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { ApiPort } from './api-port.ts';
import type { Providers } from './provider.ts';
import { tagsOf } from './tags.ts';

const pool =
  'MaxConnectionsPercent MaxIdleConnectionsPercent ConnectionBorrowTimeout SessionPinningFilters InitQuery';

/** RDS Proxies, each waited for until it is available, and what they lead to. */
export function databaseProxyProviders(api: ApiPort): Providers {
  return {
    'AWS::RDS::DBProxy': {
      properties: {
        ...properties(
          'DBProxyName EngineFamily RoleArn VpcSubnetIds VpcSecurityGroupIds RequireTLS IdleClientTimeout DebugLogging Tags',
        ),
        Auth: [properties('AuthScheme SecretArn IAMAuth ClientPasswordAuthType Description')],
      },
      async create(request) {
        const { properties: given, location, logicalId } = request;
        const name = given.text('DBProxyName').toLowerCase();
        const seconds = given.number('IdleClientTimeout');
        await api.call<CreateDBProxyResponse>(location, 'rds', 'CreateDBProxy', {
          ...given.pick(['EngineFamily', 'Auth', 'RoleArn', 'VpcSubnetIds', 'VpcSecurityGroupIds']),
          DBProxyName: name,
          RequireTLS: given.boolean('RequireTLS') ?? false,
          DebugLogging: given.boolean('DebugLogging') ?? false,
          ...(seconds === undefined ? {} : { IdleClientTimeout: seconds }),
          ...tagsOf(request),
        });
        const made = await available(api, logicalId, () => proxyAt(api, location, name));
        return {
          ref: name,
          arn: made.DBProxyArn ?? '',
          attributes: {
            DBProxyArn: made.DBProxyArn ?? '',
            Endpoint: made.Endpoint ?? '',
            VpcId: made.VpcId ?? '',
          },
        };
      },
    },
    'AWS::RDS::DBProxyTargetGroup': {
      properties: {
        ...properties('DBProxyName TargetGroupName DBClusterIdentifiers DBInstanceIdentifiers'),
        ConnectionPoolConfigurationInfo: properties(pool),
      },
      async create({ properties: given, location, path }) {
        const group = {
          DBProxyName: given.text('DBProxyName'),
          TargetGroupName: given.text('TargetGroupName'),
        };
        if (group.TargetGroupName !== 'default') {
          throw new UnknownTemplateConstruct('a target group but default', path);
        }
        const settings = given.reader('ConnectionPoolConfigurationInfo');
        if (settings !== undefined) {
          await api.call(location, 'rds', 'ModifyDBProxyTargetGroup', {
            ...group,
            ConnectionPoolConfig: poolOf(settings),
          });
        }
        await api.call(location, 'rds', 'RegisterDBProxyTargets', {
          ...group,
          ...given.pick(['DBClusterIdentifiers', 'DBInstanceIdentifiers']),
        });
        await healthy(api, location, group.DBProxyName);
        const { TargetGroups: [made] = [] } = await api.call<DescribeDBProxyTargetGroupsResponse>(
          location,
          'rds',
          'DescribeDBProxyTargetGroups',
          { DBProxyName: group.DBProxyName },
        );
        const arn = made?.TargetGroupArn ?? '';
        return { ref: arn, arn, attributes: { TargetGroupArn: arn } };
      },
    },
  };
}

/** Templates may give numbers as text. */
function poolOf(settings: PropertyReader): object {
  const numbers = pool.split(' ').filter((name) => /Percent$|Timeout$/.test(name));
  return {
    ...settings.pick(['SessionPinningFilters', 'InitQuery']),
    ...Object.fromEntries(
      numbers.flatMap((name) => {
        const value = settings.number(name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    ),
  };
}

async function available(
  api: ApiPort,
  logicalId: string,
  look: () => Promise<DBProxy>,
): Promise<DBProxy> {
  for (;;) {
    const proxy = await look();
    if (proxy.Status === 'available') return proxy;
    if (proxy.Status !== 'creating') {
      throw new TemplateRefused(`${logicalId} did not stabilize: its status is ${proxy.Status}`);
    }
    await api.pause();
  }
}

/** How often CloudFormation looks; how often it does so at AWS is unverified. */
const looks = 60;

/**
 * A target group is made once the proxy reaches all of its databases, and signs in to them.
 * Source: aws-cloudformation/aws-cloudformation-resource-providers-rds-proxy, CreateHandler.
 */
async function healthy(api: ApiPort, location: Location, name: string): Promise<void> {
  for (let left = looks; left > 0; left--) {
    const { Targets: targets = [] } = await api.call<DescribeDBProxyTargetsResponse>(
      location,
      'rds',
      'DescribeDBProxyTargets',
      { DBProxyName: name },
    );
    const databases = targets.filter(({ Type: type }) => type !== 'TRACKED_CLUSTER');
    if (databases.every(({ TargetHealth: health }) => health?.State === 'AVAILABLE')) return;
    await api.pause();
  }
  throw new TemplateRefused('Timed out waiting for target group to become available.');
}

async function proxyAt(api: ApiPort, location: Location, name: string): Promise<DBProxy> {
  const { DBProxies: [found] = [] } = await api.call<DescribeDBProxiesResponse>(
    location,
    'rds',
    'DescribeDBProxies',
    { DBProxyName: name },
  );
  return found ?? {};
}
