import * as errors from '../../functions/shared/rules/errors.ts';
import * as conditions from '../../functions/shared/ports/aws-errors.ts';
import { NotAnswering } from '../../functions/target/ports/sql.ts';

/** The names of all error classes that Understudy throws. */
export const ownErrorNames: readonly string[] = [
  ...Object.values(errors),
  ...Object.values(conditions),
  NotAnswering,
].map((ErrorClass) => new ErrorClass('for its name').name);

/**
 * Names that pass through a function untouched, of errors that pass by themselves.
 * - `Sandbox.Timedout`: Lambda's, of a function that ran out of time
 * - `Runtime.ExitError`: Lambda's, of a function whose process ended, such as for want of memory
 * - `Throttling`, `ThrottlingException`, `InternalFailure`: AWS's common errors, as the SDK shows them
 * - `TimeoutError`: the SDK's own, of a connection that doesn't answer
 */
export const passingErrorNames: readonly string[] = [
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'Throttling',
  'ThrottlingException',
  'InternalFailure',
  'TimeoutError',
];
