import type { CapturePlan } from '../rules/capture-plan.ts';
import { captureTags } from '../rules/capture-tags.ts';
import { copyIdentifier } from '../../shared/rules/identifier.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';
import { makeSnapshot } from '../../shared/steps/make-snapshot.ts';

/**
 * Copies the snapshot into the target Region, under the recovery key where it is encrypted.
 * @param sourceArn the snapshot's ARN in the source Region
 * @param hours to wait for it
 * @throws NameTaken, Refused, SnapshotFailed, SnapshotQuotaFull, StepOverdue
 */
export async function copySnapshot(
  plan: CapturePlan,
  sourceArn: string,
  since: string,
  hours: number,
  ports: { /** In the target Region. */ readonly snapshots: Snapshots; readonly clock: Clock },
): Promise<Progress<{ arn: string }>> {
  const identifier = copyName(plan);
  const part = 'copy';
  const progress = await makeSnapshot(
    {
      step: 'CopySnapshot',
      identifier,
      stack: plan.stack,
      snapshot: plan.snapshot,
      part,
      since,
      limit: { hours, parameter: 'CopyHours' },
      make: () =>
        ports.snapshots.copy({
          sourceArn,
          identifier,
          keyArn: plan.copyKeyArn,
          tags: captureTags(plan, part),
        }),
    },
    ports,
  );
  return progress.state === 'pending' ? progress : { state: 'ready', arn: progress.snapshot.arn };
}

/** In the Region of the snapshot itself the copy needs a name of its own. */
export function copyName(plan: Pick<CapturePlan, 'source' | 'target' | 'snapshot'>): string {
  return plan.target.region === plan.source.region ? copyIdentifier(plan.snapshot) : plan.snapshot;
}
