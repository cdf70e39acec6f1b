import type { DBInstance } from '@aws-sdk/client-rds';
import type { MemberSettings } from '../../rules/database-settings.ts';
import { carriedBy, carriedWith, none, refused } from './fate.ts';
import type { Carried, FateTable } from './fate.ts';
import {
  capacityReservation,
  moment,
  pendingChanges,
  readParameterGroup,
  rolledOut,
} from './rows.ts';

type Row = Carried<DBInstance>;

const create = 'CreateDBInstance';

function created(setting: keyof MemberSettings, input: string, more: Partial<Row> = {}): Row {
  return carriedBy(setting, { [create]: input }, more);
}

const ofCluster = none('the cluster decides it, and carries it');
const ofInstances = none('of instances that stand alone');
const byName = carriedWith<DBInstance>('the swap of instance names', 'ModifyDBInstance');
const custom = refused('an RDS Custom instance');

/**
 * Every member of DBInstance, of an instance that is a cluster's.
 * Source: the texts of the SDK's models DBInstance and CreateDBInstanceMessage, which say what doesn't
 * apply to Aurora.
 */
export const memberFates: FateTable<DBInstance> = {
  DBInstanceIdentifier: byName,
  DBInstanceClass: carriedWith('the instance class of its model', create),
  Engine: ofCluster,
  DBInstanceStatus: moment,
  MasterUsername: ofCluster,
  DBName: ofCluster,
  Endpoint: byName,
  AllocatedStorage: ofCluster,
  InstanceCreateTime: moment,
  PreferredBackupWindow: ofCluster,
  BackupRetentionPeriod: ofCluster,
  DBSecurityGroups: none('of EC2-Classic, which AWS has retired'),
  VpcSecurityGroups: ofCluster,
  DBParameterGroups: created('parameterGroup', 'DBParameterGroupName', {
    read: readParameterGroup,
  }),
  AvailabilityZone: created('availabilityZone', 'AvailabilityZone'),
  DBSubnetGroup: ofCluster,
  PreferredMaintenanceWindow: created('maintenanceWindow', 'PreferredMaintenanceWindow'),
  UpgradeRolloutOrder: rolledOut,
  PendingModifiedValues: pendingChanges('instance'),
  LatestRestorableTime: moment,
  MultiAZ: none("of a cluster, its members' zones say it"),
  EngineVersion: ofCluster,
  AutoMinorVersionUpgrade: created('minorVersionUpgrades', 'AutoMinorVersionUpgrade'),
  ReadReplicaSourceDBInstanceIdentifier: ofInstances,
  ReadReplicaDBInstanceIdentifiers: ofInstances,
  ReadReplicaDBClusterIdentifiers: ofInstances,
  ReplicaMode: ofInstances,
  LicenseModel: ofCluster,
  Iops: ofInstances,
  StorageThroughput: ofInstances,
  OptionGroupMemberships: none('Aurora has the default option group alone'),
  CharacterSetName: ofCluster,
  NcharCharacterSetName: ofInstances,
  SecondaryAvailabilityZone: ofInstances,
  PubliclyAccessible: created('publiclyAccessible', 'PubliclyAccessible'),
  StatusInfos: moment,
  StorageType: ofCluster,
  StorageEncryptionType: ofCluster,
  TdeCredentialArn: ofInstances,
  DbInstancePort: ofCluster,
  DBClusterIdentifier: carriedWith('the swap of names', 'ModifyDBCluster'),
  StorageEncrypted: ofCluster,
  KmsKeyId: ofCluster,
  DbiResourceId: none('policies for rds-db:connect name the cluster'),
  CACertificateIdentifier: created('caCertificate', 'CACertificateIdentifier'),
  DomainMemberships: ofCluster,
  CopyTagsToSnapshot: ofCluster,
  MonitoringInterval: created('monitoringSeconds', 'MonitoringInterval'),
  EnhancedMonitoringResourceArn: none('the log stream of MonitoringInterval'),
  MonitoringRoleArn: created('monitoringRole', 'MonitoringRoleArn'),
  PromotionTier: carriedWith('the promotion tier of its model', create),
  DBInstanceArn: byName,
  Timezone: ofCluster,
  IAMDatabaseAuthenticationEnabled: ofCluster,
  DatabaseInsightsMode: ofCluster,
  PerformanceInsightsEnabled: created('performanceInsights', 'EnablePerformanceInsights'),
  PerformanceInsightsKMSKeyId: created('performanceInsightsKey', 'PerformanceInsightsKMSKeyId'),
  PerformanceInsightsRetentionPeriod: created(
    'performanceInsightsDays',
    'PerformanceInsightsRetentionPeriod',
  ),
  EnabledCloudwatchLogsExports: ofCluster,
  ProcessorFeatures: ofInstances,
  DeletionProtection: ofCluster,
  AssociatedRoles: ofCluster,
  ListenerEndpoint: ofInstances,
  MaxAllocatedStorage: ofInstances,
  TagList: carriedWith('Tags', create),
  AutomationMode: custom,
  ResumeFullAutomationModeTime: custom,
  CustomerOwnedIpEnabled: ofInstances,
  NetworkType: ofCluster,
  ActivityStreamStatus: ofCluster,
  ActivityStreamKmsKeyId: ofCluster,
  ActivityStreamKinesisStreamName: ofCluster,
  ActivityStreamMode: ofCluster,
  ActivityStreamEngineNativeAuditFieldsIncluded: ofCluster,
  AwsBackupRecoveryPointArn: ofCluster,
  DBInstanceAutomatedBackupsReplications: ofInstances,
  BackupTarget: ofInstances,
  AutomaticRestartTime: moment,
  CustomIamInstanceProfile: custom,
  ActivityStreamPolicyStatus: ofCluster,
  CertificateDetails: carriedWith('CACertificateIdentifier', create),
  DBSystemId: ofInstances,
  MasterUserSecret: ofCluster,
  ReadReplicaSourceDBClusterIdentifier: ofInstances,
  PercentProgress: moment,
  MultiTenant: ofInstances,
  DedicatedLogVolume: ofInstances,
  IsStorageConfigUpgradeAvailable: moment,
  EngineLifecycleSupport: ofCluster,
  AdditionalStorageVolumes: ofInstances,
  StorageVolumeStatus: moment,
  StorageOperationStatus: moment,
  StorageOperationPercentProgress: moment,
  DBCapacityReservationIdentifier: capacityReservation,
};
