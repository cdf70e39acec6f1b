import { AwsError, type Call, type Location } from '../../../contracts.ts';
import { rdsArn, referenceOf, samePlace } from '../arns.ts';
import type { Context } from '../context.ts';
import {
  dataKeyOf,
  isAccessible,
  keyForWriting,
  notAccessible,
  requireReading,
  type Encryption,
} from '../encryption.ts';
import { newIdentifier, snapshotLengths } from '../identifiers.ts';
import { EndsBadly } from '../status-transitions.ts';
import { requireCopyRoom, requireSnapshotRoom } from '../quotas.ts';
import { authorizeTagging, mergeTags, tagContext, type Tags } from '../tags.ts';
import { manualSnapshots, requireFreeName } from './create.ts';
import { requireAvailable, snapshotArn, sourceSnapshot, type SnapshotFamily } from './family.ts';
import { checkPresignedUrl } from './presigned-url.ts';
import { done, unevenProgress } from './progress.ts';
import type { Snapshot } from './snapshot.ts';

/** CopyDBClusterSnapshot and CopyDBSnapshot, in one shape. */
export interface CopyRequest {
  readonly source: string;
  readonly sourceMember: string;
  readonly target: string | undefined;
  readonly targetMember: string;
  readonly keyId: string | undefined;
  readonly presignedUrl: string | undefined;
  readonly copyTags: boolean;
  readonly tags: Tags;
}

/** Copies a snapshot within or across accounts and Regions, as the caller in the target's. */
export function copySnapshot(
  context: Context,
  family: SnapshotFamily,
  request: CopyRequest,
  call: Call,
): Snapshot {
  const { location } = call;
  const identifier = newIdentifier(
    request.target,
    request.targetMember,
    snapshotLengths(family.kind),
  );
  const arn = rdsArn(location, family.arnType, identifier);
  const action = `rds:${family.operations.copy}`;
  call.authorize(action, snapshotArn(family, location, request.source), {
    context: tagContext(request.tags, ownTags(context, family, request.source, location)),
  });
  call.authorize(action, arn, { context: tagContext(request.tags) });
  authorizeTagging(call, arn, request.tags);

  const source = sourceSnapshot(context, family, request.source, call, true);
  requireAvailable(family, source);
  const across = source.location.region !== location.region;
  const shared = source.location.accountId !== location.accountId;
  if (family.kind === 'cluster' && across && shared && !context.oneCallClusterCopy) {
    throw new AwsError(
      'InvalidParameterCombination',
      `A DB cluster snapshot of another account can't be copied from ${source.location.region} to ${location.region} in one call: copy it within its Region first`,
    );
  }
  checkPresignedUrl(request.presignedUrl, {
    operation: family.operations.copy,
    sourceMember: request.sourceMember,
    source: request.source,
    sourceRegion: source.location.region,
    region: location.region,
    keyId: request.keyId,
    encrypted: source.encryption.type !== 'none',
  });
  const encryption = targetEncryption(context, family, source, request.keyId, call);
  const tags = copiedTags(source, request, shared);
  requireFreeName(context, family, location, identifier);
  requireSnapshotRoom(family.kind, manualSnapshots(context, family, location));
  if (across) requireCopyRoom(family.kind, copiesAcrossRegions(context, family, location));
  return beginCopy(context, family, source, { arn, identifier, location, encryption, tags });
}

function beginCopy(
  context: Context,
  family: SnapshotFamily,
  source: Snapshot,
  target: Pick<Snapshot, 'arn' | 'identifier' | 'location' | 'encryption' | 'tags'>,
): Snapshot {
  const now = context.clock.now();
  const across = source.location.region !== target.location.region;
  const snapshot: Snapshot = {
    ...target,
    family: family.kind,
    type: 'manual',
    createdAt: now,
    takenAt: source.takenAt,
    source: source.source,
    copiedFrom: source.arn,
    sharedWith: new Set(),
    status: 'copying',
    progress: [{ at: now, percent: 0 }],
    dump: undefined,
  };
  context.snapshots[family.kind].add(snapshot);
  const announces = family.kind === 'instance' && across;
  const { region } = source.location;
  if (announces) context.emit('RDS-EVENT-0059', snapshot, source.identifier, region);
  context.transitions.begin(
    {
      operation: `copy-${family.kind}-snapshot`,
      owner: snapshot,
      identifier: snapshot.identifier,
      location: snapshot.location,
      fail: (status) => (snapshot.status = status),
    },
    async (transition) => {
      const queue = across ? transition.draw('copyQueue') : 0;
      const duration = queue + transition.draw(kindOfCopy(source, snapshot));
      const before = across ? copiesOfSameDatabase(context, family, snapshot) : [];
      if (before.length > 0) {
        await transition.until(() => before.every(({ status }) => status !== 'copying'));
      }
      const begun = context.clock.now();
      snapshot.progress = unevenProgress(transition.random, begun, queue, duration);
      await transition.wait(duration);
      await transition.arrive();
      // The source must last until the copy is done.
      const { dump } = source;
      if (dump === undefined || !isReadable(context, source) || !isReadable(context, snapshot)) {
        throw new EndsBadly('failed');
      }
      const key = dataKeyOf(snapshot.encryption, context.keys);
      snapshot.dump = await context.storage.copy(dump, snapshot.identifier, key);
      snapshot.progress = done;
      snapshot.status = 'available';
      const minutes = String(Math.round((begun - now + duration) / 60_000));
      if (announces) context.emit('RDS-EVENT-0060', snapshot, source.identifier, region, minutes);
    },
  );
  return snapshot;
}

/**
 * Copies into the same Region that were asked for before: "When you request multiple snapshot copies for
 * the same source DB instance, they're queued internally" (Aurora User Guide, "DB cluster snapshot copying",
 * Limitations). While it is queued a copy says 0 per cent; read here as: of copies across Regions.
 */
function copiesOfSameDatabase(
  context: Context,
  family: SnapshotFamily,
  { location, source, identifier }: Snapshot,
): readonly Snapshot[] {
  return context.snapshots[family.kind]
    .in(location)
    .filter(
      (other) =>
        other.identifier !== identifier &&
        other.status === 'copying' &&
        !isOf(other.copiedFrom, location) &&
        other.source.resourceId === source.resourceId,
    );
}

function kindOfCopy(source: Snapshot, target: Snapshot) {
  if (source.location.region !== target.location.region) return 'copyAcrossRegions';
  const sameKey = JSON.stringify(source.encryption) === JSON.stringify(target.encryption);
  return samePlace(source.location, target.location) && sameKey ? 'copyInPlace' : 'copyInFull';
}

/**
 * The key that a copy is under: see the `KmsKeyId` of both copy operations. Data under a key that AWS
 * owns is encrypted, so its copy takes a key, and needs one where it comes from elsewhere (unverified).
 */
function targetEncryption(
  context: Context,
  family: SnapshotFamily,
  source: Snapshot,
  keyId: string | undefined,
  call: Call,
): Encryption {
  const { keys } = context;
  const { encryption } = source;
  const fromElsewhere = !samePlace(source.location, call.location);
  if (keyId === undefined) {
    if (encryption.type === 'none' || !fromElsewhere) {
      requireReading(keys, call, encryption, 'source snapshot');
      if (encryption.type !== 'sse-kms') return encryption;
      return keyForWriting(keys, call, encryption.keyArn, 'target snapshot');
    }
    const why = 'a copy to another Region, or of another account’s snapshot, needs KmsKeyId';
    throw notAccessible('target snapshot', undefined, why);
  }
  if (encryption.type === 'none' && family.kind === 'cluster') {
    throw new AwsError(
      'InvalidParameterCombination',
      'KmsKeyId must not be specified when copying an unencrypted DB cluster snapshot: restore it with KmsKeyId to encrypt it',
    );
  }
  requireReading(keys, call, encryption, 'source snapshot');
  return keyForWriting(keys, call, keyId, 'target snapshot');
}

/** Tags of AWS's own can't be copied, nor can another account's. */
function copiedTags(source: Snapshot, request: CopyRequest, shared: boolean): Tags {
  if (!request.copyTags) return request.tags;
  if (shared) {
    throw new AwsError(
      'InvalidParameterCombination',
      'CopyTags must not be specified when copying a shared snapshot: tags are not shared',
    );
  }
  const reserved = [...source.tags.keys()].find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `CopyTags can't copy the tag ${reserved}: keys that start with aws: are reserved`,
    );
  }
  return mergeTags(source.tags, request.tags);
}

/**
 * The tags that a policy may name for what is copied: both snapshots are resources of the operation, and
 * tags aren't shared with another account.
 * Source: Service Authorization Reference, "Amazon RDS": aws:ResourceTag of cluster-snapshot and snapshot.
 */
function ownTags(
  context: Context,
  family: SnapshotFamily,
  value: string,
  location: Location,
): Tags | undefined {
  const reference = referenceOf(value, family.arnType, location);
  if (reference?.location.accountId !== location.accountId) return undefined;
  return context.snapshots[family.kind].find(reference.location, reference.identifier)?.tags;
}

function copiesAcrossRegions(context: Context, family: SnapshotFamily, location: Location): number {
  return context.snapshots[family.kind]
    .in(location)
    .filter(({ status, copiedFrom }) => status === 'copying' && !isOf(copiedFrom, location)).length;
}

function isOf(arn: string | undefined, { region }: Location): boolean {
  return arn?.split(':')[3] === region;
}

function isReadable(context: Context, { location, encryption }: Snapshot): boolean {
  return isAccessible(context.keys, location, encryption);
}
