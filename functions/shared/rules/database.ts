import type { Nature } from './nature.ts';
import type { Tags } from './tags.ts';

/** What RDS tells of a database's or snapshot's encryption; who manages the key, KMS tells. */
export interface StorageEncryption {
  /** `StorageEncryptionType`, which decides where AWS says it; another release of AWS may say other words. */
  readonly type?: string | undefined;
  /** `StorageEncrypted`, or `Encrypted`: false under a key that AWS owns, though the data is encrypted. */
  readonly encrypted: boolean;
  readonly keyArn?: string | undefined;
}

/** `cluster` is an Aurora DB cluster with member instances; `instance` an RDS DB instance alone. */
export type DatabaseKind = 'cluster' | 'instance';

/** Where a database, snapshot or key lives. */
export interface Location {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

/** A cluster or DB instance as one port shows both; members are asked for apart. */
export interface Database {
  readonly kind: DatabaseKind;
  readonly identifier: string;
  /** `DbClusterResourceId` or `DbiResourceId`: the identity that no rename changes. */
  readonly resourceId: string;
  readonly arn: string;
  readonly status: string;
  readonly engine: string;
  readonly engineVersion: string;
  /** Absent while AWS hasn't given it one. */
  readonly endpoint?: string | undefined;
  readonly port?: number | undefined;
  readonly encryption: StorageEncryption;
  readonly deletionProtection: boolean;
  /** The member that writes; absent where the database has no members, or none that writes. */
  readonly writer?: string | undefined;
  /** A modification waits for the maintenance window or is being applied. */
  readonly pendingChanges: boolean;
  readonly settings: DatabaseSettings;
  /** Left out where nobody asked AWS. */
  readonly nature?: Nature | undefined;
  readonly tags: Tags;
}

/** A member instance of a cluster. */
export interface Member {
  readonly identifier: string;
  /** The cluster's identifier. */
  readonly databaseIdentifier: string;
  readonly resourceId: string;
  readonly status: string;
  readonly isWriter: boolean;
  readonly instanceClass: string;
  /** 0 to 15: who is promoted first. */
  readonly promotionTier: number;
  readonly pendingChanges: boolean;
  readonly tags: Tags;
}

/** What a restore doesn't carry over by itself. Absent means: AWS's default. */
export interface DatabaseSettings {
  readonly subnetGroup?: string | undefined;
  readonly securityGroups?: readonly string[] | undefined;
  /** The cluster's parameter group, or the DB instance's where it stands alone. */
  readonly parameterGroup?: string | undefined;
  readonly optionGroup?: string | undefined;
  readonly port?: number | undefined;
  readonly logExports?: readonly string[] | undefined;
  readonly iamAuthentication?: boolean | undefined;
  readonly copyTagsToSnapshots?: boolean | undefined;
  readonly deletionProtection?: boolean | undefined;
  readonly backupRetentionDays?: number | undefined;
  readonly storageType?: string | undefined;
  readonly serverlessCapacity?: ServerlessCapacity | undefined;
  /** Of a stand-alone DB instance; members have their own. */
  readonly instanceClass?: string | undefined;
  readonly multiAz?: boolean | undefined;
  readonly roles?: readonly AssociatedRole[] | undefined;
}

/** In Aurora capacity units. */
export interface ServerlessCapacity {
  readonly minimum: number;
  readonly maximum: number;
  readonly secondsUntilAutoPause?: number | undefined;
}

/** An IAM role that the database may use, such as for `s3Import`. */
export interface AssociatedRole {
  readonly arn: string;
  readonly feature?: string | undefined;
}

/** The SQL that a database speaks, whatever its engine is called. */
export function engineFamily(engine: string): 'postgresql' | 'mysql' {
  return engine.includes('postgres') ? 'postgresql' : 'mysql';
}
