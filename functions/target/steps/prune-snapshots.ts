import { finalIdentifiers } from '../../shared/rules/identifier.ts';
import { isPart, tagKeys, tagsInTheWay } from '../../shared/rules/tags.ts';
import { finalTags } from '../rules/recovery-tags.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { prunable, useOf, useSaid } from '../../shared/rules/retention.ts';
import type { RetentionPolicy } from '../../shared/rules/retention.ts';
import { snapshotQuotaOf } from '../../shared/rules/snapshot-quota.ts';
import type { SnapshotQuota } from '../../shared/rules/snapshot-quota.ts';
import { Gone } from '../../shared/ports/aws-errors.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Snapshot, Snapshots } from '../../shared/ports/snapshots.ts';
import { deleteSnapshots, deletionsPerRun } from '../../shared/steps/delete-snapshots.ts';

/**
 * Marks what this run made, now that it has come through: its secured copy is verified, the final
 * snapshot of the database that it retired is ours. Then deletes those that aren't to be kept, of this
 * stack, live name, lineage and use only, and says how full the quota is.
 */
export async function pruneSnapshots(
  plan: RecoveryPlan,
  keep: { readonly secured: RetentionPolicy; readonly final: RetentionPolicy },
  ports: { readonly snapshots: Snapshots; readonly clock: Clock },
): Promise<{ deleted: string[]; shelf: SnapshotQuota | null }> {
  const now = ports.clock.now();
  const listed = await ports.snapshots.all();
  const all: Snapshot[] = [];
  for (const snapshot of listed) {
    const tags = newMarks(plan, snapshot, now);
    if (tags && !(await mark(snapshot, tags, ports.snapshots))) continue;
    all.push(tags ? { ...snapshot, tags: { ...snapshot.tags, ...tags } } : snapshot);
  }
  const ours = { stack: plan.stack, live: plan.names.live, use: useOf(plan.mode) };
  const secured = { ...ours, parts: ['secured'], source: plan.notice.source.resourceId } as const;
  // Of whatever had the live name, from which lineage it came.
  const final = { ...ours, parts: ['final'] } as const;
  const common = { current: plan.snapshot, now };
  const old = [
    ...prunable(all, { ...common, of: secured, keep: keep.secured }),
    ...prunable(all, { ...common, of: final, keep: keep.final }),
  ];
  const deleted = await deleteSnapshots(
    { snapshots: old, ownShares: [], atMost: deletionsPerRun },
    ports,
  );
  const quota = await ports.snapshots.quota();
  const shelf = quota ? snapshotQuotaOf(plan.place.region, quota, snapshotsPerRun(plan)) : null;
  return { deleted, shelf };
}

/**
 * AWS copies the tags of a database onto its final snapshot, and there may be no room for another; a
 * secured copy has ours alone.
 * @returns false where the snapshot is gone since it was listed
 */
async function mark(
  { arn, tags }: Snapshot,
  marks: Snapshot['tags'],
  snapshots: Snapshots,
): Promise<boolean> {
  const inTheWay = marks[tagKeys.part] === 'final' ? tagsInTheWay(tags, marks) : [];
  try {
    if (inTheWay.length > 0) await snapshots.untag(arn, inTheWay);
    await snapshots.tag(arn, marks);
    return true;
  } catch (error) {
    if (error instanceof Gone) return false;
    throw error;
  }
}

/** What a snapshot that this run made still has to say of itself; undefined for nothing. */
function newMarks(
  plan: RecoveryPlan,
  snapshot: Snapshot,
  now: number,
): Snapshot['tags'] | undefined {
  const { names } = plan;
  const { identifier, databaseResourceId, tags } = snapshot;
  if (identifier === names.secured) {
    const isOurs = isPart(tags, { ...plan, part: 'secured' });
    if (!isOurs) return undefined;
    // What a drill made, and a recovery relies on by now, no drill may delete any more.
    const adopted = useSaid(tags) === 'drill' && useOf(plan.mode) === 'recovery';
    if (tags[tagKeys.verified] !== undefined && !adopted) return undefined;
    return {
      [tagKeys.live]: names.live,
      [tagKeys.verified]: new Date(now).toISOString(),
      ...(adopted && { [tagKeys.mode]: plan.mode }),
    };
  }
  // AWS makes it with the old database's tags, or with none.
  const outgoing = plan.live?.resourceId ?? plan.replaced;
  const isFinal =
    outgoing !== undefined &&
    databaseResourceId === outgoing &&
    finalIdentifiers(outgoing).includes(identifier);
  const isAnothers = tags[tagKeys.stack] !== undefined && tags[tagKeys.stack] !== plan.stack;
  if (!isFinal || isAnothers || tags[tagKeys.part] === 'final') return undefined;
  return finalTags(plan);
}

/** The secured copy, and the old database's final snapshot where there is one. */
function snapshotsPerRun({ mode, retirement }: RecoveryPlan): number {
  return mode === 'swap' && retirement === 'delete' ? 2 : 1;
}
