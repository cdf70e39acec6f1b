/** The current time, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Seconds since `since`, an ISO 8601 time; never negative. */
export function secondsSince(clock: Clock, since: string): number {
  return Math.max(0, (clock.now() - Date.parse(since)) / 1000);
}
