import type { Call } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { defaultOptionGroup } from '../engines.ts';
import { NotSimulated } from '../not-simulated.ts';
import { requireRoom } from '../quotas.ts';
import { authorizeTagging, tagContext, type Tags } from '../tags.ts';
import { requireFreeClusterName } from './find.ts';

const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Asks for a new cluster's permissions: on the cluster and on each group that it uses, defaults
 * included, as the Service Authorization Reference requires.
 */
export function authorizeNewCluster(
  call: Call,
  operation: string,
  cluster: {
    readonly identifier: string;
    readonly engine: string;
    readonly engineVersion: string;
    readonly parameterGroup: string;
    readonly subnetGroup: string;
    readonly tags: Tags;
  },
): void {
  const { location } = call;
  const conditions = tagContext(cluster.tags);
  const optionGroup = defaultOptionGroup(cluster.engine, cluster.engineVersion);
  const arn = rdsArn(location, 'cluster', cluster.identifier);
  const context = { ...conditions, 'rds:DatabaseEngine': cluster.engine };
  call.authorize(`rds:${operation}`, arn, { context });
  for (const group of [
    rdsArn(location, 'cluster-pg', cluster.parameterGroup),
    rdsArn(location, 'og', optionGroup),
    rdsArn(location, 'subgrp', cluster.subnetGroup),
  ]) {
    call.authorize(`rds:${operation}`, group, { context });
  }
  authorizeTagging(call, arn, cluster.tags);
}

/** @throws NotSimulated for Aurora Serverless v1 */
export function requireProvisioned(mode: string | undefined, operation: string): void {
  if (mode === undefined || mode === 'provisioned') return;
  throw new NotSimulated(operation, `EngineMode ${mode}`);
}

/**
 * Adds a cluster that is being created.
 *
 * @throws AwsError `DBClusterAlreadyExistsFault` or `DBClusterQuotaExceededFault`
 */
export function addCluster(
  context: Context,
  call: Call,
  facts: Omit<
    Cluster,
    | 'location'
    | 'resourceId'
    | 'createdAt'
    | 'status'
    | 'volume'
    | 'managedSecret'
    | 'formerName'
    | 'keyLostAt'
    | 'members'
    | 'writer'
    | 'activityStream'
    | 'pending'
    | 'waiting'
    | 'besides'
    | 'stale'
  >,
): Cluster {
  const { location } = call;
  requireFreeClusterName(context, call, facts.identifier);
  requireRoom('clusters', context.clusters.in(location).length);
  const { accountId, region } = location;
  const random = context.draws.stream(`cluster-id/${accountId}/${region}/${facts.identifier}`);
  const cluster: Cluster = {
    ...facts,
    location,
    resourceId: `cluster-${random.text(26, upperCase)}`,
    createdAt: context.clock.now(),
    status: 'creating',
    volume: undefined,
    managedSecret: undefined,
    formerName: undefined,
    keyLostAt: undefined,
    members: [],
    writer: undefined,
    activityStream: undefined,
    pending: {},
    waiting: {},
    besides: {},
    stale: undefined,
  };
  context.clusters.add(cluster);
  return cluster;
}
