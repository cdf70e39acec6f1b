/**
 * What Step Functions lists may lag: a run that began just before this one must have been seen.
 * Source: Step Functions API reference, ListExecutions, "This operation is eventually consistent".
 * Seconds, a guess: from memory nothing longer was reported.
 */
const listingLag = 10;

/**
 * The seconds until every execution that began before this one is listed.
 * @param age of this one, in seconds
 */
export function secondsUntilListed(age: number): number {
  return Math.max(0, Math.ceil(listingLag - age));
}

/** Which of two executions comes first: the one that began first, and at the same moment by their names. */
export function isEarlier(one: Begun, other: Begun): boolean {
  const difference = Date.parse(one.startedAt) - Date.parse(other.startedAt);
  return difference < 0 || (difference === 0 && one.name < other.name);
}

/** An execution, by what puts it before or after another one. */
export interface Begun {
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
}
