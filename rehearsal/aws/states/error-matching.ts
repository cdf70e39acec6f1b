import type { Catcher, Retrier } from './definition.ts';
import { StatesErrorName, uncatchableErrorNames } from './error-names.ts';

/** An error as `ErrorEquals` sees it. */
export interface ReportedError {
  readonly error: string;
  /** A missed heartbeat is reported as States.Timeout and matches States.HeartbeatTimeout too. */
  readonly alias?: string | undefined;
}

/**
 * Whether `errorEquals` meets an error. States.ALL meets all but States.DataLimitExceeded and
 * States.Runtime; States.TaskFailed meets all but States.Timeout; States.Runtime is never met.
 * Source: Step Functions Developer Guide, "Handling errors in Step Functions workflows".
 */
export function errorMatches(errorEquals: readonly string[], reported: ReportedError): boolean {
  if (uncatchableErrorNames.has(reported.error)) return false;
  return errorEquals.some((name) => {
    switch (name) {
      case StatesErrorName.all:
        return reported.error !== StatesErrorName.dataLimitExceeded;
      case StatesErrorName.taskFailed:
        return reported.error !== StatesErrorName.timeout;
      default:
        return name === reported.error || name === reported.alias;
    }
  });
}

/** The first catcher that meets the error, with its place in the list. */
export function findCatcher(
  catchers: readonly Catcher[],
  reported: ReportedError,
): { catcher: Catcher; index: number } | undefined {
  const index = catchers.findIndex(({ errorEquals }) => errorMatches(errorEquals, reported));
  const catcher = catchers[index];
  return catcher === undefined ? undefined : { catcher, index };
}

/** The first retrier that meets the error, with its place in the list. */
export function findRetrier(
  retriers: readonly Retrier[],
  reported: ReportedError,
): { retrier: Retrier; index: number } | undefined {
  const index = retriers.findIndex(({ errorEquals }) => errorMatches(errorEquals, reported));
  const retrier = retriers[index];
  return retrier === undefined ? undefined : { retrier, index };
}
