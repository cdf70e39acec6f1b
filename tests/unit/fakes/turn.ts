/**
 * A turn of the event loop. Every fake waits for one before it takes effect, so that a promise that
 * nobody awaits shows as an effect that isn't there.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
