import { securedIdentifier } from '../../shared/rules/identifier.ts';
import { isPart } from '../../shared/rules/tags.ts';
import type { Snapshot, Snapshots } from '../../shared/ports/snapshots.ts';

/**
 * The copy that this stack secured of a capture, once it is whole. From then on no run needs what the
 * source shared, nor its key: the source account may be gone.
 * @param own snapshots in the target's own Region
 */
export async function findSecured(
  recovery: { readonly stack: string; readonly snapshot: string },
  own: Snapshots,
): Promise<Snapshot | undefined> {
  const found = await own.find(securedIdentifier(recovery.snapshot, recovery.stack));
  const isOurs = found !== undefined && isPart(found.tags, { ...recovery, part: 'secured' });
  return isOurs && found.status === 'available' ? found : undefined;
}
