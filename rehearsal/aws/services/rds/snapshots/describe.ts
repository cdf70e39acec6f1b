import type { Filter } from '@aws-sdk/client-rds';
import { AwsError, type Call } from '../../../contracts.ts';
import { rdsArn, referenceOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { filtered, names } from '../filters.ts';
import { page } from '../pagination.ts';
import { isVisible, notFound, snapshotArn, sourceSnapshot, type SnapshotFamily } from './family.ts';
import type { Snapshot } from './snapshot.ts';

/** DescribeDBClusterSnapshots and DescribeDBSnapshots, in one shape. */
export interface SnapshotQuery {
  readonly operation: string;
  readonly identifier: string | undefined;
  readonly source: string | undefined;
  readonly sourceResourceId: string | undefined;
  readonly type: string | undefined;
  readonly filters: readonly Filter[] | undefined;
  readonly includeShared: boolean;
  readonly includePublic: boolean;
  readonly MaxRecords: number | undefined;
  readonly Marker: string | undefined;
}

/**
 * Finds snapshots: the caller's own, and where asked those shared with the caller in this Region.
 * One shared snapshot is found by its ARN. A list is of snapshots and of what they were taken of: both
 * are resources of the action.
 * Source: Service Authorization Reference, Amazon RDS, DescribeDBClusterSnapshots and
 * DescribeDBSnapshots; that a list without a source is checked against all of them is unverified.
 *
 * @throws AwsError the family's not-found fault for a named snapshot that isn't there
 */
export function findSnapshots(
  context: Context,
  family: SnapshotFamily,
  query: SnapshotQuery,
  call: Call,
): { items: Snapshot[]; Marker?: string } {
  const { location } = call;
  const { accountId } = location;
  const action = `rds:${query.operation}`;
  call.authorize(action, snapshotArn(family, location, query.identifier ?? '*'));
  if (query.identifier === undefined || query.source !== undefined) {
    const given = query.source ?? '*';
    const source = referenceOf(given, family.sourceArnType, location);
    call.authorize(action, rdsArn(location, family.sourceArnType, source?.identifier ?? given));
  }
  if (query.identifier !== undefined && query.source !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      `Specify either ${family.member} or the identifier of what it was taken of, not both`,
    );
  }
  const type = query.type?.toLowerCase();
  if (type !== undefined && !types.has(type)) {
    throw new AwsError('InvalidParameterValue', `Unknown snapshot type: ${query.type}`);
  }
  const wanted =
    query.identifier === undefined
      ? listed(context, family, call)
      : [sourceSnapshot(context, family, query.identifier, call)];
  const ofType = wanted.filter((snapshot) => {
    const own = snapshot.location.accountId === accountId;
    if (type === 'shared') return !own && !isPublic(snapshot);
    if (type === 'public') return isPublic(snapshot);
    if (type !== undefined) return own && snapshot.type === type;
    if (own) return query.identifier === undefined || snapshot.type === 'manual';
    if (query.identifier !== undefined) return true;
    return isPublic(snapshot) ? query.includePublic : query.includeShared;
  });
  if (query.identifier !== undefined && ofType.length === 0) {
    throw notFound(family, query.identifier);
  }
  const source = query.source && referenceOf(query.source, family.sourceArnType, location);
  const ofSource = ofType.filter(
    (snapshot) =>
      (!source || snapshot.source.identifier === source.identifier) &&
      (!query.sourceResourceId || snapshot.source.resourceId === query.sourceResourceId),
  );
  const found = filtered(query.operation, ofSource, query.filters, filterRules(family));
  const nameOf = (snapshot: Snapshot): string => shownIdentifier(snapshot, call);
  const sorted = found.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return page(sorted, nameOf, query, context.pageSize);
}

/** Another account's snapshot goes by its ARN. */
export function shownIdentifier(snapshot: Snapshot, call: Call): string {
  return snapshot.location.accountId === call.location.accountId
    ? snapshot.identifier
    : snapshot.arn;
}

const types = new Set(['automated', 'manual', 'shared', 'public', 'awsbackup']);

function listed(context: Context, family: SnapshotFamily, call: Call): Snapshot[] {
  const { accountId, region } = call.location;
  return context.snapshots[family.kind]
    .all()
    .filter(
      (snapshot) =>
        snapshot.location.region === region &&
        isVisible(snapshot, accountId) &&
        (snapshot.location.accountId === accountId || snapshot.status === 'available'),
    );
}

function isPublic(snapshot: Snapshot): boolean {
  return snapshot.sharedWith.has('all');
}

function isNamed({ identifier, arn }: Snapshot, value: string): boolean {
  return names(value, identifier, arn);
}

function filterRules(family: SnapshotFamily) {
  const cluster = family.kind === 'cluster';
  const ofSource = ({ location, source }: Snapshot, value: string): boolean =>
    names(value, source.identifier, rdsArn(location, family.sourceArnType, source.identifier));
  return {
    [cluster ? 'db-cluster-id' : 'db-instance-id']: ofSource,
    [cluster ? 'db-cluster-snapshot-id' : 'db-snapshot-id']: isNamed,
    'snapshot-type': ({ type }: Snapshot, value: string): boolean => type === value,
    engine: ({ source }: Snapshot, value: string): boolean => source.engine === value,
    ...(cluster
      ? {}
      : {
          'dbi-resource-id': ({ source }: Snapshot, value: string): boolean =>
            source.resourceId.toLowerCase() === value,
        }),
  };
}
