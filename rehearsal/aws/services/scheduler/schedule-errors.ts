import { AwsError } from '../../contracts.ts';

/** What Scheduler answers to an expression that it can't read. */
export function invalidExpression(expression: string, problem: string): AwsError {
  return new AwsError(
    'ValidationException',
    `Invalid Schedule Expression ${expression}: ${problem}`,
  );
}
