import { LambdaClient } from '@aws-sdk/client-lambda';
import { perRegion } from './per-region.ts';

/** An invocation is answered when the function is done: it may take as long as that runs at most. */
const longestInvocation = 70_000;

export const lambdaIn = perRegion(
  ({ requestHandler, ...settings }) =>
    new LambdaClient({
      ...settings,
      requestHandler: { ...requestHandler, requestTimeout: longestInvocation },
    }),
);
