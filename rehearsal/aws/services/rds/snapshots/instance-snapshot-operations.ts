import type {
  CopyDBSnapshotMessage,
  CopyDBSnapshotResult,
  CreateDBSnapshotMessage,
  CreateDBSnapshotResult,
  DBSnapshot,
  DBSnapshotAttributesResult,
  DBSnapshotMessage,
  DeleteDBSnapshotMessage,
  DeleteDBSnapshotResult,
  DescribeDBSnapshotAttributesMessage,
  DescribeDBSnapshotAttributesResult,
  DescribeDBSnapshotsMessage,
  ModifyDBSnapshotAttributeMessage,
  ModifyDBSnapshotAttributeResult,
} from '@aws-sdk/client-rds';
import type { Call } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { describeEncryption } from '../encryption.ts';
import { defaultOptionGroup } from '../engines.ts';
import { required } from '../identifiers.ts';
import { showProcessorFeatures } from '../instances/processor-features.ts';
import { showStorage } from '../instances/storage-settings.ts';
import { simulated, type SimulatedOperation } from '../operation.ts';
import { readTags, tagList } from '../tags.ts';
import { copySnapshot } from './copy.ts';
import { createSnapshot } from './create.ts';
import { deleteSnapshot } from './delete.ts';
import { findSnapshots, shownIdentifier } from './describe.ts';
import { instanceSnapshots } from './family.ts';
import { percentAt } from './progress.ts';
import { attributesOf, authorized, modifySharing } from './sharing.ts';
import type { Snapshot } from './snapshot.ts';

/** Instance snapshots as the API has them. */
export const instanceSnapshotOperations: readonly SimulatedOperation[] = [
  simulated<CreateDBSnapshotMessage, CreateDBSnapshotResult>(
    'CreateDBSnapshot',
    { DBSnapshotIdentifier: true, DBInstanceIdentifier: true, Tags: true },
    (context, input, call) => {
      const request = {
        identifier: input.DBSnapshotIdentifier,
        source: required(input.DBInstanceIdentifier, 'DBInstanceIdentifier'),
        tags: readTags(input.Tags),
      };
      const snapshot = createSnapshot(context, instanceSnapshots, request, call);
      return { DBSnapshot: describe(context, snapshot, call) };
    },
  ),
  simulated<CopyDBSnapshotMessage, CopyDBSnapshotResult>(
    'CopyDBSnapshot',
    {
      SourceDBSnapshotIdentifier: true,
      TargetDBSnapshotIdentifier: true,
      KmsKeyId: true,
      PreSignedUrl: true,
      CopyTags: true,
      Tags: true,
    },
    (context, input, call) => {
      const sourceMember = 'SourceDBSnapshotIdentifier';
      const request = {
        source: required(input.SourceDBSnapshotIdentifier, sourceMember),
        sourceMember,
        target: input.TargetDBSnapshotIdentifier,
        targetMember: 'TargetDBSnapshotIdentifier',
        keyId: input.KmsKeyId,
        presignedUrl: input.PreSignedUrl,
        copyTags: input.CopyTags ?? false,
        tags: readTags(input.Tags),
      };
      const snapshot = copySnapshot(context, instanceSnapshots, request, call);
      return { DBSnapshot: describe(context, snapshot, call) };
    },
  ),
  simulated<DescribeDBSnapshotsMessage, DBSnapshotMessage>(
    'DescribeDBSnapshots',
    {
      DBInstanceIdentifier: true,
      DBSnapshotIdentifier: true,
      SnapshotType: true,
      Filters: true,
      MaxRecords: true,
      Marker: true,
      IncludeShared: true,
      IncludePublic: true,
      DbiResourceId: true,
    },
    (context, input, call) => {
      const query = {
        operation: 'DescribeDBSnapshots',
        identifier: input.DBSnapshotIdentifier,
        source: input.DBInstanceIdentifier,
        sourceResourceId: input.DbiResourceId,
        type: input.SnapshotType,
        filters: input.Filters,
        includeShared: input.IncludeShared ?? false,
        includePublic: input.IncludePublic ?? false,
        MaxRecords: input.MaxRecords,
        Marker: input.Marker,
      };
      const { items, ...rest } = findSnapshots(context, instanceSnapshots, query, call);
      return { DBSnapshots: items.map((snapshot) => describe(context, snapshot, call)), ...rest };
    },
  ),
  simulated<DescribeDBSnapshotAttributesMessage, DescribeDBSnapshotAttributesResult>(
    'DescribeDBSnapshotAttributes',
    { DBSnapshotIdentifier: true },
    (context, input, call) => {
      const identifier = required(input.DBSnapshotIdentifier, instanceSnapshots.member);
      const operation = 'DescribeDBSnapshotAttributes';
      return attributes(authorized(context, instanceSnapshots, operation, identifier, call));
    },
  ),
  simulated<ModifyDBSnapshotAttributeMessage, ModifyDBSnapshotAttributeResult>(
    'ModifyDBSnapshotAttribute',
    { DBSnapshotIdentifier: true, AttributeName: true, ValuesToAdd: true, ValuesToRemove: true },
    (context, input, call) => {
      const request = {
        operation: 'ModifyDBSnapshotAttribute',
        identifier: required(input.DBSnapshotIdentifier, instanceSnapshots.member),
        attribute: required(input.AttributeName, 'AttributeName'),
        add: input.ValuesToAdd,
        remove: input.ValuesToRemove,
      };
      return attributes(modifySharing(context, instanceSnapshots, request, call));
    },
  ),
  simulated<DeleteDBSnapshotMessage, DeleteDBSnapshotResult>(
    'DeleteDBSnapshot',
    { DBSnapshotIdentifier: true },
    (context, input, call) => {
      const request = {
        operation: 'DeleteDBSnapshot',
        identifier: required(input.DBSnapshotIdentifier, instanceSnapshots.member),
      };
      const snapshot = deleteSnapshot(context, instanceSnapshots, request, call);
      return { DBSnapshot: describe(context, snapshot, call) };
    },
  ),
];

function attributes(snapshot: Snapshot): {
  DBSnapshotAttributesResult: DBSnapshotAttributesResult;
} {
  return {
    DBSnapshotAttributesResult: {
      DBSnapshotIdentifier: snapshot.identifier,
      DBSnapshotAttributes: attributesOf(snapshot),
    },
  };
}

function describe(context: Context, snapshot: Snapshot, call: Call): DBSnapshot {
  const { source } = snapshot;
  const { encrypted, ...encryption } = describeEncryption(snapshot.encryption);
  const own = snapshot.location.accountId === call.location.accountId;
  const [, , , sourceRegion, sourceAccount] = snapshot.copiedFrom?.split(':') ?? [];
  const isFromAfar =
    sourceRegion !== snapshot.location.region || sourceAccount !== snapshot.location.accountId;
  return {
    DBSnapshotIdentifier: shownIdentifier(snapshot, call),
    DBInstanceIdentifier: source.identifier,
    // Source: the SDK's model: it "changes for the copy when the snapshot is copied", the original one
    // doesn't.
    SnapshotCreateTime: new Date(snapshot.createdAt),
    OriginalSnapshotCreateTime: new Date(snapshot.takenAt),
    SnapshotDatabaseTime: new Date(snapshot.takenAt),
    Engine: source.engine,
    ...showStorage(source.storage),
    Status: snapshot.status,
    Port: source.port,
    ...(source.zones[0] === undefined ? {} : { AvailabilityZone: source.zones[0] }),
    VpcId: source.vpcId,
    InstanceCreateTime: new Date(source.createdAt),
    MasterUsername: source.master.user,
    EngineVersion: source.engineVersion,
    LicenseModel: source.engine.includes('postgres')
      ? 'postgresql-license'
      : 'general-public-license',
    SnapshotType: own ? snapshot.type : 'shared',
    OptionGroupName: source.optionGroup ?? defaultOptionGroup(source.engine, source.engineVersion),
    PercentProgress: percentAt(snapshot.progress, context.clock.now()),
    ...(sourceRegion === undefined || sourceRegion === snapshot.location.region
      ? {}
      : { SourceRegion: sourceRegion }),
    // Source: RDS API reference, DBSnapshot: of a copy across accounts or Regions only.
    ...(snapshot.copiedFrom !== undefined && isFromAfar
      ? { SourceDBSnapshotIdentifier: snapshot.copiedFrom }
      : {}),
    Encrypted: encrypted,
    ...encryption,
    DBSnapshotArn: snapshot.arn,
    BackupRetentionPeriod: source.backupRetentionPeriod,
    PreferredBackupWindow: source.backupWindow,
    ...(source.timezone === undefined ? {} : { Timezone: source.timezone }),
    ...(source.processorFeatures.length === 0
      ? {}
      : { ProcessorFeatures: showProcessorFeatures(source.processorFeatures) }),
    IAMDatabaseAuthenticationEnabled: source.iamAuthentication,
    DbiResourceId: source.resourceId,
    TagList: own ? tagList(snapshot.tags) : [],
    SnapshotTarget: 'region',
  };
}
