/** What became of one write. */
export type Outcome =
  /** The server has promised to keep it. */
  | 'acknowledged'
  /** A server that only reads refused it. */
  | 'read-only'
  /** It was never sent: nobody answered, or the connection didn't come about. */
  | 'unreachable'
  /** It was sent, and no answer came: it may be there or not. */
  | 'unknown'
  /** Refused for another reason. */
  | 'refused';

/** One write that a client tried. Times are virtual milliseconds since the epoch. */
export interface Attempt {
  readonly id: number;
  /** From 1. */
  readonly client: number;
  readonly at: number;
  readonly answeredAt: number;
  readonly outcome: Outcome;
  /** The DB instance that the connection led to; undefined without one. */
  readonly server: string | undefined;
  /** What the error said. */
  readonly reason?: string;
  /** From sending to answer, on this machine. */
  readonly realMilliseconds?: number;
}
