import { parseSnapshotArn } from '../../shared/rules/arn.ts';
import { OneCallCopyRefused } from '../../shared/rules/errors.ts';
import { tagKeys } from '../../shared/rules/tags.ts';
import { recoveryTags } from '../rules/recovery-tags.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { makeSnapshot } from '../../shared/steps/make-snapshot.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { Refused } from '../../shared/ports/aws-errors.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';

/**
 * Copies the shared snapshot into this account under its own key, so that the copy outlives the
 * source account and its key. On the one-call route this copy crosses the Regions as well.
 * @param hours to wait for it
 * @throws NameTaken, OneCallCopyRefused, Refused, SnapshotFailed, SnapshotQuotaFull, StepOverdue
 */
export async function secureSnapshot(
  plan: RecoveryPlan,
  since: string,
  hours: number,
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
      limit: { hours, parameter: 'SecureHours' },
      make: () =>
        copy(plan, {
          ...ports,
          tags: {
            ...recoveryTags(plan, part),
            [tagKeys.live]: plan.names.live,
            [tagKeys.made]: plan.startedAt,
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
