import * as z from 'zod/mini';

const text = z.optional(z.string());
const texts = z.optional(z.readonly(z.array(z.string())));
const flag = z.optional(z.boolean());
const whole = z.optional(z.int());

/** In Aurora capacity units. */
const ServerlessCapacity = z.strictObject({
  minimum: z.number(),
  maximum: z.number(),
  secondsUntilAutoPause: z.optional(z.int()),
});

/** An IAM role that the database may use, such as for `s3Import`. */
const AssociatedRole = z.strictObject({ arn: z.string(), feature: z.optional(z.string()) });
export type AssociatedRole = Readonly<z.infer<typeof AssociatedRole>>;

/** The Active Directory domain that a database is joined to, managed by AWS or by its owner. */
const Domain = z.strictObject({
  id: text,
  roleName: text,
  fqdn: text,
  organizationalUnit: text,
  loginArn: text,
  dnsIps: texts,
});

/**
 * What of a database a restore doesn't bring by itself, and its owner chose. Absent means that AWS said
 * nothing of it: then its default is meant.
 */
export const DatabaseSettings = z.strictObject({
  subnetGroup: text,
  securityGroups: texts,
  /** The cluster's parameter group, or the DB instance's where it stands alone. */
  parameterGroup: text,
  optionGroup: text,
  port: whole,
  logExports: texts,
  iamAuthentication: flag,
  copyTagsToSnapshots: flag,
  deletionProtection: flag,
  backupRetentionDays: whole,
  backupWindow: text,
  maintenanceWindow: text,
  storageType: text,
  /** GiB. */
  allocatedStorage: whole,
  iops: whole,
  /** MiB a second. */
  storageThroughput: whole,
  /** GiB up to which AWS may let the storage grow. */
  maximumStorage: whole,
  dedicatedLogVolume: flag,
  serverlessCapacity: z.optional(z.readonly(ServerlessCapacity)),
  /** Of a stand-alone DB instance; members have their own. */
  instanceClass: text,
  processorFeatures: z.optional(z.readonly(z.record(z.string(), z.string()))),
  multiAz: flag,
  availabilityZone: text,
  networkType: text,
  publiclyAccessible: flag,
  customerOwnedIp: flag,
  vpcNetworking: flag,
  internetAccessGateway: flag,
  roles: z.optional(z.readonly(z.array(z.readonly(AssociatedRole)))),
  domain: z.optional(z.readonly(Domain)),
  licenseModel: text,
  backtrackSeconds: whole,
  lifecycleSupport: text,
  /** The HTTP endpoint, RDS Data API. */
  dataApi: flag,
  localWriteForwarding: flag,
  minorVersionUpgrades: flag,
  monitoringSeconds: whole,
  monitoringRole: text,
  insightsMode: text,
  performanceInsights: flag,
  performanceInsightsKey: text,
  performanceInsightsDays: whole,
  caCertificate: text,
  backupTarget: text,
});
export type DatabaseSettings = Readonly<z.infer<typeof DatabaseSettings>>;
export type SettingName = keyof DatabaseSettings;

/** What a member of a cluster has of its own. */
export const MemberSettings = z.pick(DatabaseSettings, {
  parameterGroup: true,
  availabilityZone: true,
  maintenanceWindow: true,
  minorVersionUpgrades: true,
  publiclyAccessible: true,
  monitoringSeconds: true,
  monitoringRole: true,
  performanceInsights: true,
  performanceInsightsKey: true,
  performanceInsightsDays: true,
  caCertificate: true,
});
export type MemberSettings = Readonly<z.infer<typeof MemberSettings>>;

/**
 * Settings that name something in one account and Region, or open the database to it: a source's mean
 * nothing in the target, or not the same.
 */
const local: ReadonlySet<SettingName> = new Set<SettingName>([
  'subnetGroup',
  'securityGroups',
  'parameterGroup',
  'optionGroup',
  'roles',
  'domain',
  'availabilityZone',
  'publiclyAccessible',
  'customerOwnedIp',
  'vpcNetworking',
  'internetAccessGateway',
  'monitoringRole',
  'performanceInsightsKey',
  'backupTarget',
]);

/** Whether a setting means the same in any account and Region, so that the source's may stand in. */
export function travels(name: SettingName): boolean {
  return !local.has(name);
}

/** What AWS's descriptions call the settings, for a sentence. */
const memberNames: Readonly<Record<SettingName, string>> = {
  subnetGroup: 'DBSubnetGroup',
  securityGroups: 'VpcSecurityGroups',
  parameterGroup: 'DBClusterParameterGroup',
  optionGroup: 'OptionGroupMemberships',
  port: 'Port',
  logExports: 'EnabledCloudwatchLogsExports',
  iamAuthentication: 'IAMDatabaseAuthenticationEnabled',
  copyTagsToSnapshots: 'CopyTagsToSnapshot',
  deletionProtection: 'DeletionProtection',
  backupRetentionDays: 'BackupRetentionPeriod',
  backupWindow: 'PreferredBackupWindow',
  maintenanceWindow: 'PreferredMaintenanceWindow',
  storageType: 'StorageType',
  allocatedStorage: 'AllocatedStorage',
  iops: 'Iops',
  storageThroughput: 'StorageThroughput',
  maximumStorage: 'MaxAllocatedStorage',
  dedicatedLogVolume: 'DedicatedLogVolume',
  serverlessCapacity: 'ServerlessV2ScalingConfiguration',
  instanceClass: 'DBInstanceClass',
  processorFeatures: 'ProcessorFeatures',
  multiAz: 'MultiAZ',
  availabilityZone: 'AvailabilityZone',
  networkType: 'NetworkType',
  publiclyAccessible: 'PubliclyAccessible',
  customerOwnedIp: 'CustomerOwnedIpEnabled',
  vpcNetworking: 'VPCNetworkingEnabled',
  internetAccessGateway: 'InternetAccessGatewayEnabled',
  roles: 'AssociatedRoles',
  domain: 'DomainMemberships',
  licenseModel: 'LicenseModel',
  backtrackSeconds: 'BacktrackWindow',
  lifecycleSupport: 'EngineLifecycleSupport',
  dataApi: 'HttpEndpointEnabled',
  localWriteForwarding: 'LocalWriteForwardingStatus',
  minorVersionUpgrades: 'AutoMinorVersionUpgrade',
  monitoringSeconds: 'MonitoringInterval',
  monitoringRole: 'MonitoringRoleArn',
  insightsMode: 'DatabaseInsightsMode',
  performanceInsights: 'PerformanceInsightsEnabled',
  performanceInsightsKey: 'PerformanceInsightsKMSKeyId',
  performanceInsightsDays: 'PerformanceInsightsRetentionPeriod',
  caCertificate: 'CACertificateIdentifier',
  backupTarget: 'BackupTarget',
};

/** What AWS's description of a database of that kind, or of a member, calls a setting. */
export function memberName(name: SettingName, of: 'cluster' | 'instance' | 'member'): string {
  if (of === 'cluster') return memberNames[name];
  if (name === 'parameterGroup') return 'DBParameterGroups';
  return name === 'port' ? 'Endpoint' : memberNames[name];
}
