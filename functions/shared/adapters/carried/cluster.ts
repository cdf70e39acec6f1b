import type { DBCluster } from '@aws-sdk/client-rds';
import type { DatabaseSettings, SettingName } from '../../rules/database-settings.ts';
import { readPort } from '../required.ts';
import { carriedBy, carriedWith, none, refused } from './fate.ts';
import { writeLogExports } from './log-exports.ts';
import type { Carried, FateTable } from './fate.ts';
import { readDomain, writeClusterDomain } from './domain.ts';
import {
  activityStream,
  moment,
  ofActivityStream,
  pendingChanges,
  readRoles,
  readSecurityGroups,
  recoveryPoint,
  rolledOut,
} from './rows.ts';

type Row = Carried<DBCluster>;

const restore = 'RestoreDBClusterFromSnapshot';
const modify = 'ModifyDBCluster';

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

const history = none(
  'the history of backups begins anew with the restored cluster; that of the old one goes with it',
);
const ofMultiAz = none(
  'of Multi-AZ DB clusters alone, which are refused for DBClusterInstanceClass',
);
const serverlessV1 = refused('Aurora Serverless v1');

/**
 * Every member of DBCluster.
 * Source: the texts of the SDK's models DBCluster, RestoreDBClusterFromSnapshotMessage and
 * ModifyDBClusterMessage.
 */
export const clusterFates: FateTable<DBCluster> = {
  AllocatedStorage: none('Aurora grows it as it needs, and shows 1'),
  AvailabilityZones: carriedWith('DBSubnetGroupName, whose zones they are', restore),
  BackupRetentionPeriod: both('backupRetentionDays', 'BackupRetentionPeriod'),
  CharacterSetName: carriedWith('the snapshot', restore),
  DatabaseName: carriedWith('the snapshot', restore),
  DBClusterIdentifier: carriedWith('the swap of names', modify),
  DBClusterParameterGroup: both('parameterGroup', 'DBClusterParameterGroupName'),
  DBSubnetGroup: restored('subnetGroup', 'DBSubnetGroupName'),
  Status: moment,
  PercentProgress: moment,
  EarliestRestorableTime: history,
  Endpoint: carriedWith('the swap of names', modify),
  ReaderEndpoint: carriedWith('the swap of names', modify),
  CustomEndpoints: { fate: 'reported', advice: 'make the custom endpoints anew' },
  MultiAZ: carriedWith('the zones of the members', 'CreateDBInstance'),
  Engine: carriedWith('the snapshot', restore),
  EngineVersion: carriedWith('the snapshot, whose version is pinned', restore),
  LatestRestorableTime: history,
  Port: restored('port', 'Port', { read: ({ Port }) => readPort(Port) }),
  MasterUsername: carriedWith('the snapshot', restore),
  DBClusterOptionGroupMemberships: none('Aurora clusters have the default option group alone'),
  PreferredBackupWindow: both('backupWindow', 'PreferredBackupWindow'),
  PreferredMaintenanceWindow: modified('maintenanceWindow', 'PreferredMaintenanceWindow'),
  UpgradeRolloutOrder: rolledOut,
  ReplicationSourceIdentifier: refused('a replica of another cluster'),
  ReadReplicaIdentifiers: { fate: 'reported', advice: 'make the replicas anew' },
  StatusInfos: moment,
  DBClusterMembers: carriedWith('a new instance for each', 'CreateDBInstance'),
  VpcSecurityGroups: both('securityGroups', 'VpcSecurityGroupIds', {
    read: readSecurityGroups,
  }),
  HostedZoneId: none('one for all clusters of a Region'),
  StorageEncrypted: carriedWith("the target's own key", restore),
  StorageEncryptionType: carriedWith("the target's own key", restore),
  KmsKeyId: { fate: 'reported', advice: 'grant what reads the database the use of that key' },
  DbClusterResourceId: {
    fate: 'reported',
    advice: 'name the new id in policies for rds-db:connect',
  },
  DBClusterArn: carriedWith('the swap of names', modify),
  AssociatedRoles: {
    fate: 'carried',
    by: ['AddRoleToDBCluster'],
    setting: 'roles',
    read: readRoles,
  },
  IAMDatabaseAuthenticationEnabled: both('iamAuthentication', 'EnableIAMDatabaseAuthentication'),
  CloneGroupId: none('a restored cluster is no clone'),
  ClusterCreateTime: moment,
  EarliestBacktrackTime: history,
  BacktrackWindow: both('backtrackSeconds', 'BacktrackWindow'),
  BacktrackConsumedChangeRecords: history,
  EnabledCloudwatchLogsExports: both('logExports', 'EnableCloudwatchLogsExports', {
    write: writeLogExports,
  }),
  Capacity: serverlessV1,
  PendingModifiedValues: pendingChanges('cluster'),
  EngineMode: refused('an engine mode other than provisioned'),
  ScalingConfigurationInfo: serverlessV1,
  RdsCustomClusterConfiguration: refused('an RDS Custom cluster'),
  DBClusterInstanceClass: refused("a Multi-AZ DB cluster, whose snapshots can't be shared"),
  // AWS leaves the default unsaid: "The storage type isn't returned when you set it to aurora" (CreateDBCluster).
  StorageType: both('storageType', 'StorageType', {
    read: ({ StorageType }) => StorageType ?? 'aurora',
  }),
  Iops: ofMultiAz,
  StorageThroughput: ofMultiAz,
  IOOptimizedNextAllowedModificationTime: moment,
  PubliclyAccessible: ofMultiAz,
  AutoMinorVersionUpgrade: modified('minorVersionUpgrades', 'AutoMinorVersionUpgrade'),
  DeletionProtection: both('deletionProtection', 'DeletionProtection'),
  HttpEndpointEnabled: {
    fate: 'carried',
    by: ['EnableHttpEndpoint'],
    setting: 'dataApi',
  },
  ActivityStreamMode: ofActivityStream,
  ActivityStreamStatus: activityStream,
  ActivityStreamKmsKeyId: ofActivityStream,
  ActivityStreamKinesisStreamName: ofActivityStream,
  CopyTagsToSnapshot: both('copyTagsToSnapshots', 'CopyTagsToSnapshot'),
  CrossAccountClone: none('a restored cluster is no clone'),
  DomainMemberships: both('domain', 'Domain', {
    read: ({ DomainMemberships }) => readDomain(DomainMemberships),
    write: writeClusterDomain,
  }),
  TagList: carriedWith('Tags', restore),
  GlobalClusterIdentifier: { fate: 'reported', advice: 'make the global cluster anew' },
  GlobalWriteForwardingStatus: none('with GlobalClusterIdentifier'),
  GlobalWriteForwardingRequested: none('with GlobalClusterIdentifier'),
  NetworkType: both('networkType', 'NetworkType'),
  AutomaticRestartTime: moment,
  ServerlessV2ScalingConfiguration: both('serverlessCapacity', 'ServerlessV2ScalingConfiguration', {
    read: ({ ServerlessV2ScalingConfiguration: capacity }) =>
      capacity && {
        minimum: capacity.MinCapacity ?? 0,
        maximum: capacity.MaxCapacity ?? 0,
        ...(capacity.SecondsUntilAutoPause !== undefined && {
          secondsUntilAutoPause: capacity.SecondsUntilAutoPause,
        }),
      },
    write: ({
      minimum,
      maximum,
      secondsUntilAutoPause,
    }: NonNullable<DatabaseSettings['serverlessCapacity']>) => ({
      ServerlessV2ScalingConfiguration: {
        MinCapacity: minimum,
        MaxCapacity: maximum,
        SecondsUntilAutoPause: secondsUntilAutoPause,
      },
    }),
  }),
  ServerlessV2PlatformVersion: none('AWS chooses it'),
  MonitoringInterval: restored('monitoringSeconds', 'MonitoringInterval'),
  MonitoringRoleArn: restored('monitoringRole', 'MonitoringRoleArn'),
  DatabaseInsightsMode: modified('insightsMode', 'DatabaseInsightsMode', { together: 'insights' }),
  PerformanceInsightsEnabled: both('performanceInsights', 'EnablePerformanceInsights', {
    together: 'insights',
  }),
  PerformanceInsightsKMSKeyId: both('performanceInsightsKey', 'PerformanceInsightsKMSKeyId', {
    together: 'insights',
  }),
  PerformanceInsightsRetentionPeriod: both(
    'performanceInsightsDays',
    'PerformanceInsightsRetentionPeriod',
    { together: 'insights' },
  ),
  DBSystemId: none('reserved for future use'),
  MasterUserSecret: { fate: 'reported', advice: 'read the password from the new secret' },
  LocalWriteForwardingStatus: modified('localWriteForwarding', 'EnableLocalWriteForwarding', {
    read: ({ LocalWriteForwardingStatus: status }) =>
      status && ['enabled', 'enabling', 'requested'].includes(status),
  }),
  AwsBackupRecoveryPointArn: recoveryPoint('cluster'),
  LimitlessDatabase: refused('Aurora Limitless Database'),
  ClusterScalabilityType: refused('Aurora Limitless Database'),
  CertificateDetails: none('of Aurora, the members have certificates'),
  EngineLifecycleSupport: both('lifecycleSupport', 'EngineLifecycleSupport'),
  VPCNetworkingEnabled: restored('vpcNetworking', 'EnableVPCNetworking'),
  InternetAccessGatewayEnabled: restored('internetAccessGateway', 'EnableInternetAccessGateway'),
};
