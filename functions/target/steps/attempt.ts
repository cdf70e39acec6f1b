import { AlreadyExists, NotInState } from '../../shared/ports/aws-errors.ts';

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
