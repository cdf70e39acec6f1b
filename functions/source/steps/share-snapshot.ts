import { parseSnapshotArn } from '../../shared/rules/arn.ts';
import type { CapturePlan } from '../rules/capture-plan.ts';
import type { Snapshots } from '../../shared/ports/snapshots.ts';

/**
 * Shares the snapshot with the target account, and with no other account: whoever else it was shared
 * with loses access.
 * @param arn of the snapshot to share, a copy or the first one
 * @param ports.snapshots in the Region of that snapshot: sharing is Region-local
 */
export async function shareSnapshot(
  plan: CapturePlan,
  arn: string,
  ports: { readonly snapshots: Snapshots },
): Promise<{ sharedArn: string; sharedWith: string }> {
  const { identifier } = parseSnapshotArn(arn);
  const target = plan.target.accountId;
  const accounts = await ports.snapshots.sharedWith(identifier);
  const add = accounts.includes(target) ? [] : [target];
  const remove = accounts.filter((account) => account !== target);
  if (add.length + remove.length > 0) await ports.snapshots.share(identifier, { add, remove });
  return { sharedArn: arn, sharedWith: target };
}
