import type {
  CreateDBInstanceMessage,
  DBInstance,
  ModifyDBInstanceMessage,
  PendingModifiedValues,
  RestoreDBInstanceFromDBSnapshotMessage,
} from '@aws-sdk/client-rds';
import type { Call } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import type { SubnetGroup } from '../groups.ts';
import type { SnapshotSource } from '../snapshots/snapshot.ts';

type Create = Omit<CreateDBInstanceMessage, 'AdditionalStorageVolumes'>;
type Restore = Omit<RestoreDBInstanceFromDBSnapshotMessage, 'AdditionalStorageVolumes'>;
type Modify = Omit<ModifyDBInstanceMessage, 'AdditionalStorageVolumes'>;

/** What a request about an instance's settings is read against. */
export interface AboutInstance {
  readonly context: Context;
  readonly call: Call;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly subnetGroup: SubnetGroup;
  /** Of a member. */
  readonly cluster: Cluster | undefined;
  /** What the snapshot keeps that is restored. */
  readonly source?: SnapshotSource;
  /** The instance that is modified. */
  readonly current?: Instance;
}

/** An instance, as the tables of settings see it. */
export interface InstanceKind {
  readonly create: Create;
  readonly restore: Restore;
  readonly modify: Modify;
  readonly given: Partial<Create> &
    Partial<Omit<Restore, keyof Create>> &
    Partial<Omit<Modify, keyof Create | keyof Restore>>;
  readonly about: AboutInstance;
  readonly owner: Instance;
  readonly shape: Partial<DBInstance>;
  readonly pending: PendingModifiedValues;
}
