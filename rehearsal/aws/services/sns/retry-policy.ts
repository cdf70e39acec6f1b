/**
 * The waits before each further attempt to reach a function or queue that fails: 3 at once, 2 a
 * second apart, 10 from 1 to 20 seconds apart with exponential backoff, then every 20 seconds. AWS
 * goes on for 100,000 of the last kind, over 23 days: here a few stand for them.
 * Source: SNS Developer Guide, "Amazon SNS message delivery retries".
 * @param lastRetries how many stand for the 100,000
 * @returns milliseconds
 */
export function retryDelays(lastRetries = 5): readonly number[] {
  const growth = Math.pow(20, 1 / 9);
  const backoff = Array.from({ length: 10 }, (_, index) => Math.round(1000 * growth ** index));
  return [0, 0, 0, 1000, 1000, ...backoff, ...Array<number>(lastRetries).fill(20_000)];
}
