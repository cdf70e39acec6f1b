import type { Database } from './database.ts';
import { clusterStatuses } from './statuses/clusters.ts';
import { instanceStatuses } from './statuses/instances.ts';
import { clusterCalls, instanceCalls } from './statuses/row.ts';
import type { ClusterCall, InstanceCall, StatusRow } from './statuses/row.ts';

/** What a status of AWS means to a step that waits for `available`. */
export type Readiness = 'available' | 'pending' | 'failed';

const failedSnapshot = /^(failed|deleted|deleting|incompatible-.*)$/;

/**
 * A status that AWS adds one day is pending until the step's deadline; a known-bad one fails at
 * once. Source: the RDS and Aurora User Guides, "Viewing … status".
 */
export function snapshotReadiness(status: string): Readiness {
  if (status === 'available') return 'available';
  return failedSnapshot.test(status) ? 'failed' : 'pending';
}

/** A cluster, a DB instance or, as an instance, a member, in a status. */
export interface InStatus {
  readonly kind: Database['kind'];
  readonly status: string;
}

/** What is done to a database, by whichever call its kind has for it. */
export type Deed = keyof typeof callsOf.instance | keyof typeof callsOf.cluster;

const callsOf = {
  cluster: {
    modify: 'ModifyDBCluster',
    delete: 'DeleteDBCluster',
    snapshot: 'CreateDBClusterSnapshot',
    addRole: 'AddRoleToDBCluster',
    addMember: 'CreateDBInstance',
    failOver: 'FailoverDBCluster',
    enableDataApi: 'EnableHttpEndpoint',
  },
  instance: {
    modify: 'ModifyDBInstance',
    delete: 'DeleteDBInstance',
    snapshot: 'CreateDBSnapshot',
    addRole: 'AddRoleToDBInstance',
    restart: 'RebootDBInstance',
  },
} as const satisfies {
  readonly cluster: Readonly<Record<string, ClusterCall>>;
  readonly instance: Readonly<Record<string, InstanceCall>>;
};

/**
 * What the tables say of a status, in either way that AWS spells it (`upgrade_failed`, `upgrade-failed`).
 * One that nobody has listed passes, until a step's deadline: somebody may write meanwhile, and no call is
 * tried.
 */
export function statusRow({ kind, status }: InStatus): StatusRow {
  const listed = status.replaceAll('_', '-');
  const found = kind === 'cluster' ? clusterStatuses[listed] : instanceStatuses[listed];
  return (
    found ?? {
      means: 'passing',
      connects: 'perhaps',
      forbids: kind === 'cluster' ? clusterCalls : instanceCalls,
      source: 'nobody has listed it',
    }
  );
}

/** Whether the database answers now, or may without anybody's doing. `usable` isn't `available` alone. */
export function meaningOf(database: InStatus): StatusRow['means'] {
  return statusRow(database).means;
}

/** Whether AWS doesn't do this to the database in its status; a rename is a `modify`. */
export function isForbidden(database: InStatus, deed: Deed): boolean {
  const calls: Partial<Record<Deed, string>> = callsOf[database.kind];
  const call = calls[deed];
  return call === undefined || statusRow(database).forbids.includes(call);
}

/** A member, as the tables have it. */
export function asInstance({ status }: { readonly status: string }): InStatus {
  return { kind: 'instance', status };
}
