import {
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import type { DBInstance, RDSClient } from '@aws-sdk/client-rds';
import type { Member } from '../domain/database.ts';
import { allPages } from './pages.ts';
import { translated, unlessNotFound } from './rds-errors.ts';

/**
 * The members of a cluster: who writes, the cluster tells; in what state they are, the instances.
 * Writer first, then by promotion tier and name.
 */
export async function clusterMembers(client: RDSClient, cluster: string): Promise<Member[]> {
  const writer = await writerOf(client, cluster);
  const instances = await allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: 'db-cluster-id', Values: [cluster] }],
        Marker: marker,
      }),
    );
    return { items: answer.DBInstances, next: answer.Marker };
  });
  return instances.map((instance) => readMember(instance, writer)).toSorted(byRank);
}

async function writerOf(client: RDSClient, cluster: string): Promise<string | undefined> {
  const answer = await unlessNotFound(() =>
    client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: cluster })),
  );
  const members = answer?.DBClusters?.[0]?.DBClusterMembers ?? [];
  return members.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier;
}

function readMember(instance: DBInstance, writer: string | undefined): Member {
  const identifier = instance.DBInstanceIdentifier ?? '';
  return {
    identifier,
    resourceId: instance.DbiResourceId ?? '',
    status: instance.DBInstanceStatus ?? 'unknown',
    isWriter: identifier === writer,
    instanceClass: instance.DBInstanceClass ?? '',
    promotionTier: instance.PromotionTier ?? 1,
    pendingChanges: Object.keys(instance.PendingModifiedValues ?? {}).length > 0,
  };
}

function byRank(one: Member, other: Member): number {
  return (
    Number(other.isWriter) - Number(one.isWriter) ||
    one.promotionTier - other.promotionTier ||
    one.identifier.localeCompare(other.identifier)
  );
}

/** Renames an instance at once; it restarts. */
export async function renameInstance(
  client: RDSClient,
  identifier: string,
  to: string,
): Promise<void> {
  await translated(() =>
    client.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: identifier,
        NewDBInstanceIdentifier: to,
        ApplyImmediately: true,
      }),
    ),
  );
}

/**
 * A member has no data of its own, so AWS takes no final snapshot of it and refuses to be told how
 * to; a DB instance alone has. Source: RDS API reference, DeleteDBInstance, `SkipFinalSnapshot`.
 */
export async function deleteInstance(
  client: RDSClient,
  identifier: string,
  finalSnapshot: string | undefined,
  role: 'member' | 'alone',
): Promise<void> {
  const snapshot =
    role === 'member'
      ? {}
      : {
          SkipFinalSnapshot: finalSnapshot === undefined,
          FinalDBSnapshotIdentifier: finalSnapshot,
        };
  await translated(() =>
    client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: identifier, ...snapshot })),
  );
}
