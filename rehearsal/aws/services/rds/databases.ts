import type {
  ClusterPendingModifiedValues,
  DBCluster,
  DBInstance,
  PendingModifiedValues,
} from '@aws-sdk/client-rds';
import type { Encryption } from './encryption.ts';
import type { SubnetGroup } from './groups.ts';
import type { Named } from './registry.ts';
import type {
  AssociatedRole,
  ClusterSettings,
  CommonSettings,
  InstanceSettings,
} from './settings/database-settings.ts';
import type { Master, Volume } from './storage.ts';
import type { Tags } from './tags.ts';

/** What clusters and instances have in common. */
export interface Database extends Named, CommonSettings {
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
  /** Where RDS keeps the master password; the status is `creating` until the server has it, too. */
  managedSecret:
    | {
        readonly arn: string;
        readonly keyArn: string | undefined;
        readonly status: 'creating' | 'active';
      }
    | undefined;
  tags: Tags;
  /** The name that a rename under way or just over still holds. */
  formerName: string | undefined;
  /** When its KMS key was found unusable, in virtual milliseconds. */
  keyLostAt: number | undefined;
}

/** An Aurora cluster. */
export interface Cluster extends Database, ClusterSettings {
  /** In the order in which they were created. */
  readonly members: Instance[];
  writer: Instance | undefined;
  activityStream: ActivityStream | undefined;
  pending: ClusterPendingModifiedValues;
  /** Settings that wait for the maintenance window. */
  waiting: Partial<ClusterSettings>;
  /** What AWS shows besides, or instead. */
  besides: Partial<DBCluster>;
  /** What Describe shows until it catches up. */
  stale: Stale<DBCluster> | undefined;
}

/** A member of a cluster, or an instance with storage of its own. */
export interface Instance extends Database, InstanceSettings {
  readonly cluster: Cluster | undefined;
  instanceClass: string;
  /** `in-sync`, or `pending-reboot` after a change of group. */
  parameterStatus: string;
  /** The same of the cluster's group. */
  clusterParameterStatus: string;
  /** Private, in its VPC. */
  readonly address: string;
  roles: readonly AssociatedRole[];
  pending: PendingModifiedValues;
  /** Settings that wait for the maintenance window, and those that wait for a restart. */
  waiting: Partial<InstanceSettings>;
  untilRestart: Partial<InstanceSettings>;
  /** What AWS shows besides, or instead. */
  besides: Partial<DBInstance>;
  stale: Stale<DBInstance> | undefined;
}

/** A database activity stream. */
export interface ActivityStream {
  readonly mode: 'sync' | 'async';
  readonly keyArn: string;
  readonly kinesisName: string;
  status: 'starting' | 'started' | 'stopping';
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
