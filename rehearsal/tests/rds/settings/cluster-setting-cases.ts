// One file: how every setting of a cluster is said is one table.
import type { clusterSettings } from '../../../aws/services/rds/clusters/settings.ts';
import { insightsKey, role, type SettingCase } from './setting-case.ts';

const directory = { Domain: 'd-0123456789', DomainIAMRoleName: 'directory' };

/** Every setting of a cluster. */
export const clusterCases: Readonly<Record<keyof typeof clusterSettings, readonly SettingCase[]>> =
  {
    zones: [
      {
        said: { AvailabilityZones: ['eu-west-1b', 'eu-west-1c'] },
        shown: { AvailabilityZones: ['eu-west-1b', 'eu-west-1c'] },
        unsaid: { AvailabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
        refused: [
          ['InvalidParameterValue', { AvailabilityZones: ['eu-central-1a'] }],
          ['InvalidParameterCombination', { AvailabilityZones: ['a', 'b', 'c', 'd'] }],
        ],
      },
    ],
    parameterGroup: [
      {
        said: { DBClusterParameterGroupName: 'cluster-aurora-postgresql18' },
        shown: { DBClusterParameterGroup: 'cluster-aurora-postgresql18' },
        unsaid: { DBClusterParameterGroup: 'default.aurora-postgresql18' },
        refused: [
          ['DBClusterParameterGroupNotFoundFault', { DBClusterParameterGroupName: 'nobody' }],
          ['InvalidParameterCombination', { DBClusterParameterGroupName: 'cluster-postgres17' }],
        ],
        status: 'modifying',
      },
    ],
    securityGroupIds: [
      {
        said: { VpcSecurityGroupIds: ['sg-1', 'sg-2'] },
        shown: {
          VpcSecurityGroups: [
            { VpcSecurityGroupId: 'sg-1', Status: 'active' },
            { VpcSecurityGroupId: 'sg-2', Status: 'active' },
          ],
        },
        unsaid: { VpcSecurityGroups: [{ Status: 'active' }] },
        refused: [],
        status: 'modifying',
      },
    ],
    backupRetentionPeriod: [
      {
        said: { BackupRetentionPeriod: 9 },
        shown: { BackupRetentionPeriod: 9 },
        unsaid: { BackupRetentionPeriod: 1 },
        restored: { BackupRetentionPeriod: 9 },
        refused: [
          ['InvalidParameterValue', { BackupRetentionPeriod: 0 }],
          ['InvalidParameterValue', { BackupRetentionPeriod: 36 }],
        ],
        status: 'modifying',
      },
    ],
    backupWindow: [
      {
        said: { PreferredBackupWindow: '23:45-00:15' },
        shown: { PreferredBackupWindow: '23:45-00:15' },
        unsaid: { PreferredBackupWindow: '01:00-01:30' },
        refused: [
          ['InvalidParameterValue', { PreferredBackupWindow: '25:00-25:30' }],
          ['InvalidParameterValue', { PreferredBackupWindow: '04:00-04:29' }],
          ['InvalidParameterCombination', { PreferredBackupWindow: '02:45-03:15' }, 'modify'],
        ],
        status: 'modifying',
      },
    ],
    maintenanceWindow: [
      {
        said: { PreferredMaintenanceWindow: 'Sat:23:45-Sun:00:30' },
        shown: { PreferredMaintenanceWindow: 'sat:23:45-sun:00:30' },
        unsaid: { PreferredMaintenanceWindow: 'sun:03:00-sun:03:30' },
        refused: [
          ['InvalidParameterValue', { PreferredMaintenanceWindow: 'someday:03:00-sun:03:30' }],
          ['InvalidParameterValue', { PreferredMaintenanceWindow: 'mon:03:00-mon:03:10' }],
          [
            'InvalidParameterCombination',
            {
              PreferredMaintenanceWindow: 'mon:03:00-mon:04:00',
              PreferredBackupWindow: '03:30-04:30',
            },
          ],
        ],
        status: 'modifying',
      },
    ],
    deletionProtection: [
      {
        said: { DeletionProtection: true },
        shown: { DeletionProtection: true },
        unsaid: { DeletionProtection: false },
        refused: [],
      },
    ],
    copyTagsToSnapshot: [
      {
        said: { CopyTagsToSnapshot: true },
        shown: { CopyTagsToSnapshot: true },
        unsaid: { CopyTagsToSnapshot: false },
        refused: [],
      },
    ],
    iamAuthentication: [
      {
        said: { EnableIAMDatabaseAuthentication: true },
        shown: { IAMDatabaseAuthenticationEnabled: true },
        unsaid: { IAMDatabaseAuthenticationEnabled: false },
        refused: [],
        waits: { PendingModifiedValues: { IAMDatabaseAuthenticationEnabled: true } },
        status: 'modifying',
      },
    ],
    logExports: [
      {
        said: { EnableCloudwatchLogsExports: ['postgresql'] },
        modified: { CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql'] } },
        shown: { EnabledCloudwatchLogsExports: ['postgresql'] },
        unsaid: { EnabledCloudwatchLogsExports: undefined },
        refused: [
          ['InvalidParameterCombination', { EnableCloudwatchLogsExports: ['slowquery'] }, 'create'],
          [
            'InvalidParameterCombination',
            { EnableCloudwatchLogsExports: ['slowquery'] },
            'restore',
          ],
          [
            'InvalidParameterCombination',
            { CloudwatchLogsExportConfiguration: { EnableLogTypes: ['slowquery'] } },
            'modify',
          ],
        ],
        status: 'modifying',
      },
    ],
    lifecycleSupport: [
      {
        said: { EngineLifecycleSupport: 'open-source-rds-extended-support-disabled' },
        shown: { EngineLifecycleSupport: 'open-source-rds-extended-support-disabled' },
        unsaid: { EngineLifecycleSupport: 'open-source-rds-extended-support' },
        refused: [['InvalidParameterValue', { EngineLifecycleSupport: 'forever' }]],
        status: 'modifying',
      },
    ],
    networkType: [
      {
        said: { NetworkType: 'DUAL' },
        besides: { DBSubnetGroupName: 'dual' },
        shown: { NetworkType: 'DUAL' },
        unsaid: { NetworkType: 'IPV4' },
        refused: [
          ['InvalidParameterValue', { NetworkType: 'IPV6' }],
          ['NetworkTypeNotSupported', { NetworkType: 'DUAL' }],
        ],
        status: 'modifying',
      },
    ],
    autoMinorVersionUpgrade: [
      {
        said: { AutoMinorVersionUpgrade: false },
        shown: { AutoMinorVersionUpgrade: false },
        unsaid: { AutoMinorVersionUpgrade: true },
        refused: [],
        status: 'modifying',
      },
    ],
    monitoring: [
      {
        said: { MonitoringInterval: 30, MonitoringRoleArn: role },
        shown: { MonitoringInterval: 30, MonitoringRoleArn: role },
        unsaid: { MonitoringInterval: 0, MonitoringRoleArn: undefined },
        refused: [
          ['InvalidParameterValue', { MonitoringInterval: 2, MonitoringRoleArn: role }, 'create'],
          ['InvalidParameterCombination', { MonitoringInterval: 30 }, 'create'],
          ['InvalidParameterCombination', { MonitoringRoleArn: role }, 'restore'],
          [
            'InvalidParameterCombination',
            { MonitoringInterval: 30, MonitoringRoleArn: role },
            'modify',
          ],
        ],
      },
    ],
    insights: [
      {
        said: {
          EnablePerformanceInsights: true,
          PerformanceInsightsKMSKeyId: insightsKey,
          PerformanceInsightsRetentionPeriod: 93,
        },
        shown: {
          PerformanceInsightsEnabled: true,
          PerformanceInsightsKMSKeyId: insightsKey,
          PerformanceInsightsRetentionPeriod: 93,
        },
        unsaid: {
          PerformanceInsightsEnabled: false,
          PerformanceInsightsKMSKeyId: undefined,
          PerformanceInsightsRetentionPeriod: undefined,
        },
        refused: [
          [
            'InvalidParameterValue',
            { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 94 },
          ],
          ['InvalidParameterCombination', { PerformanceInsightsRetentionPeriod: 93 }],
          [
            'KMSKeyNotAccessibleFault',
            { EnablePerformanceInsights: true, PerformanceInsightsKMSKeyId: `${insightsKey}-not` },
          ],
        ],
        status: 'modifying',
      },
      {
        said: { EnablePerformanceInsights: true },
        shown: {
          PerformanceInsightsKMSKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/aws-rds',
          PerformanceInsightsRetentionPeriod: 7,
        },
        unsaid: { PerformanceInsightsEnabled: false },
        refused: [],
        status: 'modifying',
      },
    ],
    insightsMode: [
      {
        said: { DatabaseInsightsMode: 'advanced' },
        besides: { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 465 },
        shown: { DatabaseInsightsMode: 'advanced', PerformanceInsightsRetentionPeriod: 465 },
        unsaid: { DatabaseInsightsMode: 'standard' },
        refused: [
          ['InvalidParameterValue', { DatabaseInsightsMode: 'basic' }],
          ['InvalidParameterCombination', { DatabaseInsightsMode: 'advanced' }],
          [
            'InvalidParameterCombination',
            { DatabaseInsightsMode: 'advanced', EnablePerformanceInsights: true },
          ],
        ],
        status: 'modifying',
      },
    ],
    domain: [
      {
        said: directory,
        shown: {
          DomainMemberships: [
            { Domain: 'd-0123456789', IAMRoleName: 'directory', Status: 'joined' },
          ],
        },
        unsaid: { DomainMemberships: [] },
        refused: [
          ['DomainNotFoundFault', { ...directory, Domain: 'corp.example.com' }],
          ['InvalidParameterCombination', { Domain: 'd-0123456789' }],
        ],
        status: 'modifying',
      },
    ],
    storageType: [
      {
        said: { StorageType: 'aurora-iopt1' },
        shown: { StorageType: 'aurora-iopt1' },
        unsaid: { StorageType: undefined },
        refused: [['StorageTypeNotSupportedFault', { StorageType: 'gp3' }]],
        waits: { PendingModifiedValues: { StorageType: 'aurora-iopt1' } },
        status: 'modifying',
      },
    ],
    serverless: [
      {
        said: {
          ServerlessV2ScalingConfiguration: {
            MinCapacity: 0,
            MaxCapacity: 8,
            SecondsUntilAutoPause: 600,
          },
        },
        shown: {
          ServerlessV2ScalingConfiguration: {
            MinCapacity: 0,
            MaxCapacity: 8,
            SecondsUntilAutoPause: 600,
          },
        },
        unsaid: { ServerlessV2ScalingConfiguration: undefined },
        refused: [
          [
            'InvalidParameterValue',
            { ServerlessV2ScalingConfiguration: { MinCapacity: 4, MaxCapacity: 2 } },
          ],
          [
            'InvalidParameterValue',
            { ServerlessV2ScalingConfiguration: { MaxCapacity: 2, SecondsUntilAutoPause: 299 } },
          ],
        ],
        status: 'modifying',
      },
    ],
    backtrackWindow: [
      {
        engine: 'aurora-mysql',
        said: { BacktrackWindow: 3600 },
        besides: {},
        shown: { BacktrackWindow: 3600 },
        unsaid: { BacktrackWindow: 0 },
        refused: [
          ['InvalidParameterValue', { BacktrackWindow: 259_201 }, 'create'],
          ['InvalidParameterCombination', { BacktrackWindow: 3600 }, 'modify'],
        ],
      },
      {
        said: { BacktrackWindow: 0 },
        shown: { BacktrackWindow: undefined },
        unsaid: { BacktrackWindow: undefined },
        refused: [['InvalidParameterCombination', { BacktrackWindow: 3600 }]],
        status: 'modifying',
      },
    ],
    httpEndpoint: [
      {
        said: { EnableHttpEndpoint: true },
        shown: { HttpEndpointEnabled: true },
        unsaid: { HttpEndpointEnabled: false },
        refused: [],
      },
    ],
    localWriteForwarding: [
      {
        said: { EnableLocalWriteForwarding: true },
        shown: { LocalWriteForwardingStatus: 'enabled' },
        unsaid: { LocalWriteForwardingStatus: 'disabled' },
        refused: [],
        status: 'modifying',
      },
    ],
    roles: [
      {
        said: {
          AssociatedRoles: [
            { RoleArn: role, FeatureName: 's3Import' },
            { RoleArn: role, FeatureName: 's3Export' },
          ],
        },
        shown: {
          AssociatedRoles: [
            { RoleArn: role, FeatureName: 's3Import', Status: 'ACTIVE' },
            { RoleArn: role, FeatureName: 's3Export', Status: 'ACTIVE' },
          ],
        },
        unsaid: { AssociatedRoles: [] },
        refused: [
          ['InvalidParameterValue', { AssociatedRoles: [{ RoleArn: role }] }],
          [
            'DBClusterRoleAlreadyExistsFault',
            {
              AssociatedRoles: [
                { RoleArn: role, FeatureName: 's3Import' },
                { RoleArn: role, FeatureName: 's3Import' },
              ],
            },
          ],
        ],
      },
    ],
  };
