import type { CapturePlan } from '../rules/capture-plan.ts';
import { captureTags } from '../rules/capture-tags.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';
import { makeSnapshot } from '../../shared/steps/make-snapshot.ts';

/**
 * Takes the snapshot of the source database.
 * @param hours to wait for it
 * @returns when ready, its ARN and the age of its data (ISO 8601)
 * @throws NameTaken, SnapshotFailed, SnapshotQuotaFull, StepOverdue
 */
export async function createSnapshot(
  plan: CapturePlan,
  since: string,
  hours: number,
  ports: { readonly snapshots: Snapshots; readonly clock: Clock },
): Promise<Progress<{ arn: string; capturedAt: string; engineVersion: string; engine: string }>> {
  const part = 'snapshot';
  const progress = await makeSnapshot(
    {
      step: 'CreateSnapshot',
      identifier: plan.snapshot,
      stack: plan.stack,
      snapshot: plan.snapshot,
      part,
      since,
      limit: { hours, parameter: 'SnapshotHours' },
      make: () =>
        ports.snapshots.create({
          identifier: plan.snapshot,
          databaseIdentifier: plan.source.identifier,
          tags: captureTags(plan, part),
        }),
    },
    ports,
  );
  if (progress.state === 'pending') return progress;
  const { arn, createdAt, engine, engineVersion } = progress.snapshot;
  return { state: 'ready', arn, capturedAt: createdAt ?? since, engine, engineVersion };
}
