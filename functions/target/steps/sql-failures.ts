import { AnswerLate, LoginRefused, NotAnswering, ServerBusy } from '../ports/sql.ts';

/** Whether it tells of the moment, and nothing of the database. */
export function passes(error: unknown): boolean {
  return (
    error instanceof NotAnswering || error instanceof ServerBusy || error instanceof AnswerLate
  );
}

/** As the server said it. */
export function reasonOf(error: unknown): string {
  if (error instanceof LoginRefused && error.cause instanceof Error) return error.cause.message;
  return error instanceof Error ? error.message : String(error);
}
