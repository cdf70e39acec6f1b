import { SnapshotFailed } from '../../shared/rules/errors.ts';
import { checkAgeOfSnapshot, checkSnapshotLineage } from '../rules/lineage.ts';
import { pending } from '../../shared/rules/polling-schedule.ts';
import type { Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { snapshotReadiness } from '../../shared/rules/status.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';
import { findSecured } from './find-secured.ts';

/**
 * Waits until the shared snapshot is visible from here and available. What it says of itself has to
 * agree with its notice: whence it stems, and of when. It is not waited for once its copy is secured here.
 * @param ports.snapshots in the Region in which it is shared
 * @param ports.own in the target's own Region
 * @throws LineageRefused, NoticeRefused, SnapshotFailed, StepOverdue
 */
export async function findSharedSnapshot(
  plan: RecoveryPlan,
  since: string,
  ports: { readonly snapshots: Snapshots; readonly own: Snapshots; readonly clock: Clock },
): Promise<Progress<{ arn: string }>> {
  const { arn } = plan.notice.snapshot;
  if (await findSecured(plan, ports.own)) return { state: 'ready', arn };
  const snapshot = await ports.snapshots.find(arn);
  const readiness = snapshot ? snapshotReadiness(snapshot.status) : 'pending';
  if (snapshot && readiness === 'available') {
    checkSnapshotLineage(plan, snapshot.databaseResourceId);
    checkAgeOfSnapshot(plan.notice, snapshot.createdAt);
    return { state: 'ready', arn };
  }
  if (readiness === 'failed') {
    throw new SnapshotFailed(
      `expected the shared snapshot ${arn} to be available, found it ${snapshot?.status}: start the ` +
        'source workflow again',
    );
  }
  const waitingFor = `the shared snapshot ${arn} (${snapshot?.status ?? 'not visible yet'})`;
  const elapsedSeconds = secondsSince(ports.clock, since);
  return pending('FindSharedSnapshot', { elapsedSeconds, waitingFor });
}
