import { AwsError } from '../../contracts.ts';

/** What EventBridge answers to a pattern that it can't read. */
export function invalidPattern(problem: string): AwsError {
  return new AwsError(
    'InvalidEventPatternException',
    `Event pattern is not valid. Reason: ${problem}`,
  );
}
