import { AlreadyExists, NotInState, Refused } from '../../shared/ports/aws-errors.ts';

/**
 * Makes a call that AWS may put off: a resource is busy, or a name isn't quite free yet. Either
 * means: look again later.
 * @param options.refused `later` for what a run can do without
 */
export async function attempt(
  call: () => Promise<void>,
  options: { readonly refused?: 'later' } = {},
): Promise<'done' | 'later'> {
  try {
    await call();
    return 'done';
  } catch (error) {
    if (error instanceof NotInState || error instanceof AlreadyExists) return 'later';
    if (error instanceof Refused && options.refused === 'later') return 'later';
    throw error;
  }
}
