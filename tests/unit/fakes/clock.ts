import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { startedAt } from '../factories/locations.ts';

/** A clock that stands still `seconds` after every test's start. */
export function clockAfter(seconds: number): Clock {
  return { now: () => Date.parse(startedAt) + seconds * 1000 };
}
