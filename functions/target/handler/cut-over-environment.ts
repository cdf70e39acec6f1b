import * as z from 'zod/mini';
import { lambdaFunctions } from '../../shared/adapters/lambda-functions.ts';
import { systemClock } from '../../shared/ports/clock.ts';
import { FunctionName } from '../../shared/rules/formats.ts';
import { accessFunction } from '../aws/access-function.ts';
import { lambdaOfStepsIn } from '../aws/lambda.ts';
import type { CutOver } from '../ports/cut-over.ts';

/** The function that moves clients; empty where a recovery moves none but by the names. */
export const CutOverFunction = z.union([z.literal(''), FunctionName]);

export function cutOverBy(functionName: string, region: string): CutOver | undefined {
  if (functionName === '') return undefined;
  return accessFunction(functionName, {
    functions: lambdaFunctions(lambdaOfStepsIn(region)),
    clock: systemClock,
  });
}
