import type {
  DeregisterDBProxyTargetsRequest,
  DeregisterDBProxyTargetsResponse,
  RegisterDBProxyTargetsRequest,
  RegisterDBProxyTargetsResponse,
} from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import { clusterNotFound } from '../clusters/find.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import { drawSeconds } from '../durations.ts';
import { instanceNotFound } from '../instances/find.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { requireTogether } from '../settings/valid-values.ts';
import { isCluster, replicatedBy } from '../ties/parties.ts';
import { describeTargets } from './describe.ts';
import { authorizedProxy, groupArn, requireAvailable, requireDefaultGroup } from './find.ts';
import type { Proxy } from './proxy.ts';
import { familyOfEngine, supportsProxies } from './support.ts';

type Named = Pick<RegisterDBProxyTargetsRequest, 'DBInstanceIdentifiers' | 'DBClusterIdentifiers'>;

const members = {
  DBProxyName: true,
  TargetGroupName: true,
  DBInstanceIdentifiers: true,
  DBClusterIdentifiers: true,
} as const;

/** RegisterDBProxyTargets and DeregisterDBProxyTargets. */
export const registrationOperations: readonly SimulatedOperation[] = [
  simulated<RegisterDBProxyTargetsRequest, RegisterDBProxyTargetsResponse>(
    'RegisterDBProxyTargets',
    members,
    async (context, input, call) => {
      const proxy = authorizedProxy(context, input.DBProxyName, call, (one) => [groupArn(one)]);
      const database = namedDatabase(context, input, call);
      requireDefaultGroup(input.TargetGroupName);
      requireAvailable(proxy);
      requireFree(proxy, database);
      requireFit(context, proxy, database);
      register(context, proxy, database);
      return { DBProxyTargets: await describeTargets(context, proxy) };
    },
  ),
  simulated<DeregisterDBProxyTargetsRequest, DeregisterDBProxyTargetsResponse>(
    'DeregisterDBProxyTargets',
    members,
    (context, input, call) => {
      const proxy = authorizedProxy(context, input.DBProxyName, call, (one) => [groupArn(one)]);
      const [type, name] = onlyName(input);
      call.authorize('rds:DeregisterDBProxyTargets', rdsArn(call.location, type, name));
      requireDefaultGroup(input.TargetGroupName);
      requireAvailable(proxy);
      const database = proxy.target?.database;
      const isIt = database?.identifier === name && isCluster(database) === (type === 'cluster');
      if (!isIt) {
        throw new AwsError(
          'DBProxyTargetNotFoundFault',
          `${name} is no target of the proxy ${proxy.identifier}`,
        );
      }
      proxy.target = undefined;
      return {};
    },
  ),
];

/** From now on the proxy leads there, once it has registered it and has the capacity. */
function register(context: Context, proxy: Proxy, database: Cluster | Instance): void {
  const { clock, draws, durations } = context;
  const random = draws.stream(`register-proxy-target/${proxy.proxyId}/${database.resourceId}`);
  const after = (from: number, range: typeof durations.registerProxyTarget): number =>
    from + Math.round(drawSeconds(random, range) * 1000);
  const registeredAt = after(clock.now(), durations.registerProxyTarget);
  proxy.target = { database, registeredAt, readyAt: after(registeredAt, durations.proxyCapacity) };
}

/** One database a request, and so one a proxy. */
function onlyName(input: Named): readonly ['cluster' | 'db', string] {
  const { DBClusterIdentifiers: clusters = [], DBInstanceIdentifiers: instances = [] } = input;
  requireTogether(
    clusters.length + instances.length === 1,
    'Expected one DB cluster identifier or one DB instance identifier: a proxy has a single target',
  );
  const [cluster] = clusters;
  return cluster === undefined
    ? ['db', (instances[0] ?? '').toLowerCase()]
    : ['cluster', cluster.toLowerCase()];
}

function namedDatabase(context: Context, input: Named, call: Call): Cluster | Instance {
  const [type, name] = onlyName(input);
  call.authorize('rds:RegisterDBProxyTargets', rdsArn(call.location, type, name));
  const { clusters, instances } = context;
  const found = (type === 'cluster' ? clusters : instances).find(call.location, name);
  if (found) return found;
  throw type === 'cluster' ? clusterNotFound(name) : instanceNotFound(name);
}

/**
 * Source: RDS User Guide, "Quotas and limitations": "Each proxy can be associated with a single target DB
 * instance or cluster". With which fault a second one is refused is unverified.
 */
function requireFree({ identifier, target }: Proxy, database: Cluster | Instance): void {
  if (target === undefined) return;
  if (target.database === database) {
    throw new AwsError(
      'DBProxyTargetAlreadyRegisteredFault',
      `${database.identifier} is registered already`,
    );
  }
  throw new AwsError(
    'InvalidDBProxyStateFault',
    `The proxy ${identifier} has the target ${target.database.identifier}: deregister it first`,
  );
}

/**
 * Sources: RDS User Guide, "Quotas and limitations" (the same VPC; no read replica); the SDK's model,
 * `EngineFamily`; hashicorp/terraform-provider-aws#15486 (the words for a version without proxies). That a
 * member of a cluster isn't registered by itself, and the other messages, are from memory, unverified.
 */
function requireFit(context: Context, proxy: Proxy, database: Cluster | Instance): void {
  const { identifier, engine, engineVersion, location, subnetGroup, status } = database;
  const cluster = isCluster(database);
  if (/^(deleting|failed|inaccessible-|incompatible-)/.test(status)) {
    throw new AwsError(
      cluster ? 'InvalidDBClusterStateFault' : 'InvalidDBInstanceStateFault',
      `${identifier} can't be registered with a proxy while it is ${status}.`,
    );
  }
  if (!cluster && database.cluster !== undefined) {
    throw refused(`${identifier} belongs to a DB cluster: register that`);
  }
  if (!cluster && replicatedBy(context, database) !== undefined) {
    throw refused(`${identifier} is a read replica: a proxy takes the writer DB instance only`);
  }
  if (familyOfEngine[engine] !== proxy.engineFamily) {
    throw refused(
      `The engine ${engine} of ${identifier} is not of the proxy's engine family ${proxy.engineFamily}`,
    );
  }
  if (!supportsProxies(context.offers, location, engine, engineVersion)) {
    throw refused(
      `Unsupported Database engine or engine mode for DB ${cluster ? 'Cluster' : 'Instance'}`,
    );
  }
  if (subnetGroup.vpcId !== proxy.placement.vpcId) {
    throw refused(
      `${identifier} is in ${subnetGroup.vpcId}, and the proxy in ${proxy.placement.vpcId}`,
    );
  }
}

function refused(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
