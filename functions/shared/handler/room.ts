import type { Shelf } from '../rules/shelf.ts';
import type { Dimensions } from './dimensions.ts';
import { publishMetrics } from './metrics.ts';

/** Publishes how many captures still fit, in the Region that has the least room for them. */
export function publishRoom(dimensions: Dimensions, shelves: readonly Shelf[]): void {
  if (shelves.length === 0) return;
  const value = Math.min(...shelves.map(({ capturesUntilFull }) => capturesUntilFull));
  publishMetrics(dimensions, [{ name: 'CapturesUntilFull', unit: 'Count', value }]);
}
