import { LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaAnswers } from '../answers/lambda.ts';
import { perRegion } from './per-region.ts';

/**
 * Clients for invocations, which are answered when the function is done.
 * @param longestInvocation in milliseconds
 */
export function lambdaPerRegion({
  attempts,
  longestInvocation,
}: {
  readonly attempts: number;
  readonly longestInvocation: number;
}): (region: string) => LambdaClient {
  return perRegion(
    ({ requestHandler, ...settings }) =>
      new LambdaClient({
        ...settings,
        maxAttempts: attempts,
        requestHandler: { ...requestHandler, requestTimeout: longestInvocation },
      }),
    lambdaAnswers,
  );
}
