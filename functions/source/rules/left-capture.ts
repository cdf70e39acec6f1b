import type { CaptureFate } from '../../shared/rules/retention.ts';
import { snapshotReadiness } from '../../shared/rules/status.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';
import { handoverOf } from './handover.ts';

/** What an earlier run may have left. */
interface Left {
  readonly identifier: string;
  readonly status: string;
  readonly createdAt?: string | undefined;
  readonly databaseResourceId?: string | undefined;
  readonly tags: Tags;
}

/** Whose captures a start may take up. */
export interface Heir {
  readonly stack: string;
  /** Of its snapshots' names, where it matters: its functions may touch no others. */
  readonly snapshotPrefix?: string;
  /** Of the database that is captured. */
  readonly resourceId: string;
  readonly resumeHours: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The captures that a start may take up, the newest first: this stack's, of this very database, of which
 * the target hasn't been told, that are or become available, and aren't too old. A copy of 40 hours is as
 * long again by a second one, so that the older capture is there first; but a day-old capture that can't
 * be handed over, for whatever reason, mustn't keep newer ones out for ever.
 */
export function usableCaptures<Snapshot extends Left>(
  snapshots: readonly Snapshot[],
  heir: Heir,
): readonly Snapshot[] {
  return snapshots
    .filter((snapshot) => isUsable(snapshot, heir))
    .toSorted((one, other) => timeOf(other) - timeOf(one));
}

/**
 * What retention has to know of each capture, by its name: nothing where it says nothing itself.
 * @param snapshots of the source Region
 */
export function captureFates(
  snapshots: readonly Left[],
  heir: Heir,
): ReadonlyMap<string, CaptureFate> {
  const fates = new Map<string, CaptureFate>();
  for (const snapshot of snapshots) {
    const handover = handoverOf(snapshot.tags);
    if (handover === undefined) continue;
    const open = isUsable(snapshot, heir) ? 'under way' : 'given up';
    fates.set(snapshot.identifier, handover === 'awaited' ? open : handover);
  }
  return fates;
}

function isUsable(snapshot: Left, heir: Heir): boolean {
  const { identifier, status, databaseResourceId, tags } = snapshot;
  const prefix = heir.snapshotPrefix === undefined ? '' : `${heir.snapshotPrefix}-`;
  return (
    tags[tagKeys.stack] === heir.stack &&
    tags[tagKeys.part] === 'snapshot' &&
    tags[tagKeys.snapshot] === identifier &&
    tags[tagKeys.source] === heir.resourceId &&
    (databaseResourceId === undefined || databaseResourceId === heir.resourceId) &&
    identifier.startsWith(prefix) &&
    handoverOf(tags) === 'awaited' &&
    snapshotReadiness(status) !== 'failed' &&
    heir.now - timeOf(snapshot) < heir.resumeHours * 3_600_000
  );
}

/** One of which AWS doesn't say when it was taken is being taken now. */
function timeOf({ createdAt }: Left): number {
  return createdAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(createdAt);
}
