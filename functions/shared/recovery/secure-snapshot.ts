import { parseSnapshotArn } from '../domain/arn.ts';
import { OneCallCopyRefused } from '../domain/errors.ts';
import { marks, recoveryTags } from '../domain/ownership.ts';
import type { Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { makeSnapshot } from '../snapshots/make-snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import { Refused } from '../ports/conditions.ts';
import type { Snapshots } from '../ports/snapshots.ts';

/**
 * Copies the shared snapshot into this account under its own key, so that the copy outlives the
 * source account and its key. On the one-call route this copy crosses the Regions as well.
 * @throws NameTaken, OneCallCopyRefused, Refused, SnapshotFailed, SnapshotQuotaFull, StepOverdue
 */
export async function secureSnapshot(
  plan: RecoveryPlan,
  since: string,
  ports: { readonly snapshots: Snapshots; readonly clock: Clock },
): Promise<Progress<{ arn: string; engine: string; engineVersion: string }>> {
  const part = 'secured';
  const progress = await makeSnapshot(
    {
      step: 'SecureSnapshot',
      identifier: plan.names.secured,
      stack: plan.stack,
      snapshot: plan.snapshot,
      part,
      since,
      make: () =>
        copy(plan, {
          ...ports,
          tags: {
            ...recoveryTags(plan, part),
            [marks.live]: plan.names.live,
          },
        }),
    },
    ports,
  );
  if (progress.state === 'pending') return progress;
  const { arn, engine, engineVersion } = progress.snapshot;
  return { state: 'ready', arn, engine, engineVersion };
}

async function copy(
  plan: RecoveryPlan,
  ports: { readonly snapshots: Snapshots; readonly tags: Readonly<Record<string, string>> },
) {
  const sourceArn = plan.notice.snapshot.arn;
  try {
    return await ports.snapshots.copy({
      sourceArn,
      identifier: plan.names.secured,
      keyArn: plan.secureKeyArn,
      tags: ports.tags,
    });
  } catch (error) {
    const crossesRegions = parseSnapshotArn(sourceArn).region !== plan.place.region;
    if (!(error instanceof Refused) || !crossesRegions) throw error;
    throw new OneCallCopyRefused(
      `AWS refused to copy ${sourceArn} across account and Region in one call (${error.message}): ` +
        'set CopyRoute to two-step in the source stack',
      { cause: error },
    );
  }
}
