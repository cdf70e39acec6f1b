import type { Call } from '../contracts.ts';

/** What is known of a call once it has been answered: for counting calls, and for events. */
export interface CallRecord extends Omit<Call, 'authorize'> {
  readonly input: Readonly<Record<string, unknown>>;
  /** The name that the client shows, `AbortedConnection` where it got no answer. */
  readonly error?: { readonly name: string; readonly message: string };
}
