/** Enhanced Monitoring. */
export interface Monitoring {
  /** Seconds; 0 turns it off. */
  readonly interval: number;
  readonly roleArn: string | undefined;
}

/** Performance Insights. */
export interface Insights {
  readonly enabled: boolean;
  readonly keyArn: string | undefined;
  /** Days. */
  readonly retention: number | undefined;
}

/** An Active Directory that a database is in: AWS's, by its id, or one that its owner runs. */
export interface Domain {
  readonly directory: string | undefined;
  readonly roleName: string | undefined;
  readonly fqdn: string | undefined;
  readonly organizationalUnit: string | undefined;
  readonly secretArn: string | undefined;
  readonly dnsAddresses: readonly string[] | undefined;
}

/** An IAM role that a database may use, for one feature; `''` for none. */
export interface AssociatedRole {
  readonly arn: string;
  readonly feature: string;
}

/** A stand-alone instance's volume. */
export interface InstanceStorage {
  /** GiB. */
  readonly allocated: number;
  readonly type: string;
  readonly iops: number | undefined;
  /** MiB a second. */
  readonly throughput: number | undefined;
}

/** What can be set of clusters and of instances. */
export interface CommonSettings {
  parameterGroup: string;
  securityGroupIds: readonly string[];
  backupRetentionPeriod: number;
  backupWindow: string;
  maintenanceWindow: string;
  deletionProtection: boolean;
  copyTagsToSnapshot: boolean;
  iamAuthentication: boolean;
  logExports: readonly string[];
  lifecycleSupport: string;
  networkType: string;
  autoMinorVersionUpgrade: boolean;
  monitoring: Monitoring;
  insights: Insights;
  insightsMode: string;
  domain: Domain | undefined;
}

/** What can be set of an Aurora cluster. */
export interface ClusterSettings extends CommonSettings {
  zones: readonly string[];
  storageType: string;
  serverless:
    { readonly min: number; readonly max: number; readonly pauseAfter: number } | undefined;
  /** Seconds; 0 turns it off. */
  backtrackWindow: number;
  httpEndpoint: boolean;
  localWriteForwarding: boolean;
  roles: readonly AssociatedRole[];
}

/** What can be set of an instance; of a cluster's member, the cluster decides some. */
export interface InstanceSettings extends CommonSettings {
  zone: string;
  multiZone: boolean;
  publiclyAccessible: boolean;
  promotionTier: number;
  caCertificate: string;
  storage: InstanceStorage;
  maxAllocatedStorage: number | undefined;
  optionGroup: string;
  licenseModel: string;
  timezone: string | undefined;
  characterSetName: string | undefined;
  ncharCharacterSetName: string | undefined;
  processorFeatures: readonly { readonly name: string; readonly value: string }[];
  customerOwnedIp: boolean;
  backupTarget: string;
  dedicatedLogVolume: boolean;
}
