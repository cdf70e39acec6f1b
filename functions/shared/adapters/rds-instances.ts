import {
  DescribeDBInstancesCommand,
  RestoreDBInstanceFromDBSnapshotCommand,
} from '@aws-sdk/client-rds';
import type { DBInstance, RDSClient } from '@aws-sdk/client-rds';
import type { Database, DatabaseSettings } from '../rules/database.ts';
import type { Databases, RestoreRequest } from '../ports/databases.ts';
import { readEncryption } from './encryption.ts';
import { allPages } from './pages.ts';
import { translated, unlessNotFound } from './rds-errors.ts';
import { deleteInstance, protectInstance, renameInstance } from './rds-members.ts';
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
      const answer = await translated(() => client.send(restoreCommand(request)));
      return readInstance(answer.DBInstance ?? {});
    },
    addMember: noMembers,
    addRole: noMembers,
    tag: (arn, tags) => tagResource(client, arn, tags),
    protect: (identifier) => protectInstance(client, identifier),
    rename: (identifier, to) => renameInstance(client, identifier, to),
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
  const { settings } = request;
  return new RestoreDBInstanceFromDBSnapshotCommand({
    DBInstanceIdentifier: request.identifier,
    DBSnapshotIdentifier: request.snapshotArn,
    Engine: request.engine,
    DBInstanceClass: settings.instanceClass,
    DBSubnetGroupName: settings.subnetGroup,
    VpcSecurityGroupIds: settings.securityGroups && [...settings.securityGroups],
    DBParameterGroupName: settings.parameterGroup,
    OptionGroupName: settings.optionGroup,
    Port: settings.port,
    MultiAZ: settings.multiAz,
    StorageType: settings.storageType,
    BackupRetentionPeriod: settings.backupRetentionDays,
    EnableCloudwatchLogsExports: settings.logExports && [...settings.logExports],
    EnableIAMDatabaseAuthentication: settings.iamAuthentication,
    CopyTagsToSnapshot: settings.copyTagsToSnapshots,
    DeletionProtection: settings.deletionProtection,
    PubliclyAccessible: false,
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
    settings: readSettings(described),
    nature: readInstanceNature(described),
    tags: readTags(described.TagList),
  };
}

function readSettings(described: DBInstance): DatabaseSettings {
  return {
    subnetGroup: described.DBSubnetGroup?.DBSubnetGroupName,
    securityGroups: described.VpcSecurityGroups?.flatMap(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? [],
    ),
    parameterGroup: described.DBParameterGroups?.[0]?.DBParameterGroupName,
    optionGroup: described.OptionGroupMemberships?.[0]?.OptionGroupName,
    port: readPort(described.Endpoint?.Port),
    logExports: described.EnabledCloudwatchLogsExports,
    iamAuthentication: described.IAMDatabaseAuthenticationEnabled,
    copyTagsToSnapshots: described.CopyTagsToSnapshot,
    deletionProtection: described.DeletionProtection,
    backupRetentionDays: described.BackupRetentionPeriod,
    storageType: described.StorageType,
    instanceClass: described.DBInstanceClass,
    multiAz: described.MultiAZ,
  };
}
