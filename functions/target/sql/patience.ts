/** Milliseconds. */
export interface Patience {
  readonly connect: number;
  /** After which the server ends a statement. */
  readonly statement: number;
  /** For all statements of one connection together: well below the function's own time-out of 120 s. */
  readonly all: number;
}

/** What every function has. */
export const patience: Patience = { connect: 5000, statement: 40_000, all: 95_000 };

/**
 * How long the client itself waits for the next answer: somewhat longer than the server is told, for one
 * that doesn't answer at all, and no longer than there is left of the whole.
 */
export function answerWithin({ statement, all }: Patience): () => number {
  const until = performance.now() + all;
  return () => Math.max(1, Math.round(Math.min(statement * 1.05, until - performance.now())));
}
