import { lambdaPerRegion } from '../../shared/adapters/clients/lambda.ts';

/** A step of a cut-over is a few calls; below the time-out of the function that asks. Milliseconds. */
const longestInvocation = 20_000;

/**
 * Where others have the function the state machine tries again: clients may be refused meanwhile, and
 * whoever asks has a minute for all.
 */
const attempts = 3;

export const lambdaOfStepsIn = lambdaPerRegion({ attempts, longestInvocation });
