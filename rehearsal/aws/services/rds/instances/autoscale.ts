import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import type { Operation } from '../../../contracts.ts';
import { rdsArn } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster } from '../databases.ts';

/**
 * Adds a reader as Aurora Auto Scaling does: of its own name and mark, of the writer's class, and the
 * last to be promoted.
 * Source: Aurora User Guide, "Amazon Aurora Auto Scaling with Aurora Replicas", for class and tier. Name
 * and mark AWS doesn't document: RDS's events show the one, and public programs look for the other.
 * @returns its name
 */
export async function addAutoscaledReader(
  context: Context,
  createInstance: Operation,
  cluster: Cluster,
): Promise<string> {
  const { location, identifier: name } = cluster;
  const random = context.draws.stream(`autoscaled/${name}/${cluster.members.length}`);
  const uuid = [8, 4, 4, 4, 12].map((length) => random.text(length)).join('-');
  const identifier = `application-autoscaling-${uuid}`;
  const request: CreateDBInstanceMessage = {
    DBInstanceIdentifier: identifier,
    DBClusterIdentifier: name,
    DBInstanceClass: cluster.writer?.instanceClass,
    Engine: cluster.engine,
    PromotionTier: 15,
    Tags: [{ Key: 'application-autoscaling:resourceId', Value: `cluster:${name}` }],
  };
  await createInstance(
    { ...request },
    {
      requestId: uuid,
      service: 'rds',
      operation: 'CreateDBInstance',
      location,
      principal: {
        kind: 'service',
        service: 'rds.application-autoscaling.amazonaws.com',
        sourceArn: rdsArn(location, 'cluster', name),
        sourceAccount: location.accountId,
      },
      // Its service-linked role may; the policies here say nothing of it.
      authorize: () => undefined,
    },
  );
  return identifier;
}
