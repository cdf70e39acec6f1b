import type { DBInstance } from '@aws-sdk/client-rds';
import type { SettingName } from '../../rules/database-settings.ts';
import { readPort } from '../required.ts';
import { readDomain, writeInstanceDomain } from './domain.ts';
import { carriedBy, carriedWith, none, refused } from './fate.ts';
import { writeLogExports } from './log-exports.ts';
import type { Carried, FateTable } from './fate.ts';
import {
  activityStream,
  capacityReservation,
  moment,
  ofActivityStream,
  pendingChanges,
  readParameterGroup,
  readRoles,
  readSecurityGroups,
  recoveryPoint,
  rolledOut,
} from './rows.ts';

type Row = Carried<DBInstance>;

const restore = 'RestoreDBInstanceFromDBSnapshot';
const modify = 'ModifyDBInstance';

/** @param input the member in both calls' input */
function both(setting: SettingName, input: string, more: Partial<Row> = {}): Row {
  return carriedBy(setting, { [restore]: input, [modify]: input }, more);
}

function restored(setting: SettingName, input: string, more: Partial<Row> = {}): Row {
  return carriedBy(setting, { [restore]: input }, more);
}

function modified(setting: SettingName, input: string, more: Partial<Row> = {}): Row {
  return carriedBy(setting, { [modify]: input }, more);
}

/** Pairs of one description, as one record. */
function readFeatures(
  features: DBInstance['ProcessorFeatures'],
): Readonly<Record<string, string>> | undefined {
  const pairs = (features ?? []).flatMap(({ Name: name, Value: value }) =>
    name === undefined || value === undefined ? [] : [[name, value] as const],
  );
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

const history = none(
  'the history of backups begins anew with the restored instance; that of the old one goes with it',
);
const byName = carriedWith<DBInstance>('the swap of names', modify);
const bySnapshot = carriedWith<DBInstance>('the snapshot', restore);
const ofOtherEngines = none('of Oracle, SQL Server or Db2, whose engines are refused');
const custom = refused('an RDS Custom instance');
const aMember = refused('a member of a cluster, given as an instance alone');
const aReplica = refused('a read replica');
const replicas = {
  fate: 'reported',
  advice: 'the replicas follow the old instance: make them anew from the live one',
} as const;

/**
 * Every member of DBInstance, of an instance that stands alone.
 * Source: the texts of the SDK's models DBInstance, RestoreDBInstanceFromDBSnapshotMessage and
 * ModifyDBInstanceMessage.
 */
export const instanceFates: FateTable<DBInstance> = {
  DBInstanceIdentifier: byName,
  DBInstanceClass: both('instanceClass', 'DBInstanceClass'),
  Engine: bySnapshot,
  DBInstanceStatus: moment,
  MasterUsername: bySnapshot,
  DBName: bySnapshot,
  Endpoint: restored('port', 'Port', { read: ({ Endpoint }) => readPort(Endpoint?.Port) }),
  AllocatedStorage: restored('allocatedStorage', 'AllocatedStorage'),
  InstanceCreateTime: moment,
  PreferredBackupWindow: both('backupWindow', 'PreferredBackupWindow'),
  BackupRetentionPeriod: both('backupRetentionDays', 'BackupRetentionPeriod'),
  DBSecurityGroups: none('of EC2-Classic, which AWS has retired'),
  VpcSecurityGroups: both('securityGroups', 'VpcSecurityGroupIds', {
    read: readSecurityGroups,
  }),
  DBParameterGroups: both('parameterGroup', 'DBParameterGroupName', {
    read: readParameterGroup,
  }),
  // "You can't specify the AvailabilityZone parameter if the DB instance is a Multi-AZ deployment."
  AvailabilityZone: restored('availabilityZone', 'AvailabilityZone', {
    read: ({ AvailabilityZone, MultiAZ }) => (MultiAZ === true ? undefined : AvailabilityZone),
  }),
  DBSubnetGroup: restored('subnetGroup', 'DBSubnetGroupName', {
    read: ({ DBSubnetGroup }) => DBSubnetGroup?.DBSubnetGroupName,
  }),
  PreferredMaintenanceWindow: modified('maintenanceWindow', 'PreferredMaintenanceWindow'),
  UpgradeRolloutOrder: rolledOut,
  PendingModifiedValues: pendingChanges('instance'),
  LatestRestorableTime: history,
  MultiAZ: both('multiAz', 'MultiAZ'),
  EngineVersion: bySnapshot,
  AutoMinorVersionUpgrade: both('minorVersionUpgrades', 'AutoMinorVersionUpgrade'),
  ReadReplicaSourceDBInstanceIdentifier: aReplica,
  ReadReplicaDBInstanceIdentifiers: replicas,
  ReadReplicaDBClusterIdentifiers: replicas,
  ReplicaMode: ofOtherEngines,
  LicenseModel: both('licenseModel', 'LicenseModel'),
  Iops: both('iops', 'Iops', { together: 'storage' }),
  StorageThroughput: both('storageThroughput', 'StorageThroughput', { together: 'storage' }),
  OptionGroupMemberships: both('optionGroup', 'OptionGroupName', {
    read: ({ OptionGroupMemberships }) => OptionGroupMemberships?.[0]?.OptionGroupName,
  }),
  CharacterSetName: bySnapshot,
  NcharCharacterSetName: ofOtherEngines,
  SecondaryAvailabilityZone: carriedWith('MultiAZ, by which AWS chooses it', restore),
  PubliclyAccessible: both('publiclyAccessible', 'PubliclyAccessible'),
  StatusInfos: moment,
  StorageType: both('storageType', 'StorageType', { together: 'storage' }),
  StorageEncryptionType: carriedWith("the target's own key", 'CopyDBSnapshot'),
  TdeCredentialArn: ofOtherEngines,
  DbInstancePort: none('0 outside of clusters; the port is in Endpoint'),
  DBClusterIdentifier: aMember,
  StorageEncrypted: carriedWith("the target's own key", 'CopyDBSnapshot'),
  KmsKeyId: { fate: 'reported', advice: 'grant what reads the database the use of that key' },
  DbiResourceId: { fate: 'reported', advice: 'name the new id in policies for rds-db:connect' },
  CACertificateIdentifier: both('caCertificate', 'CACertificateIdentifier'),
  DomainMemberships: both('domain', 'Domain', {
    read: ({ DomainMemberships }) => readDomain(DomainMemberships),
    write: writeInstanceDomain,
  }),
  CopyTagsToSnapshot: both('copyTagsToSnapshots', 'CopyTagsToSnapshot'),
  MonitoringInterval: modified('monitoringSeconds', 'MonitoringInterval', {
    together: 'monitoring',
  }),
  EnhancedMonitoringResourceArn: none('the log stream of MonitoringInterval'),
  MonitoringRoleArn: modified('monitoringRole', 'MonitoringRoleArn', { together: 'monitoring' }),
  PromotionTier: none('of members of clusters'),
  DBInstanceArn: byName,
  Timezone: bySnapshot,
  IAMDatabaseAuthenticationEnabled: both('iamAuthentication', 'EnableIAMDatabaseAuthentication'),
  DatabaseInsightsMode: modified('insightsMode', 'DatabaseInsightsMode', { together: 'insights' }),
  PerformanceInsightsEnabled: modified('performanceInsights', 'EnablePerformanceInsights', {
    together: 'insights',
  }),
  PerformanceInsightsKMSKeyId: modified('performanceInsightsKey', 'PerformanceInsightsKMSKeyId', {
    together: 'insights',
  }),
  PerformanceInsightsRetentionPeriod: modified(
    'performanceInsightsDays',
    'PerformanceInsightsRetentionPeriod',
    { together: 'insights' },
  ),
  EnabledCloudwatchLogsExports: both('logExports', 'EnableCloudwatchLogsExports', {
    write: writeLogExports,
  }),
  ProcessorFeatures: both('processorFeatures', 'ProcessorFeatures', {
    read: ({ ProcessorFeatures }) => readFeatures(ProcessorFeatures),
    write: (features: Readonly<Record<string, string>>) => ({
      ProcessorFeatures: Object.entries(features).map(([Name, Value]) => ({ Name, Value })),
    }),
  }),
  DeletionProtection: both('deletionProtection', 'DeletionProtection'),
  AssociatedRoles: {
    fate: 'carried',
    by: ['AddRoleToDBInstance'],
    setting: 'roles',
    read: readRoles,
  },
  ListenerEndpoint: ofOtherEngines,
  MaxAllocatedStorage: modified('maximumStorage', 'MaxAllocatedStorage'),
  TagList: carriedWith('Tags', restore),
  AutomationMode: custom,
  ResumeFullAutomationModeTime: custom,
  CustomerOwnedIpEnabled: both('customerOwnedIp', 'EnableCustomerOwnedIp'),
  NetworkType: both('networkType', 'NetworkType'),
  ActivityStreamStatus: activityStream,
  ActivityStreamKmsKeyId: ofActivityStream,
  ActivityStreamKinesisStreamName: ofActivityStream,
  ActivityStreamMode: ofActivityStream,
  ActivityStreamEngineNativeAuditFieldsIncluded: ofActivityStream,
  AwsBackupRecoveryPointArn: recoveryPoint('instance'),
  DBInstanceAutomatedBackupsReplications: {
    fate: 'reported',
    found: ({ DBInstanceAutomatedBackupsReplications: found }) =>
      found && found.length > 0 ? `${found.length}` : undefined,
    advice: 'start the replication of automated backups anew for the live instance',
  },
  BackupTarget: restored('backupTarget', 'BackupTarget'),
  AutomaticRestartTime: moment,
  CustomIamInstanceProfile: custom,
  ActivityStreamPolicyStatus: ofActivityStream,
  CertificateDetails: carriedWith('CACertificateIdentifier', restore),
  DBSystemId: ofOtherEngines,
  MasterUserSecret: { fate: 'reported', advice: 'read the password from the new secret' },
  ReadReplicaSourceDBClusterIdentifier: aReplica,
  PercentProgress: moment,
  MultiTenant: ofOtherEngines,
  DedicatedLogVolume: both('dedicatedLogVolume', 'DedicatedLogVolume'),
  IsStorageConfigUpgradeAvailable: moment,
  EngineLifecycleSupport: both('lifecycleSupport', 'EngineLifecycleSupport'),
  AdditionalStorageVolumes: ofOtherEngines,
  StorageVolumeStatus: moment,
  StorageOperationStatus: moment,
  StorageOperationPercentProgress: moment,
  DBCapacityReservationIdentifier: capacityReservation,
};
