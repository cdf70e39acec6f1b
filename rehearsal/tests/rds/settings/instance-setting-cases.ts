// One file: how every setting of an instance is said is one table.
import type { instanceSettings } from '../../../aws/services/rds/instances/settings.ts';
import { insightsKey, role, type SettingCase } from './setting-case.ts';

const directory = { Domain: 'd-0123456789', DomainIAMRoleName: 'directory' };
const ownDirectory = {
  DomainFqdn: 'corp.example.com',
  DomainOu: 'OU=databases,DC=corp',
  DomainAuthSecretArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:joiner',
  DomainDnsIps: ['10.0.0.1', '10.0.0.2'],
};

/** Every setting of an instance. */
export const instanceCases: Readonly<
  Record<keyof typeof instanceSettings, readonly SettingCase[]>
> = {
  parameterGroup: [
    {
      said: { DBParameterGroupName: 'tuned-postgres18' },
      shown: { DBParameterGroups: [{ DBParameterGroupName: 'tuned-postgres18' }] },
      unsaid: {
        DBParameterGroups: [
          { DBParameterGroupName: 'default.postgres18', ParameterApplyStatus: 'in-sync' },
        ],
      },
      refused: [
        ['DBParameterGroupNotFoundFault', { DBParameterGroupName: 'nobody' }],
        ['InvalidParameterCombination', { DBParameterGroupName: 'tuned-postgres17' }],
      ],
    },
  ],
  zone: [
    {
      said: { AvailabilityZone: 'eu-west-1b' },
      shown: { AvailabilityZone: 'eu-west-1b' },
      unsaid: { AvailabilityZone: 'eu-west-1a' },
      refused: [
        ['InvalidParameterValue', { AvailabilityZone: 'eu-central-1a' }],
        ['InvalidVPCNetworkStateFault', { AvailabilityZone: 'eu-west-1z' }],
        ['InvalidParameterCombination', { AvailabilityZone: 'eu-west-1b', MultiAZ: true }],
      ],
    },
  ],
  maintenanceWindow: [
    {
      said: { PreferredMaintenanceWindow: 'Wed:10:00-Wed:10:30' },
      shown: { PreferredMaintenanceWindow: 'wed:10:00-wed:10:30' },
      unsaid: { PreferredMaintenanceWindow: 'sun:03:00-sun:03:30' },
      refused: [
        ['InvalidParameterValue', { PreferredMaintenanceWindow: 'wed:10:00' }],
        [
          'InvalidParameterCombination',
          { PreferredMaintenanceWindow: 'mon:01:00-mon:02:00' },
          'modify',
        ],
      ],
    },
  ],
  autoMinorVersionUpgrade: [
    {
      said: { AutoMinorVersionUpgrade: false },
      shown: { AutoMinorVersionUpgrade: false },
      unsaid: { AutoMinorVersionUpgrade: true },
      refused: [],
    },
  ],
  publiclyAccessible: [
    {
      said: { PubliclyAccessible: false },
      shown: { PubliclyAccessible: false },
      unsaid: { PubliclyAccessible: true },
      refused: [],
    },
    {
      said: { PubliclyAccessible: true },
      besides: { DBSubnetGroupName: 'dual' },
      shown: { PubliclyAccessible: true },
      unsaid: { PubliclyAccessible: true },
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
  promotionTier: [
    {
      said: { PromotionTier: 7 },
      shown: { PromotionTier: 7 },
      unsaid: { PromotionTier: 1 },
      refused: [['InvalidParameterValue', { PromotionTier: 16 }]],
    },
  ],
  monitoring: [
    {
      said: { MonitoringInterval: 30, MonitoringRoleArn: role },
      shown: { MonitoringInterval: 30, MonitoringRoleArn: role },
      unsaid: { MonitoringInterval: 0, MonitoringRoleArn: undefined },
      refused: [
        ['InvalidParameterValue', { MonitoringInterval: 2, MonitoringRoleArn: role }],
        ['InvalidParameterCombination', { MonitoringInterval: 30 }],
        ['InvalidParameterCombination', { MonitoringRoleArn: role }],
      ],
      status: 'configuring-enhanced-monitoring',
    },
  ],
  insights: [
    {
      said: {
        EnablePerformanceInsights: true,
        PerformanceInsightsKMSKeyId: insightsKey,
        PerformanceInsightsRetentionPeriod: 731,
      },
      shown: {
        PerformanceInsightsEnabled: true,
        PerformanceInsightsKMSKeyId: insightsKey,
        PerformanceInsightsRetentionPeriod: 731,
      },
      unsaid: {
        PerformanceInsightsEnabled: false,
        PerformanceInsightsKMSKeyId: undefined,
        PerformanceInsightsRetentionPeriod: undefined,
      },
      refused: [
        [
          'InvalidParameterValue',
          { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 744 },
        ],
        ['InvalidParameterCombination', { PerformanceInsightsKMSKeyId: insightsKey }],
      ],
    },
  ],
  caCertificate: [
    {
      said: { CACertificateIdentifier: 'rds-ca-ecc384-g1' },
      shown: {
        CACertificateIdentifier: 'rds-ca-ecc384-g1',
        CertificateDetails: { CAIdentifier: 'rds-ca-ecc384-g1' },
      },
      unsaid: { CACertificateIdentifier: 'rds-ca-rsa2048-g1' },
      refused: [['CertificateNotFoundFault', { CACertificateIdentifier: 'rds-ca-2015' }]],
      waits: { PendingModifiedValues: { CACertificateIdentifier: 'rds-ca-ecc384-g1' } },
      status: 'modifying',
    },
  ],
  securityGroupIds: [
    {
      said: { VpcSecurityGroupIds: ['sg-1'] },
      shown: { VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1', Status: 'active' }] },
      unsaid: { VpcSecurityGroups: [{ Status: 'active' }] },
      refused: [],
    },
  ],
  backupRetentionPeriod: [
    {
      said: { BackupRetentionPeriod: 9 },
      shown: { BackupRetentionPeriod: 9 },
      unsaid: { BackupRetentionPeriod: 1 },
      restored: { BackupRetentionPeriod: 9 },
      refused: [['InvalidParameterValue', { BackupRetentionPeriod: 36 }]],
    },
    {
      said: { BackupRetentionPeriod: 0 },
      shown: { BackupRetentionPeriod: 0 },
      unsaid: { BackupRetentionPeriod: 1 },
      restored: { BackupRetentionPeriod: 0 },
      refused: [],
      waits: { PendingModifiedValues: { BackupRetentionPeriod: 0 } },
    },
  ],
  backupWindow: [
    {
      said: { PreferredBackupWindow: '23:45-00:15' },
      shown: { PreferredBackupWindow: '23:45-00:15' },
      unsaid: { PreferredBackupWindow: '01:00-01:30' },
      refused: [['InvalidParameterValue', { PreferredBackupWindow: '01:00-01:10' }]],
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
  iamAuthentication: [
    {
      said: { EnableIAMDatabaseAuthentication: true },
      shown: { IAMDatabaseAuthenticationEnabled: true },
      unsaid: { IAMDatabaseAuthenticationEnabled: false },
      refused: [],
      waits: { PendingModifiedValues: { IAMDatabaseAuthenticationEnabled: true } },
      status: 'configuring-iam-database-auth',
    },
  ],
  logExports: [
    {
      said: { EnableCloudwatchLogsExports: ['upgrade'] },
      modified: { CloudwatchLogsExportConfiguration: { EnableLogTypes: ['upgrade'] } },
      shown: { EnabledCloudwatchLogsExports: ['upgrade'] },
      unsaid: { EnabledCloudwatchLogsExports: undefined },
      refused: [
        ['InvalidParameterCombination', { EnableCloudwatchLogsExports: ['audit'] }, 'create'],
        ['InvalidParameterCombination', { EnableCloudwatchLogsExports: ['audit'] }, 'restore'],
      ],
    },
  ],
  lifecycleSupport: [
    {
      said: { EngineLifecycleSupport: 'open-source-rds-extended-support-disabled' },
      shown: { EngineLifecycleSupport: 'open-source-rds-extended-support-disabled' },
      unsaid: { EngineLifecycleSupport: 'open-source-rds-extended-support' },
      refused: [['InvalidParameterValue', { EngineLifecycleSupport: 'forever' }]],
    },
  ],
  networkType: [
    {
      said: { NetworkType: 'DUAL' },
      besides: { DBSubnetGroupName: 'dual' },
      shown: { NetworkType: 'DUAL' },
      unsaid: { NetworkType: 'IPV4' },
      refused: [['NetworkTypeNotSupported', { NetworkType: 'DUAL' }]],
      waits: { PendingModifiedValues: {} },
      status: 'modifying',
    },
  ],
  insightsMode: [
    {
      said: { DatabaseInsightsMode: 'advanced' },
      besides: { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 465 },
      shown: { DatabaseInsightsMode: 'advanced' },
      unsaid: { DatabaseInsightsMode: 'standard' },
      refused: [['InvalidParameterCombination', { DatabaseInsightsMode: 'advanced' }]],
    },
  ],
  domain: [
    {
      said: directory,
      shown: { DomainMemberships: [{ Domain: 'd-0123456789', IAMRoleName: 'directory' }] },
      unsaid: { DomainMemberships: [] },
      refused: [
        ['DomainNotFoundFault', { ...directory, Domain: 'nobody' }],
        ['InvalidParameterCombination', { ...directory, ...ownDirectory }],
        ['InvalidParameterValue', { ...ownDirectory, DomainDnsIps: ['10.0.0.1'] }],
      ],
      waits: {},
      status: 'modifying',
    },
    {
      said: ownDirectory,
      shown: {
        DomainMemberships: [
          {
            FQDN: 'corp.example.com',
            OU: 'OU=databases,DC=corp',
            DnsIps: ['10.0.0.1', '10.0.0.2'],
            AuthSecretArn: ownDirectory.DomainAuthSecretArn,
          },
        ],
      },
      unsaid: { DomainMemberships: [] },
      refused: [],
      waits: {},
      status: 'modifying',
    },
    {
      said: directory,
      modified: { DisableDomain: true },
      shown: { DomainMemberships: [{ Domain: 'd-0123456789' }] },
      unsaid: { DomainMemberships: [] },
      refused: [],
      waits: {},
    },
  ],
  multiZone: [
    {
      said: { MultiAZ: true },
      shown: { MultiAZ: true, SecondaryAvailabilityZone: 'eu-west-1b' },
      unsaid: { MultiAZ: false, SecondaryAvailabilityZone: undefined },
      refused: [
        [
          'DBSubnetGroupDoesNotCoverEnoughAZs',
          { MultiAZ: true, DBSubnetGroupName: 'one' },
          'create',
        ],
      ],
      waits: { PendingModifiedValues: { MultiAZ: true } },
      status: 'modifying',
    },
  ],
  storage: [
    {
      said: { AllocatedStorage: 200, StorageType: 'io1', Iops: 4000 },
      shown: {
        AllocatedStorage: 200,
        StorageType: 'io1',
        Iops: 4000,
        StorageThroughput: undefined,
      },
      unsaid: { AllocatedStorage: 20, StorageType: 'gp3', Iops: 3000, StorageThroughput: 125 },
      restored: { AllocatedStorage: 200, StorageType: 'gp3', Iops: 3000, StorageThroughput: 125 },
      refused: [
        ['InvalidParameterCombination', { AllocatedStorage: 200, StorageType: 'io1' }],
        ['InvalidParameterCombination', { AllocatedStorage: 200, StorageType: 'io2' }],
        ['InvalidParameterCombination', { AllocatedStorage: 500, StorageType: 'gp3' }],
        ['InvalidParameterCombination', { StorageType: 'gp3', Iops: 3000 }],
        ['InvalidParameterCombination', { StorageType: 'gp3', StorageThroughput: 125 }],
        ['InvalidParameterCombination', { StorageType: 'gp2', Iops: 3000, AllocatedStorage: 100 }],
        [
          'InvalidParameterCombination',
          { StorageType: 'io1', Iops: 40_000, AllocatedStorage: 100 },
        ],
        ['InvalidParameterValue', { StorageType: 'io1', Iops: 999, AllocatedStorage: 200 }],
        ['InvalidParameterValue', { AllocatedStorage: 19 }, 'create'],
        ['InvalidParameterCombination', { AllocatedStorage: 19 }, 'modify'],
        ['InvalidParameterCombination', { StorageType: 'io1', Iops: 4000 }, 'modify'],
        ['StorageTypeNotSupportedFault', { StorageType: 'aurora', AllocatedStorage: 200 }],
      ],
      waits: { PendingModifiedValues: { AllocatedStorage: 200, StorageType: 'io1', Iops: 4000 } },
      status: 'storage-optimization',
    },
    {
      said: {
        AllocatedStorage: 500,
        StorageType: 'gp3',
        Iops: 16_000,
        StorageThroughput: 1000,
      },
      shown: {
        AllocatedStorage: 500,
        StorageType: 'gp3',
        Iops: 16_000,
        StorageThroughput: 1000,
      },
      unsaid: { AllocatedStorage: 20 },
      restored: { AllocatedStorage: 500, Iops: 16_000, StorageThroughput: 1000 },
      refused: [],
      waits: { PendingModifiedValues: { Iops: 16_000 } },
      status: 'storage-optimization',
    },
    {
      said: { AllocatedStorage: 30, StorageType: 'gp2' },
      shown: { AllocatedStorage: 30, StorageType: 'gp2', Iops: undefined },
      unsaid: { AllocatedStorage: 20 },
      restored: { AllocatedStorage: 30, StorageType: 'gp3', Iops: 3000 },
      refused: [],
      waits: { PendingModifiedValues: { AllocatedStorage: 30, StorageType: 'gp2' } },
      status: 'storage-optimization',
    },
  ],
  maxAllocatedStorage: [
    {
      said: { MaxAllocatedStorage: 100 },
      shown: { MaxAllocatedStorage: 100 },
      unsaid: { MaxAllocatedStorage: undefined },
      refused: [['InvalidParameterCombination', { MaxAllocatedStorage: 21 }]],
    },
    {
      said: { MaxAllocatedStorage: 20 },
      shown: { MaxAllocatedStorage: undefined },
      unsaid: { MaxAllocatedStorage: undefined },
      refused: [],
    },
  ],
  optionGroup: [
    {
      said: { OptionGroupName: 'options' },
      shown: { OptionGroupMemberships: [{ OptionGroupName: 'options', Status: 'in-sync' }] },
      unsaid: {
        OptionGroupMemberships: [{ OptionGroupName: 'default:postgres-18', Status: 'in-sync' }],
      },
      refused: [
        ['OptionGroupNotFoundFault', { OptionGroupName: 'nobody' }],
        ['InvalidParameterCombination', { OptionGroupName: 'old' }],
      ],
      waits: {
        OptionGroupMemberships: [
          { OptionGroupName: 'default:postgres-18', Status: 'in-sync' },
          { OptionGroupName: 'options', Status: 'pending-maintenance-apply' },
        ],
      },
      status: 'modifying',
    },
  ],
  licenseModel: [
    {
      said: { LicenseModel: 'postgresql-license' },
      shown: { LicenseModel: 'postgresql-license' },
      unsaid: { LicenseModel: 'postgresql-license' },
      refused: [['InvalidParameterValue', { LicenseModel: 'bring-your-own-license' }]],
      status: 'modifying',
    },
  ],
  timezone: [
    {
      said: { Timezone: 'UTC' },
      shown: { Timezone: 'UTC' },
      unsaid: { Timezone: undefined },
      restored: { Timezone: 'UTC' },
      refused: [],
    },
  ],
  characterSetName: [
    {
      said: { CharacterSetName: 'AL32UTF8' },
      shown: { CharacterSetName: 'AL32UTF8' },
      unsaid: { CharacterSetName: undefined },
      restored: { CharacterSetName: 'AL32UTF8' },
      refused: [],
    },
  ],
  ncharCharacterSetName: [
    {
      said: { NcharCharacterSetName: 'UTF8' },
      shown: { NcharCharacterSetName: 'UTF8' },
      unsaid: { NcharCharacterSetName: undefined },
      restored: { NcharCharacterSetName: 'UTF8' },
      refused: [],
    },
  ],
  processorFeatures: [
    {
      said: { ProcessorFeatures: [{ Name: 'coreCount', Value: '4' }] },
      shown: { ProcessorFeatures: [{ Name: 'coreCount', Value: '4' }] },
      unsaid: { ProcessorFeatures: undefined },
      restored: { ProcessorFeatures: [{ Name: 'coreCount', Value: '4' }] },
      refused: [
        ['InvalidParameterValue', { ProcessorFeatures: [{ Name: 'cores', Value: '4' }] }],
        ['InvalidParameterValue', { ProcessorFeatures: [{ Name: 'coreCount', Value: 'many' }] }],
        [
          'InvalidParameterCombination',
          {
            ProcessorFeatures: [{ Name: 'coreCount', Value: '4' }],
            UseDefaultProcessorFeatures: true,
          },
          'restore',
        ],
      ],
      waits: { PendingModifiedValues: { ProcessorFeatures: [{ Name: 'coreCount' }] } },
      status: 'modifying',
    },
  ],
  customerOwnedIp: [
    {
      said: { EnableCustomerOwnedIp: true },
      shown: { CustomerOwnedIpEnabled: true },
      unsaid: { CustomerOwnedIpEnabled: false },
      refused: [],
      status: 'modifying',
    },
  ],
  backupTarget: [
    {
      said: { BackupTarget: 'outposts' },
      shown: { BackupTarget: 'outposts' },
      unsaid: { BackupTarget: 'region' },
      refused: [['InvalidParameterValue', { BackupTarget: 'moon' }]],
    },
  ],
  dedicatedLogVolume: [
    {
      said: { DedicatedLogVolume: true },
      shown: { DedicatedLogVolume: true },
      unsaid: { DedicatedLogVolume: false },
      refused: [],
      waits: { PendingModifiedValues: { DedicatedLogVolume: true } },
      status: 'modifying',
    },
  ],
};
