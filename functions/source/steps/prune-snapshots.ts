import type { CapturePlan } from '../rules/capture-plan.ts';
import { captureFates } from '../rules/left-capture.ts';
import type { Heir } from '../rules/left-capture.ts';
import { prunable } from '../../shared/rules/retention.ts';
import type { RetentionPolicy } from '../../shared/rules/retention.ts';
import { snapshotQuotaOf } from '../../shared/rules/snapshot-quota.ts';
import type { SnapshotQuota } from '../../shared/rules/snapshot-quota.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Snapshot, Snapshots } from '../../shared/ports/snapshots.ts';
import { deleteSnapshots, deletionsPerRun } from '../../shared/steps/delete-snapshots.ts';

/** A Region of the source account that holds captures. */
export interface CaptureRegion {
  readonly region: string;
  readonly snapshots: Snapshots;
}

/**
 * Deletes this stack's captures that aren't to be kept, in each Region that holds some, and says how
 * full the quotas are in those that get more.
 */
export async function pruneSnapshots(
  plan: CapturePlan,
  keep: RetentionPolicy & Pick<Heir, 'resumeHours'>,
  ports: { readonly regions: readonly CaptureRegion[]; readonly clock: Clock },
): Promise<{ deleted: string[]; shelves: SnapshotQuota[] }> {
  const deleted: string[] = [];
  const shelves: SnapshotQuota[] = [];
  const listed = new Map<string, readonly Snapshot[]>();
  for (const { region, snapshots } of ports.regions) {
    listed.set(region, await snapshots.ofDatabase(plan.source.identifier));
  }
  // The snapshot alone says it, of its copy as well.
  const fates = captureFates(listed.get(plan.source.region) ?? [], {
    stack: plan.stack,
    resourceId: plan.source.resourceId,
    resumeHours: keep.resumeHours,
    now: ports.clock.now(),
  });
  for (const { region, snapshots } of ports.regions) {
    const all = listed.get(region) ?? [];
    const old = prunable(all, {
      of: { stack: plan.stack, parts: ['snapshot', 'copy'], source: plan.source.resourceId },
      keep,
      current: plan.snapshot,
      fates,
      now: ports.clock.now(),
    });
    const atMost = deletionsPerRun - deleted.length;
    const ownShares = [plan.target.accountId];
    deleted.push(...(await deleteSnapshots({ snapshots: old, ownShares, atMost }, { snapshots })));
    const perCapture = snapshotsIn(plan, region);
    const quota = perCapture > 0 ? await snapshots.quota() : undefined;
    if (quota) shelves.push(snapshotQuotaOf(region, quota, perCapture));
  }
  return { deleted, shelves };
}

/** How many snapshots a capture leaves in a Region. */
function snapshotsIn(plan: CapturePlan, region: string): number {
  const taken = region === plan.source.region ? 1 : 0;
  const copied = region === plan.target.region && plan.route === 'two-step' ? 1 : 0;
  return taken + copied;
}
