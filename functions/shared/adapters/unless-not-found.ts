import { Gone } from '../ports/aws-errors.ts';

/** Runs a look-up, or a deletion, for which "not found" is an answer. */
export async function unlessNotFound<Answer>(
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Gone) return undefined;
    throw error;
  }
}
