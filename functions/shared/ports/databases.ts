import type {
  AssociatedRole,
  DatabaseSettings,
  MemberSettings,
} from '../rules/database-settings.ts';
import type { Database, Member } from '../rules/database.ts';
import type { Tags } from '../rules/tags.ts';

/**
 * Databases of one kind, in the caller's account and one Region: Aurora clusters with their members,
 * or RDS DB instances, which have none. The workflows know only this.
 */
export interface Databases {
  /** By the name of the moment. */
  byName(identifier: string): Promise<Database | undefined>;
  /** By the names of the moment, in one call; those that no database has are left out. */
  byNames(...identifiers: readonly string[]): Promise<readonly Database[]>;
  /** By the identity that no rename changes; those that don't exist are left out. */
  byResourceId(...resourceIds: readonly string[]): Promise<readonly Database[]>;
  /**
   * The members of the databases, in one call: writer first, then by promotion tier. Always empty
   * for DB instances. Who writes is known only where `writer` is given.
   */
  members(
    ...databases: readonly Pick<Database, 'identifier' | 'writer'>[]
  ): Promise<readonly Member[]>;
  /** @throws AlreadyExists, NoCapacity, NotInState, QuotaFull, Refused */
  restore(request: RestoreRequest): Promise<Database>;
  /** @throws AlreadyExists, Gone, NoCapacity, NotInState, QuotaFull, Refused */
  addMember(request: MemberRequest): Promise<void>;
  /**
   * Changes what of a database isn't as wanted and can be changed at once, a topic at a time where AWS
   * refuses all of it together.
   * @returns `nothing` where all was as wanted or AWS takes none of it, `accepted` where some is under way
   * @throws NotInState
   */
  apply(
    database: Pick<Database, 'identifier' | 'settings'>,
    wanted: DatabaseSettings,
  ): Promise<'nothing' | 'accepted'>;
  /** Gives a database other groups at once; its parameters wait for a restart. @throws NotInState */
  regroup(
    identifier: string,
    groups: Pick<DatabaseSettings, 'parameterGroup' | 'securityGroups'>,
  ): Promise<void>;
  /** The same of a member. @throws NotInState */
  regroupMember(identifier: string, parameterGroup: string): Promise<void>;
  /** Restarts a member, or a DB instance. @throws NotInState */
  restart(identifier: string): Promise<void>;
  /** Lets a cluster be queried over HTTP. @throws NotInState, Refused */
  enableDataApi(arn: string): Promise<void>;
  /** A role that is there is done. @throws NotInState, Refused */
  addRole(identifier: string, role: AssociatedRole): Promise<void>;
  /** Adds tags to a database, over those of the same keys. */
  tag(arn: string, tags: Tags): Promise<void>;
  /** Turns deletion protection on. @throws NotInState */
  protect(identifier: string): Promise<void>;
  /**
   * Has RDS make a new master password and keep it in a secret, under the key or AWS's own.
   * @throws NotInState, Refused
   */
  manageMasterPassword(identifier: string, keyArn: string | undefined): Promise<void>;
  /** Renames at once, not in the maintenance window. @throws AlreadyExists, NotInState */
  rename(identifier: string, to: string): Promise<void>;
  /** @throws AlreadyExists, NotInState */
  renameMember(identifier: string, to: string): Promise<void>;
  /** Makes `member` the writer. @throws NotInState */
  failOver(identifier: string, member: string): Promise<void>;
  /** @throws NotInState */
  deleteMember(identifier: string): Promise<void>;
  /**
   * Deletes the database, taking a final snapshot where a name for one is given.
   * @throws NotInState
   */
  delete(identifier: string, finalSnapshot: string | undefined): Promise<void>;
}

export interface RestoreRequest {
  readonly identifier: string;
  readonly snapshotArn: string;
  readonly engine: string;
  /** Pinned: without it AWS takes the Region's default. */
  readonly engineVersion: string;
  readonly keyArn?: string | undefined;
  readonly settings: DatabaseSettings;
  readonly tags: Tags;
}

export interface MemberRequest {
  readonly identifier: string;
  readonly databaseIdentifier: string;
  readonly engine: string;
  readonly instanceClass: string;
  readonly promotionTier: number;
  readonly settings: MemberSettings;
  readonly tags: Tags;
}
