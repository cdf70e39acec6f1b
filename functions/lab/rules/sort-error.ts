import type { ErrorClass } from './error-class.ts';
import { classesOfNumbers } from './error-codes/mysql.ts';
import { classesOfNames } from './error-codes/network.ts';
import { classesOfStates, classesOfStateClasses } from './error-codes/postgresql.ts';
import { saidClasses } from './error-codes/words.ts';

/**
 * Sorts what a driver threw: by the words of a proxy, whose codes mean several things, then by MySQL's
 * number, SQLSTATE, the name that Node or the driver gives, and by its words at last.
 */
export function errorClassOf(error: unknown): ErrorClass {
  const { code, errno, sqlState, message } = asError(error);
  return (
    saidClasses.proxy.find(([said]) => said.test(message))?.[1] ??
    byNumber(errno, sqlState) ??
    byCode(code) ??
    saidClasses.driver.find(([said]) => said.test(message))?.[1] ??
    'other'
  );
}

interface AsError {
  readonly code: unknown;
  readonly errno: unknown;
  readonly sqlState: unknown;
  readonly message: string;
}

function asError(error: unknown): AsError {
  if (typeof error !== 'object' || error === null) {
    return { code: undefined, errno: undefined, sqlState: undefined, message: String(error) };
  }
  const { code, errno, sqlState, message } = error as Partial<AsError>;
  return { code, errno, sqlState, message: String(message) };
}

/** MySQL's numbers are positive; Node's, of the system, are not. */
function byNumber(errno: unknown, sqlState: unknown): ErrorClass | undefined {
  if (typeof errno !== 'number' || errno <= 0) return undefined;
  return (
    classesOfNumbers.get(errno) ?? (typeof sqlState === 'string' ? byState(sqlState) : undefined)
  );
}

function byCode(code: unknown): ErrorClass | undefined {
  if (typeof code !== 'string') return undefined;
  return classesOfNames.get(code) ?? byState(code);
}

/** What is no SQLSTATE, though it has its form (EPERM), is of no class either. */
function byState(state: string): ErrorClass | undefined {
  if (!/^[0-9A-Z]{5}$/.test(state)) return undefined;
  return classesOfStates.get(state) ?? classesOfStateClasses.get(state.slice(0, 2));
}
