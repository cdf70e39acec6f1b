import { AwsError, type Call, type Location } from '../../../contracts.ts';
import { rdsArn, referenceOf } from '../arns.ts';
import type { Context } from '../context.ts';
import type { Cluster, Instance } from '../databases.ts';
import type { Snapshot } from './snapshot.ts';

/** Where snapshots of clusters and of instances differ in name; their rules are one. */
export interface SnapshotFamily {
  readonly kind: 'cluster' | 'instance';
  readonly what: string;
  readonly arnType: 'cluster-snapshot' | 'snapshot';
  readonly sourceArnType: 'cluster' | 'db';
  readonly member: string;
  readonly operations: {
    readonly create: string;
    readonly copy: string;
  };
  readonly faults: {
    readonly notFound: string;
    readonly alreadyExists: string;
    readonly invalidState: string;
    readonly sourceNotFound: string;
    readonly sourceState: string;
  };
}

export const clusterSnapshots: SnapshotFamily = {
  kind: 'cluster',
  what: 'DBClusterSnapshot',
  arnType: 'cluster-snapshot',
  sourceArnType: 'cluster',
  member: 'DBClusterSnapshotIdentifier',
  operations: { create: 'CreateDBClusterSnapshot', copy: 'CopyDBClusterSnapshot' },
  faults: {
    notFound: 'DBClusterSnapshotNotFoundFault',
    alreadyExists: 'DBClusterSnapshotAlreadyExistsFault',
    invalidState: 'InvalidDBClusterSnapshotStateFault',
    sourceNotFound: 'DBClusterNotFoundFault',
    sourceState: 'InvalidDBClusterStateFault',
  },
};

export const instanceSnapshots: SnapshotFamily = {
  kind: 'instance',
  what: 'DBSnapshot',
  arnType: 'snapshot',
  sourceArnType: 'db',
  member: 'DBSnapshotIdentifier',
  operations: { create: 'CreateDBSnapshot', copy: 'CopyDBSnapshot' },
  faults: {
    notFound: 'DBSnapshotNotFoundFault',
    alreadyExists: 'DBSnapshotAlreadyExistsFault',
    invalidState: 'InvalidDBSnapshotStateFault',
    sourceNotFound: 'DBInstanceNotFoundFault',
    sourceState: 'InvalidDBInstanceStateFault',
  },
};

/** The ARN that an identifier of a snapshot means, for the authorizer: it need not exist. */
export function snapshotArn(family: SnapshotFamily, location: Location, value: string): string {
  return value.startsWith('arn:') ? value : rdsArn(location, family.arnType, value.toLowerCase());
}

/** Whether a location's account may see the snapshot: its own, or shared with it. */
export function isVisible(snapshot: Snapshot, accountId: string): boolean {
  return (
    snapshot.location.accountId === accountId ||
    snapshot.sharedWith.has(accountId) ||
    snapshot.sharedWith.has('all')
  );
}

/**
 * The snapshot that a request reads from: one of the caller's by name, or any that is shared with
 * the caller by ARN.
 *
 * @param anywhere whether a snapshot of another Region will do, as it does for copies
 * @throws AwsError the family's not-found fault
 */
export function sourceSnapshot(
  context: Context,
  family: SnapshotFamily,
  value: string,
  call: Call,
  anywhere = false,
): Snapshot {
  const reference = referenceOf(value, family.arnType, call.location);
  const snapshot =
    reference && context.snapshots[family.kind].find(reference.location, reference.identifier);
  if (
    snapshot === undefined ||
    !isVisible(snapshot, call.location.accountId) ||
    (!anywhere && snapshot.location.region !== call.location.region)
  ) {
    throw notFound(family, value);
  }
  return snapshot;
}

/** A snapshot of the caller's own, by name or ARN. */
export function ownSnapshot(
  context: Context,
  family: SnapshotFamily,
  value: string,
  call: Call,
): Snapshot {
  const snapshot = sourceSnapshot(context, family, value, call);
  if (snapshot.location.accountId !== call.location.accountId) throw notFound(family, value);
  return snapshot;
}

/** @throws AwsError the family's state fault */
export function requireAvailable(family: SnapshotFamily, snapshot: Snapshot): void {
  if (snapshot.status === 'available') return;
  throw new AwsError(
    family.faults.invalidState,
    `${family.what} ${snapshot.identifier} must be available, and is ${snapshot.status}`,
  );
}

/** The registry of what a family's snapshots are taken of. */
export function findSource(
  context: Context,
  family: SnapshotFamily,
  location: Location,
  identifier: string,
): Cluster | Instance | undefined {
  return family.kind === 'cluster'
    ? context.clusters.find(location, identifier)
    : context.instances.find(location, identifier);
}

export function notFound(family: SnapshotFamily, value: string): AwsError {
  return new AwsError(family.faults.notFound, `${family.what} not found: ${value}`);
}
