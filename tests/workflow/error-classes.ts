import * as errors from '../../functions/shared/rules/errors.ts';
import * as conditions from '../../functions/shared/ports/aws-errors.ts';
import { NotAnswering } from '../../functions/target/ports/sql.ts';

/** The names of all error classes that Understudy throws and that end what a state machine does. */
export const ownErrorNames: readonly string[] = [
  ...Object.values(errors),
  ...Object.values(conditions),
  NotAnswering,
]
  .map((ErrorClass) => new ErrorClass('for its name').name)
  .filter((name) => name !== 'ServiceUnavailable');

/**
 * Names of errors that pass by themselves, as a state machine meets them.
 * - `Sandbox.Timedout`: Lambda's, of a function that ran out of time
 * - `Runtime.ExitError`: Lambda's, of a function whose process ended, such as for want of memory
 * - `Runtime.NodeJsExit`: Lambda's, of a function whose process ended before it answered. A rejected promise
 *   that nobody handles, `Runtime.UnhandledPromiseRejection`, is a fault of the code, and final
 * - `ServiceUnavailable`: a function's own, for all of AWS's answers and the network's that pass
 */
export const passingErrorNames: readonly string[] = [
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'Runtime.NodeJsExit',
  'ServiceUnavailable',
];
