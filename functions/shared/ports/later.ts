import { CopiesBusy, NoCapacity, NotInState } from './aws-errors.ts';

/** Whether the same call succeeds later: whoever waits for it looks again. */
export function isLater(error: unknown): error is Error {
  return error instanceof NotInState || error instanceof NoCapacity || error instanceof CopiesBusy;
}
