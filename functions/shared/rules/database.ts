import type { Nature } from './nature.ts';
import type { DatabaseSettings, MemberSettings } from './database-settings.ts';
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
  /** The instances that have to restart before the database's parameter group is in force. */
  readonly toRestart: readonly string[];
  /** Absent where RDS doesn't manage the master password. */
  readonly masterSecret?: MasterSecret | undefined;
  readonly settings: DatabaseSettings;
  /** What else AWS shows of it that its owner may miss in another database, and no call carries over. */
  readonly notCarried: readonly NotCarried[];
  /** Left out where nobody asked AWS. */
  readonly nature?: Nature | undefined;
  readonly tags: Tags;
}

/** The secret in which RDS keeps the master password that it manages. */
export interface MasterSecret {
  readonly arn: string;
  /** The master user's name. */
  readonly user: string;
  /** `creating`, `active`, `rotating`, `impaired`, or whatever else AWS says one day. */
  readonly status: string;
  /** The key that it is under, AWS's own or not. */
  readonly keyArn?: string | undefined;
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
  /** It has to restart before its own parameter group is in force. */
  readonly isToRestart: boolean;
  readonly settings: MemberSettings;
  /** As `notCarried` of a database. */
  readonly notCarried: readonly NotCarried[];
  readonly tags: Tags;
}

/** A member of AWS's description that differs from AWS's default, and isn't carried over. */
export interface NotCarried {
  /** As AWS calls it. */
  readonly member: string;
  /** What it is, in short. */
  readonly found: string;
  /** What its owner is to do. */
  readonly advice: string;
}

/** The SQL that a database speaks, whatever its engine is called. */
export function engineFamily(engine: string): 'postgresql' | 'mysql' {
  return engine.includes('postgres') ? 'postgresql' : 'mysql';
}
