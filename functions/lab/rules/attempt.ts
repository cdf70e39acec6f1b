import type { ErrorClass } from './error-class.ts';

/** What became of one attempt. */
export type Outcome =
  /** The database promised to keep the row. */
  | 'acknowledged'
  /** The database said no to the row: it isn't there. */
  | 'refused'
  /** The row was sent, and no answer came that says what became of it: it may be there or not. */
  | 'unknown'
  /** The row was never sent: the connection, or the query before it, failed. */
  | 'not-sent';

/** One attempt of a client: a query of the demo, and a row. Times are milliseconds since the epoch. */
export interface Attempt {
  /** From 1. */
  readonly client: number;
  /** The row's; undefined where none was sent. */
  readonly id: number | undefined;
  readonly at: number;
  readonly answeredAt: number;
  readonly outcome: Outcome;
  /** Undefined for what was acknowledged. */
  readonly error: { readonly class: ErrorClass; readonly message: string } | undefined;
}
