import { afterEach, expect, it, jest } from '@jest/globals';
import { lambdaIn } from '../../../../functions/access/aws/lambda.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** The seconds that the SDK waits in all, where Lambda answers each attempt with 429. */
async function waited(random: number): Promise<number> {
  jest.spyOn(Math, 'random').mockReturnValue(random);
  const waits: number[] = [];
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((go: () => void, delay: number) => {
    waits.push(delay);
    queueMicrotask(go);
  }) as never);
  const { config } = lambdaIn('eu-central-1');
  const strategy = await config.retryStrategy();
  if (!('acquireInitialRetryToken' in strategy)) throw new Error('expected a strategy of tokens');
  let token = await strategy.acquireInitialRetryToken('');
  for (let attempt = 1; attempt < (await config.maxAttempts()); attempt++) {
    token = await strategy.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING' });
  }
  return waits.reduce((sum, wait) => sum + wait / 1000, 0);
}

it('the Lambda client retries for at least 40 s while a function is busy', async () => {
  expect(await waited(0.5)).toBeGreaterThan(40);
});

// FillTargets has 180 seconds, of which the pass may take 60.
it('the Lambda client stops retrying early enough for the pass and for an answer', async () => {
  expect(await waited(1)).toBeLessThan(180 - 60);
});
