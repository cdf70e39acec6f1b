import type { Random } from '../random.ts';
import type { Retrier } from './definition.ts';

/**
 * Seconds to wait before a retry: the interval, multiplied by the backoff rate for each attempt
 * that this retrier has made, at most MaxDelaySeconds; under full jitter a random part of that.
 * @param attempt how often this retrier has been used before: 0 for its first retry
 */
export function retryDelaySeconds(retrier: Retrier, attempt: number, random: Random): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** attempt;
  const capped = Math.min(grown, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.jitterStrategy === 'FULL' ? random.between(0, capped) : capped;
}
