import { types } from 'node:util';
import { kindAt } from './kind.ts';
import type { Kind, Meaning, Moment } from './kind.ts';
import { numbers } from './mysql-codes.ts';
import { names, words } from './network-codes.ts';
import { stateClasses, states } from './postgresql-codes.ts';

/**
 * Sorts what a connection or a statement ended with: by the server's code, the driver's, Node's, then
 * by what is said. What nobody has listed is refused: under a statement it is the verdict on that
 * statement, and a connection that is refused is tried again for a while, so that nothing unknown is
 * final at once, and what stays is told in its own words.
 */
export function kindOf(moment: Moment, error: unknown): Kind {
  if (!types.isNativeError(error)) return 'refused';
  return kindAt(moment, byCode(error) ?? byWords(error) ?? 'refused');
}

function byCode(error: Error): Meaning | undefined {
  const { code, errno, sqlState } = error as Partial<
    Record<'code' | 'errno' | 'sqlState', unknown>
  >;
  // MySQL's numbers are positive; Node's, of the system, are not.
  if (typeof errno === 'number' && errno > 0) return numbers.get(errno) ?? classOf(sqlState);
  if (typeof code !== 'string') return undefined;
  return names.get(code) ?? states.get(code) ?? classOf(code);
}

/** What is no SQLSTATE, though it has its form (EPERM), is of no class either. */
function classOf(state: unknown): Meaning | undefined {
  if (typeof state !== 'string' || !/^[0-9A-Z]{5}$/.test(state)) return undefined;
  return stateClasses.get(state.slice(0, 2));
}

function byWords({ message }: Error): Meaning | undefined {
  return words.find(([said]) => said.test(message))?.[1];
}
