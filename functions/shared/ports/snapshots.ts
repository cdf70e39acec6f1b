import type { StorageEncryption } from '../rules/database.ts';
import type { Tags } from '../rules/tags.ts';

/** A manual DB snapshot or DB cluster snapshot. */
export interface Snapshot {
  readonly identifier: string;
  readonly arn: string;
  readonly databaseIdentifier: string;
  /**
   * `DbClusterResourceId` or `DbiResourceId` of the database that the snapshot was created from, however
   * often it was copied since; absent where AWS doesn't say.
   */
  readonly databaseResourceId?: string | undefined;
  readonly status: string;
  /** Whole per cents, as AWS reports them; not for a snapshot that another account owns. */
  readonly percentProgress?: number | undefined;
  /**
   * When the snapshot was taken: the age of its data, which a copy has from its original. ISO 8601; absent
   * while it is being made.
   */
  readonly createdAt?: string | undefined;
  /** Of a copy: the ARN of what it is copied from. */
  readonly copiedFrom?: string | undefined;
  readonly engine: string;
  readonly engineVersion: string;
  readonly encryption: StorageEncryption;
  readonly tags: Tags;
}

/** Snapshots of one kind of database, in one Region, as the caller's account sees them. */
export interface Snapshots {
  /** @param name an identifier of the caller's own, or the full ARN of one that is shared */
  find(name: string): Promise<Snapshot | undefined>;
  /** @throws AlreadyExists, NotInState, SnapshotQuotaFull */
  create(request: {
    readonly identifier: string;
    readonly databaseIdentifier: string;
    readonly tags: Tags;
  }): Promise<Snapshot>;
  /**
   * Copies into this Region and account.
   * @throws AlreadyExists, CopiesBusy, NotInState, Refused, SnapshotQuotaFull
   */
  copy(request: {
    readonly sourceArn: string;
    readonly identifier: string;
    readonly keyArn?: string | undefined;
    readonly tags: Tags;
  }): Promise<Snapshot>;
  /** Every manual snapshot of a database, all pages. */
  ofDatabase(databaseIdentifier: string): Promise<readonly Snapshot[]>;
  /** Every manual snapshot of the database of that resource id, whatever it is or was called. */
  ofResource(resourceId: string): Promise<readonly Snapshot[]>;
  /** Every manual snapshot of the caller's account, all pages. */
  all(): Promise<readonly Snapshot[]>;
  /**
   * The quota of manual snapshots of this kind.
   * @returns undefined where AWS names no such quota
   */
  quota(): Promise<{ readonly used: number; readonly maximum: number } | undefined>;
  /** Adds tags to a snapshot, over those of the same keys. */
  tag(arn: string, tags: Tags): Promise<void>;
  /** Takes tags from a snapshot. */
  untag(arn: string, keys: readonly string[]): Promise<void>;
  /** The accounts that a snapshot of ours is shared with. */
  sharedWith(identifier: string): Promise<readonly string[]>;
  share(
    identifier: string,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<void>;
  /** @throws NotInState, Refused */
  delete(identifier: string): Promise<void>;
}
