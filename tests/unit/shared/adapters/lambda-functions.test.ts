import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { lambdaAnswers } from '../../../../functions/shared/adapters/answers/lambda.ts';
import { lambdaFunctions } from '../../../../functions/shared/adapters/lambda-functions.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ lambda: ['Invoke'] });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const functions = () =>
  lambdaFunctions(sortFailures(new LambdaClient(world.simulator.client), lambdaAnswers));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('lambdaFunctions', () => {
  it('a function is called with an event, and its answer is returned', async () => {
    world.answer('Invoke', () => ({ StatusCode: 200, Payload: bytes('{"state":"ready"}') }));
    expect(await functions().invoke('sync', { a: 1 })).toEqual({ state: 'ready' });
    expect(world.met[0]?.input).toMatchObject({ FunctionName: 'sync' });
  });

  // Lambda answers 200 where the function threw.
  it.each([
    ['{"errorType":"EndpointUnknown","errorMessage":"no"}', 'EndpointUnknown: no'],
    ['not JSON', 'not JSON'],
  ])('a call of a function that threw %j fails', async (payload, message) => {
    world.answer('Invoke', () => ({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      Payload: bytes(payload),
    }));
    await expect(functions().invoke('sync', {})).rejects.toMatchObject({
      name: 'FunctionFailed',
      message,
    });
  });
});
