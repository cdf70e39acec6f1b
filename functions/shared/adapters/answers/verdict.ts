/**
 * What one error of one AWS call means to whoever made the call:
 * - `wait`: the same call succeeds later. The step waits for a status, for capacity or for a quota that
 *   moves by itself, until its deadline; for AWS to be well again (`aws`), the state machine does
 * - `already-done`: it is as the call wants it, or on its way: an answer was lost, perhaps, and the call
 *   made again, which the SDK does too
 * - `not-found`: an answer to a look-up; to another call, that a closer look is needed
 * - `optional-part`: a database can do without what was asked for, and may get it later; what it means
 *   where a database can't is `otherwise`
 * - `wrong-input`: it is refused until somebody changes something
 * - `unexpected`: nothing better can be said; the error keeps its name
 */
export type Verdict =
  | { readonly class: 'wait'; readonly for: 'status' | 'capacity' | 'quota' | 'aws' }
  | { readonly class: 'already-done'; readonly it: 'exists' | 'is-gone' }
  | { readonly class: 'not-found' }
  | { readonly class: 'optional-part'; readonly otherwise: Verdict }
  | {
      readonly class: 'wrong-input';
      /** What to change, in a sentence without its full stop. */
      readonly change: string;
      /** Set where it is a quota that is used up, and of what. */
      readonly quota?: 'snapshots' | 'other';
      /** One name stands for two things, which the message tells apart. */
      readonly unless?: { readonly says: RegExp; readonly verdict: Verdict };
    }
  | { readonly class: 'unexpected' };

/** What a call's errors mean, by the names that the SDK gives them. */
export type CallAnswers = Readonly<Record<string, Verdict>>;

/** What the errors of a service's calls mean, by the calls' names. */
export type ServiceAnswers = Readonly<Record<string, CallAnswers>>;

/** A resource is in a status that doesn't allow the call. */
export const status: Verdict = { class: 'wait', for: 'status' };
/** AWS has no room at the moment. */
export const capacity: Verdict = { class: 'wait', for: 'capacity' };
/** AWS, or what is between, isn't well or has too much to do. */
export const aws: Verdict = { class: 'wait', for: 'aws' };
/** What the call was to make is there. */
export const exists: Verdict = { class: 'already-done', it: 'exists' };
/** What the call was to delete is gone. */
export const isGone: Verdict = { class: 'already-done', it: 'is-gone' };
export const notFound: Verdict = { class: 'not-found' };
/** Of what the functions never ask for, or of a fault in them. */
export const unexpected: Verdict = { class: 'unexpected' };

/** Refused until somebody does what is said. */
export function change(what: string): Verdict {
  return { class: 'wrong-input', change: what };
}

/** A quota that only a person can do something about. */
export function quota(what: string): Verdict {
  return { class: 'wrong-input', change: what, quota: 'other' };
}

/** A part that a database can do without. */
export function optional(otherwise: Verdict): Verdict {
  return { class: 'optional-part', otherwise };
}
