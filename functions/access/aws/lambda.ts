import { lambdaPerRegion } from '../../shared/adapters/clients/lambda.ts';

/** An invocation is answered when the function is done: it may take as long as that runs at most. */
const longestInvocation = 70_000;

/**
 * The function that is asked may run one at a time, and events and the schedule have it now and then. After
 * a 429 the SDK waits up to a second, and up to twice as long each time, twenty seconds at most: with so
 * many attempts almost a minute on average. Source: `StandardRetryStrategy` of `@smithy/core/retry`.
 */
const attempts = 10;

export const lambdaIn = lambdaPerRegion({ attempts, longestInvocation });
