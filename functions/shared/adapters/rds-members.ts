import {
  CreateDBInstanceCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds';
import type { DBInstance, ModifyDBInstanceCommandInput, RDSClient } from '@aws-sdk/client-rds';
import type { Database, Member } from '../rules/database.ts';
import type { MemberRequest } from '../ports/databases.ts';
import { inputOf, readNotCarried, readSettings } from './carried/follow.ts';
import { memberFates } from './carried/member.ts';
import { allPages } from './pages.ts';
import { required } from './required.ts';
import { readTags, writeTags } from './tags.ts';

/**
 * The members of clusters: who writes, the clusters have told; in what state they are, the instances
 * tell. Writers first, then by promotion tier and name.
 */
export async function clusterMembers(
  client: RDSClient,
  clusters: readonly Pick<Database, 'identifier' | 'writer'>[],
): Promise<Member[]> {
  const instances = await allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: 'db-cluster-id', Values: clusters.map(({ identifier }) => identifier) }],
        Marker: marker,
      }),
    );
    return { items: answer.DBInstances, next: answer.Marker };
  });
  const writers = new Set(clusters.map(({ writer }) => writer));
  return instances.map((instance) => readMember(instance, writers)).toSorted(byRank);
}

function readMember(instance: DBInstance, writers: ReadonlySet<string | undefined>): Member {
  const identifier = required(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
  return {
    identifier,
    databaseIdentifier: required(instance.DBClusterIdentifier, 'DBClusterIdentifier'),
    resourceId: instance.DbiResourceId ?? '',
    status: instance.DBInstanceStatus ?? 'unknown',
    isWriter: writers.has(identifier),
    instanceClass: instance.DBInstanceClass ?? '',
    promotionTier: instance.PromotionTier ?? 1,
    pendingChanges: Object.keys(instance.PendingModifiedValues ?? {}).length > 0,
    isToRestart: isToRestart(instance),
    settings: readSettings(memberFates, instance),
    notCarried: readNotCarried(memberFates, instance),
    tags: readTags(instance.TagList),
  };
}

function byRank(one: Member, other: Member): number {
  return (
    Number(other.isWriter) - Number(one.isWriter) ||
    one.promotionTier - other.promotionTier ||
    one.identifier.localeCompare(other.identifier)
  );
}

/** Makes an instance of a cluster. The first one that it gets becomes its writer. */
export async function addMember(client: RDSClient, request: MemberRequest): Promise<void> {
  await client.send(
    new CreateDBInstanceCommand({
      ...inputOf(memberFates, 'CreateDBInstance', request.settings),
      DBInstanceIdentifier: request.identifier,
      DBClusterIdentifier: request.databaseIdentifier,
      DBInstanceClass: request.instanceClass,
      Engine: request.engine,
      PromotionTier: request.promotionTier,
      // Never left to AWS, whose default depends on the subnet group.
      PubliclyAccessible: request.settings.publiclyAccessible ?? false,
      Tags: writeTags(request.tags),
    }),
  );
}

/** Whether its parameter group waits for a restart. */
export function isToRestart({ DBParameterGroups: groups = [] }: DBInstance): boolean {
  return groups.some(({ ParameterApplyStatus: status }) => status === 'pending-reboot');
}

/** Changes an instance at once: without ApplyImmediately AWS waits for the maintenance window. */
export async function modifyInstance(
  client: RDSClient,
  identifier: string,
  changes: Omit<ModifyDBInstanceCommandInput, 'DBInstanceIdentifier'>,
): Promise<void> {
  await client.send(
    new ModifyDBInstanceCommand({
      ...changes,
      DBInstanceIdentifier: identifier,
      ApplyImmediately: true,
    }),
  );
}

/** Restarts an instance, without a failover. */
export async function restartInstance(client: RDSClient, identifier: string): Promise<void> {
  await client.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: identifier }));
}

/** Renames an instance at once; it restarts. */
export function renameInstance(client: RDSClient, identifier: string, to: string): Promise<void> {
  return modifyInstance(client, identifier, { NewDBInstanceIdentifier: to });
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
  await client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: identifier, ...snapshot }));
}
