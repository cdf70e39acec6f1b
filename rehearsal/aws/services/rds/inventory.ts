import type { Location } from '../../contracts.ts';
import { rdsArn } from './arns.ts';
import type { Context } from './context.ts';
import type { Cluster, Instance } from './databases.ts';
import type { Snapshot } from './snapshots/snapshot.ts';
import type { Lineage } from './storage.ts';

/** A database, a member of one, or a snapshot. */
export interface InventoryItem {
  readonly kind: 'cluster' | 'instance' | 'member' | 'snapshot';
  readonly arn: string;
  readonly location: Location;
  readonly identifier: string;
  /** `cluster-…` or `db-…`; of a snapshot, that of the database that it was taken of. */
  readonly resourceId: string;
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined where there is no data of its own, or none yet. */
  readonly lineage: Lineage | undefined;
  /** Of a member: its cluster's resource id. */
  readonly clusterId?: string;
  readonly deletionProtection?: boolean;
  /** Of a database: whether RDS manages its master password, in a secret. */
  readonly managed?: boolean;
  /** Of a snapshot: the accounts that may use it. */
  readonly sharedWith?: readonly string[];
}

/** Everything that RDS holds, by kind, in the order in which it was made. */
export function inventory(context: Context): readonly InventoryItem[] {
  const { clusters, instances, snapshots } = context;
  return [
    ...clusters.all().map((cluster) => database(cluster, 'cluster')),
    ...instances.all().map((instance) => ({
      ...database(instance, instance.cluster === undefined ? 'instance' : 'member'),
      ...(instance.cluster !== undefined && { clusterId: instance.cluster.resourceId }),
    })),
    ...[...snapshots.cluster.all(), ...snapshots.instance.all()].map(snapshot),
  ];
}

function database(owner: Cluster | Instance, kind: InventoryItem['kind']): InventoryItem {
  const { location, identifier, resourceId, status, tags, volume, deletionProtection } = owner;
  const type = kind === 'cluster' ? 'cluster' : 'db';
  return {
    kind,
    arn: rdsArn(location, type, identifier),
    location,
    identifier,
    resourceId,
    status,
    tags: Object.fromEntries(tags),
    lineage: volume?.lineage,
    deletionProtection,
    managed: owner.managedSecret !== undefined,
  };
}

function snapshot(made: Snapshot): InventoryItem {
  const { arn, location, identifier, status, tags, dump, source, sharedWith } = made;
  return {
    kind: 'snapshot',
    arn,
    location,
    identifier,
    resourceId: source.resourceId,
    status,
    tags: Object.fromEntries(tags),
    lineage: dump?.lineage,
    sharedWith: [...sharedWith],
  };
}
