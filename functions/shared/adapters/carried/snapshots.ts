import type { DBClusterSnapshot, DBSnapshot } from '@aws-sdk/client-rds';
import { carriedWith, none } from './fate.ts';
import type { FateTable } from './fate.ts';
import { moment } from './rows.ts';

const identity = none('what the snapshot is, by which a run follows it');
const place = none('where the source is; the target has places of its own');
const ofManifest = none('the notice tells it of the database itself');
const byRestore = carriedWith<DBClusterSnapshot>(
  'the snapshot itself',
  'RestoreDBClusterFromSnapshot',
);
const byCopy = carriedWith<DBClusterSnapshot>("the target's own key", 'CopyDBClusterSnapshot');

/** Every member of DBClusterSnapshot. Source: the texts of the SDK's model. */
export const clusterSnapshotFates: FateTable<DBClusterSnapshot> = {
  AvailabilityZones: place,
  DBClusterSnapshotIdentifier: identity,
  DBClusterIdentifier: identity,
  SnapshotCreateTime: none('the age of the data, which the notice and the report tell'),
  Engine: byRestore,
  EngineMode: none('the kind of the database, which Preflight looks at'),
  AllocatedStorage: byRestore,
  Status: moment,
  Port: ofManifest,
  VpcId: place,
  ClusterCreateTime: identity,
  MasterUsername: byRestore,
  EngineVersion: byRestore,
  LicenseModel: none('one for each engine of Aurora'),
  SnapshotType: identity,
  PercentProgress: moment,
  StorageEncrypted: byCopy,
  StorageEncryptionType: byCopy,
  BackupRetentionPeriod: ofManifest,
  PreferredBackupWindow: ofManifest,
  KmsKeyId: byCopy,
  DBClusterSnapshotArn: identity,
  SourceDBClusterSnapshotArn: identity,
  IAMDatabaseAuthenticationEnabled: ofManifest,
  TagList: none('the marks of the run that made it; the notice tells the tags of the database'),
  StorageType: ofManifest,
  StorageThroughput: none('of Multi-AZ DB clusters alone, which are refused'),
  DbClusterResourceId: identity,
  DBSystemId: none('reserved for future use'),
};

const inRestored = carriedWith<DBSnapshot>(
  'the snapshot itself',
  'RestoreDBInstanceFromDBSnapshot',
);
const inCopy = carriedWith<DBSnapshot>("the target's own key", 'CopyDBSnapshot');
const ofOtherEngines = none('of Oracle, SQL Server or Db2, whose engines are refused');

/** Every member of DBSnapshot. Source: the texts of the SDK's model. */
export const instanceSnapshotFates: FateTable<DBSnapshot> = {
  DBSnapshotIdentifier: identity,
  DBInstanceIdentifier: identity,
  SnapshotCreateTime: none('the age of the copy; OriginalSnapshotCreateTime has that of the data'),
  Engine: inRestored,
  AllocatedStorage: inRestored,
  Status: moment,
  Port: ofManifest,
  AvailabilityZone: place,
  VpcId: place,
  InstanceCreateTime: identity,
  MasterUsername: inRestored,
  EngineVersion: inRestored,
  LicenseModel: ofManifest,
  SnapshotType: identity,
  Iops: ofManifest,
  StorageThroughput: ofManifest,
  OptionGroupName: ofManifest,
  PercentProgress: moment,
  SourceRegion: identity,
  SourceDBSnapshotIdentifier: identity,
  StorageType: ofManifest,
  TdeCredentialArn: ofOtherEngines,
  Encrypted: inCopy,
  StorageEncryptionType: inCopy,
  BackupRetentionPeriod: ofManifest,
  PreferredBackupWindow: ofManifest,
  KmsKeyId: inCopy,
  DBSnapshotArn: identity,
  Timezone: inRestored,
  IAMDatabaseAuthenticationEnabled: ofManifest,
  ProcessorFeatures: ofManifest,
  DbiResourceId: identity,
  TagList: none('the marks of the run that made it; the notice tells the tags of the database'),
  SnapshotTarget: place,
  OriginalSnapshotCreateTime: none('the age of the data, which the notice and the report tell'),
  SnapshotDatabaseTime: none('the age of the data, a moment before the snapshot'),
  DBSystemId: ofOtherEngines,
  MultiTenant: ofOtherEngines,
  DedicatedLogVolume: ofManifest,
  AdditionalStorageVolumes: ofOtherEngines,
  SnapshotAvailabilityZone: place,
  FullSnapshotSizeInBytes: moment,
};
