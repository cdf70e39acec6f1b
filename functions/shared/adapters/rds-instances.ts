import {
  AddRoleToDBInstanceCommand,
  DescribeDBInstancesCommand,
  RestoreDBInstanceFromDBSnapshotCommand,
} from '@aws-sdk/client-rds';
import type { DBInstance, RDSClient } from '@aws-sdk/client-rds';
import type { Database } from '../rules/database.ts';
import type { Databases, RestoreRequest } from '../ports/databases.ts';
import { applySettings } from './carried/apply.ts';
import { changesBy, inputOf, readNotCarried, readSettings } from './carried/follow.ts';
import { instanceFates } from './carried/instance.ts';
import { readEncryption } from './encryption.ts';
import { readMasterSecret } from './master-secret.ts';
import { allPages } from './pages.ts';
import { unlessNotFound } from './unless-not-found.ts';
import {
  deleteInstance,
  isToRestart,
  modifyInstance,
  renameInstance,
  restartInstance,
} from './rds-members.ts';
import { readInstanceNature } from './rds-nature.ts';
import { readPort, required } from './required.ts';
import { readTags, tagResource, writeTags } from './tags.ts';

/** RDS DB instances that stand alone, in the client's Region. They have no members. */
export function instances(client: RDSClient): Databases {
  return {
    async byName(identifier) {
      const answer = await unlessNotFound(() =>
        client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier })),
      );
      const found = answer?.DBInstances?.[0];
      return found && readInstance(found);
    },
    byNames: (...identifiers) => describeBy(client, 'db-instance-id', identifiers),
    async byResourceId(...resourceIds) {
      const found = await describeBy(client, 'dbi-resource-id', resourceIds);
      // What is deleted is found by this: an unrelated instance that a filter let pass mustn't be
      // among them.
      return found.filter(({ resourceId }) => resourceIds.includes(resourceId));
    },
    members: () => Promise.resolve([]),
    async restore(request) {
      const answer = await client.send(restoreCommand(request));
      return readInstance(answer.DBInstance ?? {});
    },
    addMember: noMembers,
    async addRole(identifier, { arn, feature }) {
      await client.send(
        new AddRoleToDBInstanceCommand({
          DBInstanceIdentifier: identifier,
          RoleArn: arn,
          FeatureName: feature ?? '',
        }),
      );
    },
    apply: (database, wanted) =>
      applySettings(
        changesBy(instanceFates, 'ModifyDBInstance', wanted, database.settings),
        (some) =>
          modifyInstance(
            client,
            database.identifier,
            inputOf(instanceFates, 'ModifyDBInstance', some),
          ),
      ),
    enableDataApi: noMembers,
    tag: (arn, tags) => tagResource(client, arn, tags),
    protect: (identifier) => modifyInstance(client, identifier, { DeletionProtection: true }),
    manageMasterPassword: (identifier, keyArn) =>
      modifyInstance(client, identifier, {
        ManageMasterUserPassword: true,
        MasterUserSecretKmsKeyId: keyArn,
      }),
    rename: (identifier, to) => renameInstance(client, identifier, to),
    regroup: (identifier, groups) =>
      modifyInstance(client, identifier, inputOf(instanceFates, 'ModifyDBInstance', groups)),
    regroupMember: noMembers,
    restart: (identifier) => restartInstance(client, identifier),
    renameMember: noMembers,
    failOver: noMembers,
    deleteMember: noMembers,
    delete: (identifier, finalSnapshot) =>
      deleteInstance(client, identifier, finalSnapshot, 'alone'),
  };
}

async function describeBy(
  client: RDSClient,
  filter: 'db-instance-id' | 'dbi-resource-id',
  values: readonly string[],
): Promise<Database[]> {
  const found = await allPages(async (marker) => {
    const answer = await client.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: filter, Values: [...values] }],
        Marker: marker,
      }),
    );
    return { items: answer.DBInstances, next: answer.Marker };
  });
  return found.map(readInstance);
}

/** Never asked for: a DB instance lists no members, so no step finds one to act upon. */
function noMembers(): Promise<never> {
  return Promise.reject(new Error('a DB instance has no members'));
}

/** A restored DB instance has the snapshot's engine version and key: neither can be passed. */
function restoreCommand(request: RestoreRequest): RestoreDBInstanceFromDBSnapshotCommand {
  return new RestoreDBInstanceFromDBSnapshotCommand({
    ...inputOf(instanceFates, 'RestoreDBInstanceFromDBSnapshot', request.settings),
    DBInstanceIdentifier: request.identifier,
    DBSnapshotIdentifier: request.snapshotArn,
    Engine: request.engine,
    // Never left to AWS, whose default depends on the subnet group.
    PubliclyAccessible: request.settings.publiclyAccessible ?? false,
    Tags: writeTags(request.tags),
  });
}

function readInstance(described: DBInstance): Database {
  return {
    kind: 'instance',
    identifier: required(described.DBInstanceIdentifier, 'DBInstanceIdentifier'),
    resourceId: required(described.DbiResourceId, 'DbiResourceId'),
    arn: described.DBInstanceArn ?? '',
    status: described.DBInstanceStatus ?? 'unknown',
    engine: described.Engine ?? '',
    engineVersion: described.EngineVersion ?? '',
    endpoint: described.Endpoint?.Address,
    port: readPort(described.Endpoint?.Port),
    encryption: readEncryption(described),
    deletionProtection: described.DeletionProtection === true,
    pendingChanges: Object.keys(described.PendingModifiedValues ?? {}).length > 0,
    toRestart: isToRestart(described) ? [described.DBInstanceIdentifier ?? ''] : [],
    masterSecret: readMasterSecret(described),
    settings: readSettings(instanceFates, described),
    notCarried: readNotCarried(instanceFates, described),
    nature: readInstanceNature(described),
    tags: readTags(described.TagList),
  };
}
