import type { CreateDBProxyRequest, CreateDBProxyResponse } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { newIdentifier, required } from '../identifiers.ts';
import { NotSimulated } from '../not-simulated.ts';
import { simulated } from '../operation.ts';
import { quotas } from '../quotas.ts';
import { oneOf, within } from '../settings/valid-values.ts';
import { authorizeTagging, readTags, tagContext } from '../tags.ts';
import { readAuth } from './authentication.ts';
import { describeProxy } from './describe.ts';
import { proxyArn } from './find.ts';
import { openFront } from './front.ts';
import { place } from './placement.ts';
import { defaultPool } from './pool-settings.ts';
import type { Proxy } from './proxy.ts';

/**
 * Seconds. The default: RDS User Guide, "IdleClientTimeout". At most 8 hours: that of the console, by
 * boosterKRD.github.io, "AWS RDS Proxy for PostgreSQL", where the least is a minute; the API's is unverified.
 */
const idleTimeout = { usual: 1800, least: 1, most: 28_800 } as const;

/**
 * CreateDBProxy. Whether the role may be assumed and reads the secrets isn't looked at: that shows in the
 * health of targets.
 */
export const createProxy = simulated<CreateDBProxyRequest, CreateDBProxyResponse>(
  'CreateDBProxy',
  {
    DBProxyName: true,
    EngineFamily: true,
    DefaultAuthScheme: true,
    Auth: true,
    RoleArn: true,
    VpcSubnetIds: true,
    VpcSecurityGroupIds: true,
    RequireTLS: true,
    IdleClientTimeout: true,
    DebugLogging: true,
    Tags: true,
    EndpointNetworkType: true,
    TargetConnectionNetworkType: true,
  },
  (context, input, call) => {
    const { location } = call;
    const { proxies } = context;
    const tags = readTags(input.Tags);
    call.authorize('rds:CreateDBProxy', '*', { context: tagContext(tags) });
    const identifier = newIdentifier(input.DBProxyName, 'DBProxyName', 'database');
    const engineFamily = familyOf(required(input.EngineFamily, 'EngineFamily'));
    const roleArn = required(input.RoleArn, 'RoleArn');
    if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn)) {
      throw new AwsError('InvalidParameterValue', `RoleArn is no role's ARN: ${roleArn}`);
    }
    call.authorize('iam:PassRole', roleArn, {
      context: { 'iam:PassedToService': 'rds.amazonaws.com' },
    });
    const network = input.TargetConnectionNetworkType ?? 'IPV4';
    if (network !== 'IPV4') {
      throw new NotSimulated('CreateDBProxy', `TargetConnectionNetworkType ${network}`);
    }
    const auth = readAuth(engineFamily, input);
    const { usual, least, most } = idleTimeout;
    const seconds = input.IdleClientTimeout ?? usual;
    const idleClientTimeout = within('IdleClientTimeout', seconds, least, most);
    if (proxies.all.holder(location, identifier)) {
      throw new AwsError('DBProxyAlreadyExistsFault', `DBProxy ${identifier} exists already.`);
    }
    if (proxies.all.in(location).length >= quotas.proxies) {
      throw new AwsError(
        'DBProxyQuotaExceededFault',
        `Cannot create more than ${quotas.proxies} proxies in this Region`,
      );
    }
    const placement = place(context, 'CreateDBProxy', location, input);
    const random = context.draws.stream(`proxy-id/${location.region}/${identifier}`);
    const now = context.clock.now();
    const proxy: Proxy = {
      location,
      identifier,
      proxyId: `prx-${random.text(17, '0123456789abcdef')}`,
      engineFamily,
      roleArn,
      auth,
      requireTls: input.RequireTLS ?? false,
      idleClientTimeout,
      debugLogging: input.DebugLogging ?? false,
      placement,
      createdAt: now,
      tags,
      status: 'creating',
      pool: defaultPool,
      poolUpdatedAt: now,
      target: undefined,
      server: undefined,
    };
    authorizeTagging(call, proxyArn(proxy), tags);
    proxies.all.add(proxy);
    context.transitions.begin(
      {
        operation: 'create-proxy',
        owner: proxy,
        identifier,
        location,
        fail: (status) => void (proxy.status = status),
      },
      async (transition) => {
        await transition.wait(transition.draw('createProxy'));
        await transition.arrive();
        await openFront(context, proxy);
      },
    );
    return { DBProxy: describeProxy(proxy) };
  },
);

/** The names are case-sensitive. Source: RDS User Guide, "Creating an RDS Proxy", AWS CLI. */
function familyOf(family: string): Proxy['engineFamily'] {
  const found = oneOf('EngineFamily', family, ['POSTGRESQL', 'MYSQL', 'SQLSERVER']);
  if (found === 'SQLSERVER') throw new NotSimulated('CreateDBProxy', `EngineFamily ${found}`);
  return found as Proxy['engineFamily'];
}
