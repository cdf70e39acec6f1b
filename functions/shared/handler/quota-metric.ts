import type { SnapshotQuota } from '../rules/snapshot-quota.ts';
import type { Dimensions } from './dimensions.ts';
import { publishMetrics } from './metrics.ts';

/** Publishes how many captures still fit, in the Region that has the least room for them. */
export function publishQuota(dimensions: Dimensions, shelves: readonly SnapshotQuota[]): void {
  if (shelves.length === 0) return;
  const value = Math.min(...shelves.map(({ capturesUntilFull }) => capturesUntilFull));
  publishMetrics(dimensions, [{ name: 'CapturesUntilFull', unit: 'Count', value }]);
}
