import { AwsError } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import {
  deploymentsOf,
  globalClusterOf,
  integrationsOf,
  isThere,
  replicasOf,
  replicatedBy,
} from './parties.ts';

/**
 * What is tied to a cluster keeps it from being deleted, and not its members.
 * Sources: the SDK's model, DeleteDBCluster throws `InvalidGlobalClusterStateFault` (field reports have
 * `InvalidDBClusterStateFault`, "This cluster is a part of a global cluster, please remove it from
 * globalcluster first"); Aurora User Guide, "Aurora zero-ETL integrations", general limitations. That a
 * blue/green deployment and replicas do is from memory, unverified.
 *
 * @throws AwsError `InvalidGlobalClusterStateFault` or `InvalidDBClusterStateFault`
 */
export function requireUntiedCluster(context: Context, cluster: Cluster): void {
  const global = globalClusterOf(context, cluster);
  if (global) {
    throw new AwsError(
      'InvalidGlobalClusterStateFault',
      `This cluster is a part of a global cluster, please remove it from globalcluster first: ${global.identifier}`,
    );
  }
  const why = hindranceOf(context, cluster);
  if (why !== undefined) throw new AwsError('InvalidDBClusterStateFault', why);
}

/**
 * Of a stand-alone instance the read replicas don't keep it: RDS promotes them. Of a cluster's last
 * instance they do.
 * Sources: RDS User Guide, "Deleting a DB instance"; the SDK's model, DeleteDBInstance; its answer,
 * "Cannot delete the last instance of the master cluster", in awslabs/amazon-documentdb-tools#126.
 *
 * @throws AwsError `InvalidDBClusterStateFault` or `InvalidDBInstanceStateFault`
 */
export function requireUntiedInstance(context: Context, instance: Instance): void {
  const { cluster } = instance;
  if (cluster === undefined) {
    const why = hindranceOf(context, instance);
    if (why !== undefined) throw new AwsError('InvalidDBInstanceStateFault', why);
    return;
  }
  if (cluster.members.some((one) => one !== instance && one.status !== 'deleting')) return;
  if (replicasOf(context, cluster).length > 0) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      'Cannot delete the last instance of the master cluster. Delete the replica cluster before deleting the last master cluster instance.',
    );
  }
  if (replicatedBy(context, cluster) !== undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      'Cannot delete the last instance of the read replica DB cluster. Promote the DB cluster to a standalone DB cluster in order to delete it.',
    );
  }
}

/** The replicas of a stand-alone instance that goes become databases of their own. */
export function promoteReplicas(context: Context, instance: Instance): void {
  context.ties.replications = context.ties.replications.filter(
    ({ source }) => source !== instance && isThere(context, source),
  );
}

/**
 * Neither the source of an integration nor its instances can be renamed.
 * Source: Aurora User Guide, "Aurora zero-ETL integrations", general limitations.
 *
 * @throws AwsError `InvalidDBClusterStateFault` or `InvalidDBInstanceStateFault`
 */
export function requireNoIntegration(context: Context, database: Cluster | Instance): void {
  const owner = ('cluster' in database ? database.cluster : undefined) ?? database;
  const [integration] = integrationsOf(context, owner);
  if (!integration) return;
  throw new AwsError(
    'cluster' in database ? 'InvalidDBInstanceStateFault' : 'InvalidDBClusterStateFault',
    `${database.identifier} can't be renamed while it has the integration ${integration.name}`,
  );
}

function hindranceOf(context: Context, database: Cluster | Instance): string | undefined {
  const { identifier } = database;
  const [integration] = integrationsOf(context, database);
  if (integration) {
    return `${identifier} can't be deleted while it has the integration ${integration.name}`;
  }
  const [deployment] = deploymentsOf(context, database);
  if (deployment) {
    return `${identifier} can't be deleted while it is part of the blue/green deployment ${deployment.identifier}`;
  }
  if (!('cluster' in database) && replicasOf(context, database).length > 0) {
    return `${identifier} can't be deleted while it has read replicas`;
  }
  return undefined;
}
