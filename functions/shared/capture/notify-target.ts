import type { CapturePlan } from '../domain/capture-plan.ts';
import { Notice, noticeVersion } from '../domain/notice.ts';
import type { Notices } from '../ports/notices.ts';

/** What the steps before found out about the snapshot. */
export interface CapturedSnapshot {
  readonly sharedArn: string;
  readonly capturedAt: string;
  readonly engine: string;
  readonly engineVersion: string;
}

/** Publishes the notice that the target's workflow starts from. */
export async function notifyTarget(
  plan: CapturePlan,
  captured: CapturedSnapshot,
  ports: { readonly notices: Notices },
): Promise<{ notice: Notice }> {
  const notice = Notice.parse({
    version: noticeVersion,
    run: plan.run,
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
  await ports.notices.publish(plan.topicArn, `Snapshot ${plan.snapshot} is shared`, notice);
  return { notice };
}
