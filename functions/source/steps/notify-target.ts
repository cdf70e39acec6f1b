import * as z from 'zod/mini';
import type { CapturePlan } from '../rules/capture-plan.ts';
import { InvalidInput } from '../../shared/rules/errors.ts';
import { Notice, noticeVersion } from '../../shared/contract/notice.ts';
import type { Notices } from '../../shared/ports/notices.ts';

/** What the steps before found out about the snapshot. */
export interface CapturedSnapshot {
  readonly sharedArn: string;
  readonly capturedAt: string;
  readonly engine: string;
  readonly engineVersion: string;
}

/**
 * Publishes the notice that the target's workflow starts from.
 * @throws InvalidInput when what was found out is no notice that a target would take
 */
export async function notifyTarget(
  plan: CapturePlan,
  captured: CapturedSnapshot,
  ports: { readonly notices: Notices },
): Promise<{ notice: Notice }> {
  const result = Notice.safeParse({
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
  if (!result.success) {
    throw new InvalidInput(`the capture makes no notice: ${z.prettifyError(result.error)}`);
  }
  const notice = result.data;
  await ports.notices.publish(plan.topicArn, `Snapshot ${plan.snapshot} is shared`, notice);
  return { notice };
}
