import { AlreadyExists, NotInState, Refused } from '../../shared/ports/aws-errors.ts';

/**
 * Makes a call that AWS may put off: a resource is busy, or a name isn't quite free yet. Either
 * means: look again later.
 */
export async function attempt(call: () => Promise<void>): Promise<'done' | 'later'> {
  try {
    await call();
    return 'done';
  } catch (error) {
    if (error instanceof NotInState || error instanceof AlreadyExists) return 'later';
    throw error;
  }
}

/** Whether AWS takes it, now or later; a setting that it refuses keeps no database back. */
export async function isTaken(call: () => Promise<void>): Promise<boolean> {
  try {
    await attempt(call);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
