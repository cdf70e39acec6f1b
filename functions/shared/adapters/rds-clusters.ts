import {
  AddRoleToDBClusterCommand,
  DeleteDBClusterCommand,
  DescribeDBClustersCommand,
  EnableHttpEndpointCommand,
  FailoverDBClusterCommand,
  ModifyDBClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import type { DBCluster, ModifyDBClusterCommandInput, RDSClient } from '@aws-sdk/client-rds';
import type { Database } from '../rules/database.ts';
import type { Databases, RestoreRequest } from '../ports/databases.ts';
import { applySettings } from './carried/apply.ts';
import { clusterFates } from './carried/cluster.ts';
import { changesBy, inputOf, readNotCarried, readSettings } from './carried/follow.ts';
import { instanceFates } from './carried/instance.ts';
import { readEncryption } from './encryption.ts';
import { readMasterSecret } from './master-secret.ts';
import { allPages } from './pages.ts';
import { unlessNotFound } from './unless-not-found.ts';
import { readPort, required } from './required.ts';
import {
  addMember,
  clusterMembers,
  deleteInstance,
  modifyInstance,
  renameInstance,
  restartInstance,
} from './rds-members.ts';
import { readClusterNature } from './rds-nature.ts';
import { readTags, tagResource, writeTags } from './tags.ts';

/** Aurora DB clusters, in the client's Region. */
export function clusters(client: RDSClient): Databases {
  return {
    async byName(identifier) {
      const answer = await unlessNotFound(() =>
        client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier })),
      );
      const found = answer?.DBClusters?.[0];
      return found && readCluster(found);
    },
    byNames: (...identifiers) => describeBy(client, 'db-cluster-id', identifiers),
    async byResourceId(...resourceIds) {
      const found = await describeBy(client, 'db-cluster-resource-id', resourceIds);
      // What is deleted is found by this: an unrelated cluster that a filter let pass mustn't be
      // among them.
      return found.filter(({ resourceId }) => resourceIds.includes(resourceId));
    },
    members: (...databases) => clusterMembers(client, databases),
    async restore(request) {
      const answer = await client.send(restoreCommand(request));
      return readCluster(answer.DBCluster ?? {});
    },
    addMember: (request) => addMember(client, request),
    apply: (database, wanted) =>
      applySettings(changesBy(clusterFates, 'ModifyDBCluster', wanted, database.settings), (some) =>
        modify(client, database.identifier, inputOf(clusterFates, 'ModifyDBCluster', some)),
      ),
    async enableDataApi(arn) {
      await client.send(new EnableHttpEndpointCommand({ ResourceArn: arn }));
    },
    async addRole(identifier, { arn, feature }) {
      await client.send(
        new AddRoleToDBClusterCommand({
          DBClusterIdentifier: identifier,
          RoleArn: arn,
          FeatureName: feature,
        }),
      );
    },
    tag: (arn, tags) => tagResource(client, arn, tags),
    protect: (identifier) => modify(client, identifier, { DeletionProtection: true }),
    manageMasterPassword: (identifier, keyArn) =>
      modify(client, identifier, {
        ManageMasterUserPassword: true,
        MasterUserSecretKmsKeyId: keyArn,
      }),
    rename: (identifier, to) => modify(client, identifier, { NewDBClusterIdentifier: to }),
    regroup: (identifier, groups) =>
      modify(client, identifier, inputOf(clusterFates, 'ModifyDBCluster', groups)),
    regroupMember: (identifier, parameterGroup) =>
      modifyInstance(
        client,
        identifier,
        inputOf(instanceFates, 'ModifyDBInstance', { parameterGroup }),
      ),
    restart: (identifier) => restartInstance(client, identifier),
    renameMember: (identifier, to) => renameInstance(client, identifier, to),
    async failOver(identifier, member) {
      await client.send(
        new FailoverDBClusterCommand({
          DBClusterIdentifier: identifier,
          TargetDBInstanceIdentifier: member,
        }),
      );
    },
    deleteMember: (identifier) => deleteInstance(client, identifier, undefined, 'member'),
    async delete(identifier, finalSnapshot) {
      await client.send(
        new DeleteDBClusterCommand({
          DBClusterIdentifier: identifier,
          SkipFinalSnapshot: finalSnapshot === undefined,
          FinalDBSnapshotIdentifier: finalSnapshot,
        }),
      );
    },
  };
}

/** Changes a cluster at once: without ApplyImmediately AWS waits for the maintenance window. */
async function modify(
  client: RDSClient,
  identifier: string,
  changes: Omit<ModifyDBClusterCommandInput, 'DBClusterIdentifier'>,
): Promise<void> {
  await client.send(
    new ModifyDBClusterCommand({
      ...changes,
      DBClusterIdentifier: identifier,
      ApplyImmediately: true,
    }),
  );
}

async function describeBy(
  client: RDSClient,
  filter: 'db-cluster-id' | 'db-cluster-resource-id',
  values: readonly string[],
): Promise<Database[]> {
  const found = await allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBClustersCommand({
        Filters: [{ Name: filter, Values: [...values] }],
        Marker: marker,
      }),
    );
    return { items: answer.DBClusters, next: answer.Marker };
  });
  return found.map(readCluster);
}

function restoreCommand(request: RestoreRequest): RestoreDBClusterFromSnapshotCommand {
  return new RestoreDBClusterFromSnapshotCommand({
    ...inputOf(clusterFates, 'RestoreDBClusterFromSnapshot', request.settings),
    DBClusterIdentifier: request.identifier,
    SnapshotIdentifier: request.snapshotArn,
    Engine: request.engine,
    EngineVersion: request.engineVersion,
    KmsKeyId: request.keyArn,
    Tags: writeTags(request.tags),
  });
}

function readCluster(described: DBCluster): Database {
  return {
    kind: 'cluster',
    identifier: required(described.DBClusterIdentifier, 'DBClusterIdentifier'),
    resourceId: required(described.DbClusterResourceId, 'DbClusterResourceId'),
    arn: described.DBClusterArn ?? '',
    status: described.Status ?? 'unknown',
    engine: described.Engine ?? '',
    engineVersion: described.EngineVersion ?? '',
    endpoint: described.Endpoint,
    port: readPort(described.Port),
    encryption: readEncryption(described),
    deletionProtection: described.DeletionProtection === true,
    writer: described.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)
      ?.DBInstanceIdentifier,
    pendingChanges: Object.keys(described.PendingModifiedValues ?? {}).length > 0,
    toRestart: (described.DBClusterMembers ?? []).flatMap(
      ({ DBInstanceIdentifier: member, DBClusterParameterGroupStatus: status }) =>
        member !== undefined && status === 'pending-reboot' ? [member] : [],
    ),
    masterSecret: readMasterSecret(described),
    settings: readSettings(clusterFates, described),
    notCarried: readNotCarried(clusterFates, described),
    nature: readClusterNature(described),
    tags: readTags(described.TagList),
  };
}
