import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn, referenceOf, samePlace } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';
import { required } from '../identifiers.ts';
import { clusterTakes } from '../statuses/takes.ts';
import { tagContext } from '../tags.ts';

/**
 * The caller's cluster that a request names, by identifier or ARN, once the caller is found to be
 * allowed `operation` on it.
 *
 * @throws AwsError `DBClusterNotFoundFault`
 */
export function authorizedCluster(
  context: Context,
  operation: string,
  value: string | undefined,
  call: Call,
): Cluster {
  const given = required(value, 'DBClusterIdentifier');
  const reference = referenceOf(given, 'cluster', call.location);
  const arn = given.startsWith('arn:')
    ? given
    : rdsArn(call.location, 'cluster', given.toLowerCase());
  const found =
    reference && samePlace(reference.location, call.location)
      ? context.clusters.find(call.location, reference.identifier)
      : undefined;
  call.authorize(`rds:${operation}`, arn, { context: tagContext(new Map(), found?.tags) });
  if (found === undefined) throw clusterNotFound(given);
  return found;
}

export function clusterNotFound(identifier: string): AwsError {
  return new AwsError('DBClusterNotFoundFault', `DBCluster ${identifier} not found.`);
}

/** @throws AwsError `DBClusterAlreadyExistsFault` while anyone holds the name */
export function requireFreeClusterName(context: Context, call: Call, identifier: string): void {
  if (context.clusters.holder(call.location, identifier) === undefined) return;
  throw new AwsError(
    'DBClusterAlreadyExistsFault',
    `DB Cluster already exists: ${identifier} is held in ${call.location.region}`,
  );
}

/**
 * What a modification and a role want. The words are the field's.
 * @throws AwsError `InvalidDBClusterStateFault`
 */
export function requireModifiable(
  cluster: Cluster,
  call: 'ModifyDBCluster' | 'AddRoleToDBCluster' = 'ModifyDBCluster',
): void {
  if (clusterTakes(cluster.status, call)) return;
  throw new AwsError(
    'InvalidDBClusterStateFault',
    `Cluster ${cluster.identifier} is not available for modification with status ${cluster.status}.`,
  );
}
