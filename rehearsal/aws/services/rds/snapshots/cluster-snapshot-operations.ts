import type {
  CopyDBClusterSnapshotMessage,
  CopyDBClusterSnapshotResult,
  CreateDBClusterSnapshotMessage,
  CreateDBClusterSnapshotResult,
  DBClusterSnapshot,
  DBClusterSnapshotAttributesResult,
  DBClusterSnapshotMessage,
  DeleteDBClusterSnapshotMessage,
  DeleteDBClusterSnapshotResult,
  DescribeDBClusterSnapshotAttributesMessage,
  DescribeDBClusterSnapshotAttributesResult,
  DescribeDBClusterSnapshotsMessage,
  ModifyDBClusterSnapshotAttributeMessage,
  ModifyDBClusterSnapshotAttributeResult,
} from '@aws-sdk/client-rds';
import type { Call } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { describeEncryption } from '../encryption.ts';
import { required } from '../identifiers.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { readTags, tagList } from '../tags.ts';
import { copySnapshot } from './copy.ts';
import { createSnapshot } from './create.ts';
import { deleteSnapshot } from './delete.ts';
import { findSnapshots, shownIdentifier } from './describe.ts';
import { clusterSnapshots } from './family.ts';
import { percentAt } from './progress.ts';
import { attributesOf, authorized, modifySharing } from './sharing.ts';
import type { Snapshot } from './snapshot.ts';

/** Cluster snapshots as the API has them. */
export const clusterSnapshotOperations: readonly SimulatedOperation[] = [
  simulated<CreateDBClusterSnapshotMessage, CreateDBClusterSnapshotResult>(
    'CreateDBClusterSnapshot',
    { DBClusterSnapshotIdentifier: true, DBClusterIdentifier: true, Tags: true },
    (context, input, call) => {
      const request = {
        identifier: input.DBClusterSnapshotIdentifier,
        source: required(input.DBClusterIdentifier, 'DBClusterIdentifier'),
        tags: readTags(input.Tags),
      };
      const snapshot = createSnapshot(context, clusterSnapshots, request, call);
      return { DBClusterSnapshot: describe(context, snapshot, call) };
    },
  ),
  simulated<CopyDBClusterSnapshotMessage, CopyDBClusterSnapshotResult>(
    'CopyDBClusterSnapshot',
    {
      SourceDBClusterSnapshotIdentifier: true,
      TargetDBClusterSnapshotIdentifier: true,
      KmsKeyId: true,
      PreSignedUrl: true,
      CopyTags: true,
      Tags: true,
    },
    (context, input, call) => {
      const sourceMember = 'SourceDBClusterSnapshotIdentifier';
      const request = {
        source: required(input.SourceDBClusterSnapshotIdentifier, sourceMember),
        sourceMember,
        target: input.TargetDBClusterSnapshotIdentifier,
        targetMember: 'TargetDBClusterSnapshotIdentifier',
        keyId: input.KmsKeyId,
        presignedUrl: input.PreSignedUrl,
        copyTags: input.CopyTags ?? false,
        tags: readTags(input.Tags),
      };
      const snapshot = copySnapshot(context, clusterSnapshots, request, call);
      return { DBClusterSnapshot: describe(context, snapshot, call) };
    },
  ),
  simulated<DescribeDBClusterSnapshotsMessage, DBClusterSnapshotMessage>(
    'DescribeDBClusterSnapshots',
    {
      DBClusterIdentifier: true,
      DBClusterSnapshotIdentifier: true,
      SnapshotType: true,
      Filters: true,
      MaxRecords: true,
      Marker: true,
      IncludeShared: true,
      IncludePublic: true,
      DbClusterResourceId: true,
    },
    (context, input, call) => {
      const query = {
        operation: 'DescribeDBClusterSnapshots',
        identifier: input.DBClusterSnapshotIdentifier,
        source: input.DBClusterIdentifier,
        sourceResourceId: input.DbClusterResourceId,
        type: input.SnapshotType,
        filters: input.Filters,
        includeShared: input.IncludeShared ?? false,
        includePublic: input.IncludePublic ?? false,
        MaxRecords: input.MaxRecords,
        Marker: input.Marker,
      };
      const { items, ...rest } = findSnapshots(context, clusterSnapshots, query, call);
      return {
        DBClusterSnapshots: items.map((snapshot) => describe(context, snapshot, call)),
        ...rest,
      };
    },
  ),
  simulated<DescribeDBClusterSnapshotAttributesMessage, DescribeDBClusterSnapshotAttributesResult>(
    'DescribeDBClusterSnapshotAttributes',
    { DBClusterSnapshotIdentifier: true },
    (context, input, call) => {
      const identifier = required(input.DBClusterSnapshotIdentifier, clusterSnapshots.member);
      const operation = 'DescribeDBClusterSnapshotAttributes';
      return attributes(authorized(context, clusterSnapshots, operation, identifier, call));
    },
  ),
  simulated<ModifyDBClusterSnapshotAttributeMessage, ModifyDBClusterSnapshotAttributeResult>(
    'ModifyDBClusterSnapshotAttribute',
    {
      DBClusterSnapshotIdentifier: true,
      AttributeName: true,
      ValuesToAdd: true,
      ValuesToRemove: true,
    },
    (context, input, call) => {
      const request = {
        operation: 'ModifyDBClusterSnapshotAttribute',
        identifier: required(input.DBClusterSnapshotIdentifier, clusterSnapshots.member),
        attribute: required(input.AttributeName, 'AttributeName'),
        add: input.ValuesToAdd,
        remove: input.ValuesToRemove,
      };
      return attributes(modifySharing(context, clusterSnapshots, request, call));
    },
  ),
  simulated<DeleteDBClusterSnapshotMessage, DeleteDBClusterSnapshotResult>(
    'DeleteDBClusterSnapshot',
    { DBClusterSnapshotIdentifier: true },
    (context, input, call) => {
      const request = {
        operation: 'DeleteDBClusterSnapshot',
        identifier: required(input.DBClusterSnapshotIdentifier, clusterSnapshots.member),
      };
      const snapshot = deleteSnapshot(context, clusterSnapshots, request, call);
      return { DBClusterSnapshot: describe(context, snapshot, call) };
    },
  ),
];

function attributes(snapshot: Snapshot): {
  DBClusterSnapshotAttributesResult: DBClusterSnapshotAttributesResult;
} {
  return {
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotIdentifier: snapshot.identifier,
      DBClusterSnapshotAttributes: attributesOf(snapshot),
    },
  };
}

function describe(context: Context, snapshot: Snapshot, call: Call): DBClusterSnapshot {
  const { source } = snapshot;
  const { encrypted, ...encryption } = describeEncryption(snapshot.encryption);
  const own = snapshot.location.accountId === call.location.accountId;
  return {
    AvailabilityZones: [...source.zones],
    DBClusterSnapshotIdentifier: shownIdentifier(snapshot, call),
    DBClusterIdentifier: source.identifier,
    // A copy keeps it. Source: the SDK's model, "when the snapshot was taken", without the remark that a
    // DB snapshot's has; AWS CLI reference, copy-db-cluster-snapshot, whose example shows it.
    SnapshotCreateTime: new Date(snapshot.takenAt),
    Engine: source.engine,
    EngineMode: 'provisioned',
    AllocatedStorage: source.storage.allocated,
    Status: snapshot.status,
    Port: 0,
    VpcId: source.vpcId,
    ClusterCreateTime: new Date(source.createdAt),
    MasterUsername: source.master.user,
    EngineVersion: source.engineVersion,
    LicenseModel: source.engine.includes('postgres')
      ? 'postgresql-license'
      : 'general-public-license',
    SnapshotType: own ? snapshot.type : 'shared',
    PercentProgress: percentAt(snapshot.progress, context.clock.now()),
    StorageEncrypted: encrypted,
    ...encryption,
    DBClusterSnapshotArn: snapshot.arn,
    ...(snapshot.copiedFrom === undefined
      ? {}
      : { SourceDBClusterSnapshotArn: snapshot.copiedFrom }),
    BackupRetentionPeriod: source.backupRetentionPeriod,
    PreferredBackupWindow: source.backupWindow,
    IAMDatabaseAuthenticationEnabled: source.iamAuthentication,
    TagList: own ? tagList(snapshot.tags) : [],
    StorageType: source.storage.type,
    DbClusterResourceId: source.resourceId,
  };
}
