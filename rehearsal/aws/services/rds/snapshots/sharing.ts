import { AwsError, type Call } from '../../../contracts.ts';
import type { Context } from '../context.ts';
import { quotas } from '../quotas.ts';
import { tagContext } from '../tags.ts';
import { ownSnapshot, requireAvailable, snapshotArn, type SnapshotFamily } from './family.ts';
import type { Snapshot } from './snapshot.ts';

/** ModifyDBClusterSnapshotAttribute and ModifyDBSnapshotAttribute, in one shape. */
export interface SharingRequest {
  readonly operation: string;
  readonly identifier: string;
  readonly attribute: string;
  readonly add: readonly string[] | undefined;
  readonly remove: readonly string[] | undefined;
}

/**
 * Shares a snapshot with other accounts, in its own Region. Only manual snapshots can be shared,
 * with at most 20 accounts; encrypted ones not with everybody; ones under a key that isn't the
 * customer's own not at all. AWS says that of the default key `aws/rds`; of keys that AWS owns it says
 * nothing, so they are taken to be refused like it (unverified).
 */
export function modifySharing(
  context: Context,
  family: SnapshotFamily,
  request: SharingRequest,
  call: Call,
): Snapshot {
  const snapshot = authorized(context, family, request.operation, request.identifier, call);
  if (request.attribute !== 'restore') {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid attribute name ${request.attribute}: the attribute for sharing is restore`,
    );
  }
  const add = request.add ?? [];
  const remove = request.remove ?? [];
  if (add.length + remove.length === 0) {
    throw new AwsError('InvalidParameterCombination', 'No attribute values to add or remove');
  }
  for (const value of [...add, ...remove]) requireAccount(value);
  requireAvailable(family, snapshot);
  if (add.length > 0) requireShareable(family, snapshot, add);
  const shared = new Set([...snapshot.sharedWith, ...add]);
  for (const value of remove) shared.delete(value);
  if (shared.size > quotas.sharedAccounts) {
    throw new AwsError(
      'SharedSnapshotQuotaExceededFault',
      `A snapshot can be shared with at most ${quotas.sharedAccounts} accounts, and this would make ${shared.size}`,
    );
  }
  snapshot.sharedWith = shared;
  return snapshot;
}

/** The snapshot whose attributes a request asks for: only its owner may. */
export function authorized(
  context: Context,
  family: SnapshotFamily,
  operation: string,
  identifier: string,
  call: Call,
): Snapshot {
  const arn = snapshotArn(family, call.location, identifier);
  const found = context.snapshots[family.kind].find(call.location, identifier.toLowerCase());
  call.authorize(`rds:${operation}`, arn, { context: tagContext(new Map(), found?.tags) });
  return ownSnapshot(context, family, identifier, call);
}

/** The attributes in the API's shape. */
export function attributesOf(snapshot: Snapshot): {
  AttributeName: string;
  AttributeValues: string[];
}[] {
  return [{ AttributeName: 'restore', AttributeValues: [...snapshot.sharedWith] }];
}

function requireAccount(value: string): void {
  if (value === 'all' || /^\d{12}$/.test(value)) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid value ${value}: expected an account id of 12 digits, or all`,
  );
}

function requireShareable(
  family: SnapshotFamily,
  snapshot: Snapshot,
  add: readonly string[],
): void {
  const { type, encryption } = snapshot;
  if (type !== 'manual') {
    throw new AwsError(
      family.faults.invalidState,
      `Only manual snapshots can be shared, and ${snapshot.identifier} is ${type}: copy it first`,
    );
  }
  if (encryption.type === 'sse-rds' || (encryption.type === 'sse-kms' && encryption.managed)) {
    throw new AwsError(
      family.faults.invalidState,
      `Sharing snapshots encrypted with the default service key for RDS is currently not supported: copy ${snapshot.identifier} under a customer managed key first`,
    );
  }
  if (add.includes('all') && encryption.type !== 'none') {
    throw new AwsError(
      'InvalidParameterValue',
      `The encrypted snapshot ${snapshot.identifier} can't be made public`,
    );
  }
}
