import type {
  ClusterPendingModifiedValues,
  DBCluster,
  DBInstance,
  PendingModifiedValues,
} from '@aws-sdk/client-rds';
import type { Encryption } from './encryption.ts';
import type { SubnetGroup } from './groups.ts';
import type { Named } from './registry.ts';
import type { Master, Volume } from './storage.ts';
import type { Tags } from './tags.ts';

/** What clusters and instances have in common. */
export interface Database extends Named {
  /** `cluster-…` or `db-…`: never changes. */
  readonly resourceId: string;
  /** Virtual milliseconds. */
  readonly createdAt: number;
  readonly engine: string;
  engineVersion: string;
  status: string;
  master: Master;
  databaseName: string | undefined;
  port: number;
  encryption: Encryption;
  /**
   * Made when the first server starts or a restore ends. Members of clusters have none, but readers
   * with servers of their own.
   */
  volume: Volume | undefined;
  subnetGroup: SubnetGroup;
  securityGroupIds: readonly string[];
  storageType: string;
  backupRetentionPeriod: number;
  backupWindow: string;
  maintenanceWindow: string;
  deletionProtection: boolean;
  copyTagsToSnapshot: boolean;
  iamAuthentication: boolean;
  logExports: readonly string[];
  lifecycleSupport: string;
  managedSecret: { readonly arn: string; readonly keyId: string | undefined } | undefined;
  tags: Tags;
  /** The name that a rename under way or just over still holds. */
  formerName: string | undefined;
  /** When its KMS key was found unusable, in virtual milliseconds. */
  keyLostAt: number | undefined;
}

/** An Aurora cluster. */
export interface Cluster extends Database {
  parameterGroup: string;
  /** In the order in which they were created. */
  readonly members: Instance[];
  writer: Instance | undefined;
  serverless: { readonly min: number; readonly max: number } | undefined;
  backtrackWindow: number | undefined;
  roles: readonly { readonly arn: string; readonly feature: string }[];
  pending: ClusterPendingModifiedValues;
  /** What Describe shows until it catches up. */
  stale: Stale<DBCluster> | undefined;
}

/** A member of a cluster, or an instance with storage of its own. */
export interface Instance extends Database {
  readonly cluster: Cluster | undefined;
  instanceClass: string;
  allocatedStorage: number;
  parameterGroup: string;
  /** `in-sync`, or `pending-reboot` after a change of group. */
  parameterStatus: string;
  readonly zone: string;
  /** Private, in its VPC. */
  readonly address: string;
  multiZone: boolean;
  publiclyAccessible: boolean;
  autoMinorVersionUpgrade: boolean;
  promotionTier: number;
  monitoring: { readonly interval: number; readonly roleArn: string | undefined };
  performanceInsights: boolean;
  pending: PendingModifiedValues;
  stale: Stale<DBInstance> | undefined;
}

/** An older answer of Describe. */
export interface Stale<T> {
  /** Virtual milliseconds. */
  readonly until: number;
  readonly shape: T;
}

/** Whose volume and server an instance runs on. */
export function storageOwner(instance: Instance): Cluster | Instance {
  return instance.cluster ?? instance;
}
