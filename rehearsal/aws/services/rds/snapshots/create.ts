import { AwsError, type Call, type Location } from '../../../contracts.ts';
import { rdsArn, referenceOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { storageOwner, type Cluster, type Instance } from '../databases.ts';
import { dataKeyOf } from '../encryption.ts';
import { newIdentifier, snapshotLengths } from '../identifiers.ts';
import { requireSnapshotRoom } from '../quotas.ts';
import { volumeOf } from '../serving.ts';
import { clusterTakes, instanceTakes } from '../statuses/takes.ts';
import { authorizeTagging, mergeTags, tagContext, type Tags } from '../tags.ts';
import { findSource, type SnapshotFamily } from './family.ts';
import { done, unevenProgress } from './progress.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * CreateDBClusterSnapshot and CreateDBSnapshot: a manual snapshot of the data as it is at the
 * request.
 */
export function createSnapshot(
  context: Context,
  family: SnapshotFamily,
  request: {
    readonly identifier: string | undefined;
    readonly source: string;
    readonly tags: Tags;
  },
  call: Call,
): Snapshot {
  const identifier = newIdentifier(request.identifier, family.member, snapshotLengths(family.kind));
  const { location } = call;
  const reference = referenceOf(request.source, family.sourceArnType, location);
  const source = reference && findSource(context, family, location, reference.identifier);
  const action = `rds:${family.operations.create}`;
  const arn = rdsArn(location, family.arnType, identifier);
  call.authorize(
    action,
    rdsArn(location, family.sourceArnType, reference?.identifier ?? request.source),
    { context: tagContext(request.tags, source?.tags) },
  );
  call.authorize(action, arn, { context: tagContext(request.tags) });
  authorizeTagging(call, arn, request.tags);
  if (source === undefined) {
    throw new AwsError(family.faults.sourceNotFound, `${request.source} not found`);
  }
  if ('cluster' in source && source.cluster !== undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `The instance ${source.identifier} is a member of the cluster ${source.cluster.identifier}: take a cluster snapshot`,
    );
  }
  const takes =
    family.kind === 'cluster'
      ? clusterTakes(source.status, 'CreateDBClusterSnapshot')
      : instanceTakes(source.status, 'CreateDBSnapshot');
  if (!takes) {
    throw new AwsError(
      family.faults.sourceState,
      `${source.identifier} can't be snapshot: it must be available, and is ${source.status}`,
    );
  }
  requireFreeName(context, family, location, identifier);
  requireSnapshotRoom(family.kind, manualSnapshots(context, family, location));
  return beginSnapshot(context, family, source, { identifier, tags: request.tags });
}

/**
 * Takes a snapshot: manual, final or automated. Its data is copied at once; the rest is waiting.
 */
export function beginSnapshot(
  context: Context,
  family: SnapshotFamily,
  source: Cluster | Instance,
  wanted: {
    readonly identifier: string;
    readonly tags: Tags;
    readonly type?: Snapshot['type'];
  },
): Snapshot {
  const { location } = source;
  const now = context.clock.now();
  const type = wanted.type ?? 'manual';
  const snapshot: Snapshot = {
    family: family.kind,
    location,
    identifier: wanted.identifier,
    arn: rdsArn(location, family.arnType, wanted.identifier),
    type,
    createdAt: now,
    takenAt: now,
    encryption: source.encryption,
    source: sourceFacts(source),
    copiedFrom: undefined,
    sharedWith: new Set(),
    status: 'creating',
    progress: [{ at: now, percent: 0 }],
    dump: undefined,
    tags: source.copyTagsToSnapshot ? mergeTags(source.tags, wanted.tags) : wanted.tags,
  };
  context.snapshots[family.kind].add(snapshot);
  const [started, finished] = events[family.kind][type];
  if (started) context.emit(started, snapshot);
  context.transitions.begin(
    {
      operation: `create-${family.kind}-snapshot`,
      owner: snapshot,
      identifier: snapshot.identifier,
      location,
      fail: (status) => (snapshot.status = status),
    },
    async (transition) => {
      const duration = transition.draw('snapshot');
      snapshot.progress = unevenProgress(transition.random, now, 0, duration);
      const volume = await volumeOf(context, storageOwnerOf(source));
      snapshot.dump = await context.storage.dump(
        volume,
        dataKeyOf(snapshot.encryption, context.keys),
      );
      await transition.wait(duration);
      await transition.arrive();
      snapshot.progress = done;
      snapshot.status = 'available';
      if (finished) context.emit(finished, snapshot);
    },
  );
  return snapshot;
}

/** How many snapshots count toward the quota. */
export function manualSnapshots(
  context: Context,
  family: SnapshotFamily,
  location: Location,
): number {
  const all = context.snapshots[family.kind].in(location);
  return all.filter(({ type }) => type === 'manual').length;
}

/** @throws AwsError the family's already-exists fault */
export function requireFreeName(
  context: Context,
  family: SnapshotFamily,
  location: Location,
  identifier: string,
): void {
  if (context.snapshots[family.kind].holder(location, identifier) === undefined) return;
  throw new AwsError(
    family.faults.alreadyExists,
    `Cannot create the snapshot because a snapshot with the identifier ${identifier} already exists.`,
  );
}

const events = {
  cluster: {
    manual: ['RDS-EVENT-0074', 'RDS-EVENT-0075'],
    automated: ['RDS-EVENT-0168', 'RDS-EVENT-0169'],
  },
  instance: {
    manual: ['RDS-EVENT-0040', 'RDS-EVENT-0042'],
    automated: [undefined, undefined],
  },
} as const;

function storageOwnerOf(source: Cluster | Instance): Cluster | Instance {
  return 'members' in source ? source : storageOwner(source);
}

function sourceFacts(source: Cluster | Instance): Snapshot['source'] {
  const cluster = 'members' in source;
  return {
    identifier: source.identifier,
    resourceId: source.resourceId,
    createdAt: source.createdAt,
    engine: source.engine,
    engineVersion: source.engineVersion,
    master: source.master,
    databaseName: source.databaseName,
    port: source.port,
    vpcId: source.subnetGroup.vpcId,
    zones: cluster ? source.subnetGroup.subnets.map(({ zone }) => zone) : [source.zone],
    storage: cluster
      ? { allocated: 1, type: source.storageType, iops: undefined, throughput: undefined }
      : source.storage,
    backupRetentionPeriod: source.backupRetentionPeriod,
    backupWindow: source.backupWindow,
    iamAuthentication: source.iamAuthentication,
    instanceClass: cluster ? undefined : source.instanceClass,
    processorFeatures: cluster ? [] : source.processorFeatures,
    optionGroup: cluster ? undefined : source.optionGroup,
    timezone: cluster ? undefined : source.timezone,
    characterSetName: cluster ? undefined : source.characterSetName,
    ncharCharacterSetName: cluster ? undefined : source.ncharCharacterSetName,
  };
}
