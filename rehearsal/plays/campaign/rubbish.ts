import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import { liveName, temporaryName } from '../scene/fixtures.ts';
import { target } from '../scene/locations.ts';
import { isOlder } from './earlier-recovery.ts';

/** Statuses of which the failed run's message says: delete it, and start again. */
const failed =
  /^(failed|incompatible-.*|insufficient-capacity|restore-error|storage-full|inaccessible-.*)$/;

interface Surroundings {
  readonly inventory: readonly InventoryItem[];
  /** What was put there on the way, and is nobody's business. */
  readonly unrelated: readonly InventoryItem[];
  /** Whether the last standby has the name that the next start needs. */
  readonly standbyStands: boolean;
}

/** What an operator clears away before a further start: what failed, and what is nobody's. */
export function isRubbish(item: InventoryItem, among: Surroundings): boolean {
  const { inventory, unrelated, standbyStands } = among;
  if (item.identifier === liveName) return false;
  // Restored anew, or of other data, the next one needs the name of the last standby.
  if (standbyStands && item.identifier === temporaryName) return true;
  const own = item.location.accountId === target.accountId || item.kind === 'snapshot';
  const isUnrelated = unrelated.some(({ arn }) => arn === item.arn);
  const marked = !isOlder(item);
  const member =
    item.kind === 'member' &&
    inventory.some(
      (one) => one.kind === 'cluster' && one.resourceId === item.clusterId && isRubbish(one, among),
    );
  const broken =
    item.kind === 'cluster' &&
    inventory.some((one) => one.clusterId === item.resourceId && failed.test(one.status));
  return isUnrelated || member || (own && marked && (failed.test(item.status) || broken));
}
