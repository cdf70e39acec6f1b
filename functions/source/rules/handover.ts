import { tagKeys } from '../../shared/rules/tags.ts';
import type { Tags } from '../../shared/rules/tags.ts';

/** On a snapshot of which the target hasn't been told yet: what its mark says in place of a time. */
const notYet = 'no';

/** The mark that a snapshot is taken with. */
export const awaitingHandover: Tags = { [tagKeys.notified]: notYet };

/** The mark once the notice is published. @param now milliseconds since the epoch */
export function handedOver(now: number): Tags {
  return { [tagKeys.notified]: new Date(now).toISOString() };
}

/** When the target was told of a capture: milliseconds since the epoch, or not yet. */
export type Handover = number | 'awaited';

/**
 * What a snapshot says of its handover.
 * @returns undefined where it says nothing: a release that made no such mark took it, and handed it over
 */
export function handoverOf(tags: Tags): Handover | undefined {
  const said = tags[tagKeys.notified];
  if (said === notYet) return 'awaited';
  const time = Date.parse(said ?? '');
  return Number.isNaN(time) ? undefined : time;
}
