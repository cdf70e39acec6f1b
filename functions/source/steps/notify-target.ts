import * as z from 'zod/mini';
import type { CapturePlan } from '../rules/capture-plan.ts';
import { InvalidInput } from '../../shared/rules/errors.ts';
import { snapshotArn } from '../../shared/rules/arn.ts';
import { handedOver } from '../rules/handover.ts';
import { Notice, noticeVersion } from '../../shared/contract/notice.ts';
import { ServiceUnavailable } from '../../shared/ports/aws-errors.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Notices } from '../../shared/ports/notices.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';

/** What the steps before found out about the snapshot. */
export interface CapturedSnapshot {
  readonly sharedArn: string;
  readonly capturedAt: string;
  readonly engine: string;
  readonly engineVersion: string;
}

/**
 * Publishes the notice that the target's workflow starts from, and marks the snapshot as handed over. In this
 * order: a run that ends in between publishes the same notice again, which starts nothing twice; the other
 * way round nobody would ever hear of the capture.
 * @throws InvalidInput when what was found out is no notice that a target would take
 */
export async function notifyTarget(
  plan: CapturePlan,
  captured: CapturedSnapshot,
  ports: {
    readonly notices: Notices;
    /** In the source Region. */
    readonly snapshots: Pick<Snapshots, 'tag'>;
    readonly clock: Clock;
  },
): Promise<{ notice: Notice }> {
  const result = Notice.safeParse({
    version: noticeVersion,
    run: plan.begunBy ?? plan.run,
    capturedAt: captured.capturedAt,
    source: {
      accountId: plan.source.accountId,
      region: plan.source.region,
      identifier: plan.source.identifier,
      resourceId: plan.source.resourceId,
    },
    snapshot: {
      kind: plan.kind,
      arn: captured.sharedArn,
      engine: captured.engine,
      engineVersion: captured.engineVersion,
      keyArn: plan.sharedKeyArn,
    },
    manifest: plan.manifest,
  });
  if (!result.success) {
    throw new InvalidInput(`the capture makes no notice: ${z.prettifyError(result.error)}`);
  }
  const notice = result.data;
  await ports.notices.publish(plan.topicArn, `Snapshot ${plan.snapshot} is shared`, notice);
  await markAsHandedOver(plan, ports);
  return { notice };
}

/**
 * The target knows of the capture by now: an answer to the mark that is lost makes no failed run of it.
 * Where the mark was lost too, the next start publishes the notice again, which starts nothing twice.
 */
async function markAsHandedOver(
  plan: CapturePlan,
  { snapshots, clock }: Parameters<typeof notifyTarget>[2],
): Promise<void> {
  const arn = snapshotArn(plan.source, plan.kind, plan.snapshot);
  try {
    await snapshots.tag(arn, handedOver(clock.now()));
  } catch (error) {
    if (!(error instanceof ServiceUnavailable)) throw error;
  }
}
