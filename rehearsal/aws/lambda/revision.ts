import { createHash } from 'node:crypto';

/**
 * A function's RevisionId: another one at another moment. It is drawn from nothing, so that nobody else
 * draws other numbers for it.
 */
export function revisionOf(what: string, moment: number): string {
  const text = createHash('sha256').update(`${what} ${moment}`).digest('hex');
  return text.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
