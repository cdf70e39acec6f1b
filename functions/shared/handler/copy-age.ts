import type { Progress } from '../rules/progress.ts';
import { secondsSince, systemClock } from '../ports/clock.ts';
import type { Dimensions } from './dimensions.ts';
import { publishMetrics } from './metrics.ts';

/**
 * Publishes for how long a copy has been waited for, at each look at which it isn't there yet.
 * @param since when the step began, ISO 8601
 */
export function publishCopyAge(dimensions: Dimensions, since: string, { state }: Progress): void {
  if (state === 'ready') return;
  const value = secondsSince(systemClock, since);
  publishMetrics(dimensions, [{ name: 'CopyAge', unit: 'Seconds', value }]);
}
