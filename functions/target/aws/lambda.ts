import { LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaAnswers } from '../../shared/adapters/answers/lambda.ts';
import { perRegion } from '../../shared/adapters/clients/per-region.ts';

/** A step of a cut-over is a few calls; below the time-out of the function that asks. Milliseconds. */
const longestInvocation = 20_000;

/**
 * Where others have the function the state machine tries again: clients may be refused meanwhile, and
 * whoever asks has a minute for all.
 */
const attempts = 3;

export const lambdaOfStepsIn = perRegion(
  ({ requestHandler, ...settings }) =>
    new LambdaClient({
      ...settings,
      maxAttempts: attempts,
      requestHandler: { ...requestHandler, requestTimeout: longestInvocation },
    }),
  lambdaAnswers,
);
