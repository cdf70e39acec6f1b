import type { Fact } from './fact.ts';
import { factsOfNumbers } from './mysql-numbers.ts';
import { factsOfNames } from './names.ts';
import { factsOfStates, factsOfStateClasses } from './sql-states.ts';
import { saidByDrivers, saidByProxies, statesOfProxies } from './words.ts';

/**
 * What a driver's error says has happened, for everybody in the same order: by MySQL's number, by
 * SQLSTATE, by the name that Node or the driver gives, and by its words at last. Words count only where
 * no server gave a code: what a server says may quote anybody.
 * @returns undefined for what nobody has listed
 */
export function factOf(error: unknown): Fact | undefined {
  if (!isError(error)) return undefined;
  const { code, errno, sqlState, severity } = error as Partial<
    Record<'code' | 'errno' | 'sqlState' | 'severity', unknown>
  >;
  // MySQL's numbers are positive; Node's, of the system, are not.
  if (typeof errno === 'number' && errno > 0) {
    return factsOfNumbers.get(errno) ?? ofState(sqlState, error.message);
  }
  const known = ofState(code, error.message) ?? ofName(code);
  if (known !== undefined || severity !== undefined) return known;
  return saidByDrivers.find(([said]) => said.test(error.message))?.[1];
}

/** Of whichever realm: those of Node's own modules are of another one under a test. */
function isError(thrown: unknown): thrown is Error {
  return Object.prototype.toString.call(thrown) === '[object Error]';
}

function ofName(code: unknown): Fact | undefined {
  return typeof code === 'string' ? factsOfNames.get(code) : undefined;
}

/** What is no SQLSTATE, though it has its form (EPERM), is of no class either. */
function ofState(state: unknown, message: string): Fact | undefined {
  if (typeof state !== 'string' || !/^[0-9A-Z]{5}$/.test(state)) return undefined;
  const byProxy = statesOfProxies.test(state) && saidByProxies.find(([said]) => said.test(message));
  if (byProxy) return byProxy[1];
  return factsOfStates.get(state) ?? factsOfStateClasses.get(state.slice(0, 2));
}
