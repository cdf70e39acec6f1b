import { AlreadyExists, Gone, Refused } from '../../shared/ports/aws-errors.ts';
import { isLater } from '../../shared/ports/later.ts';

/**
 * Makes a call that AWS may put off: a resource is busy, there is no capacity, a name isn't quite free
 * yet. Or what the call is to bring about is so already, for an earlier attempt whose answer was lost.
 * Each means: look again later.
 */
export async function attempt(call: () => Promise<void>): Promise<'done' | 'later'> {
  try {
    await call();
    return 'done';
  } catch (error) {
    if (isLater(error) || error instanceof AlreadyExists || error instanceof Gone) return 'later';
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
