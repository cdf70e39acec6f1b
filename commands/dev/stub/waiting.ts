import { acceptanceMilliseconds } from '../messages.ts';

/** Milliseconds of the function's time that are kept for its own error. */
export const reserveMilliseconds = 500;
/** A poll ends early enough to see soon that the queues are gone. */
const longestPollSeconds = 5;

/** What a stub does next while it waits. */
export type NextPoll =
  | { readonly kind: 'poll'; readonly seconds: number }
  | { readonly kind: 'nobody listens' }
  | { readonly kind: 'no answer' };

/**
 * Decides how a stub waits on: up to two seconds for somebody to accept the event, then for the answer, and
 * never into the end of the function's time.
 * @param waited milliseconds since the event was sent
 * @param remaining milliseconds of the function's time
 */
export function nextPoll(
  waited: number,
  remaining: number,
  { isAccepted }: { readonly isAccepted: boolean },
): NextPoll {
  const left = remaining - reserveMilliseconds;
  if (isAccepted) {
    if (left <= 0) return { kind: 'no answer' };
    return { kind: 'poll', seconds: wholeSeconds(left) };
  }
  const leftToAccept = acceptanceMilliseconds - waited;
  if (left <= 0 || leftToAccept <= 0) return { kind: 'nobody listens' };
  return { kind: 'poll', seconds: Math.min(Math.ceil(leftToAccept / 1000), wholeSeconds(left)) };
}

/** SQS waits whole seconds: rather too short than too long. */
function wholeSeconds(milliseconds: number): number {
  return Math.min(longestPollSeconds, Math.floor(milliseconds / 1000));
}
