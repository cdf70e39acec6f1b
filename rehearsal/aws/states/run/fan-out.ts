import { setMaxListeners } from 'node:events';
import type { Json } from '../json.ts';
import { Aborted } from '../state-error.ts';
import { Variables } from '../variables.ts';
import type { Frame } from './visit.ts';

/** What came of work done side by side. */
export type FanOut =
  { readonly results: readonly Json[] } | { readonly failure: unknown; readonly previous: number };

/**
 * Does `count` pieces of work side by side, at most `limit` at once, each in a frame of its own.
 * The first failure cuts the others off, and counts; results keep the order of the pieces.
 */
export async function fanOut(
  count: number,
  limit: number,
  outer: Frame,
  work: (index: number, frame: Frame) => Promise<Json>,
): Promise<FanOut> {
  const siblings = new AbortController();
  const signal = AbortSignal.any([outer.signal, siblings.signal]);
  setMaxListeners(0, signal);
  const startedBy = outer.chain.previous;
  const results: Json[] = Array.from({ length: count }, () => null);
  const state: { next: number; failed?: { failure: unknown; previous: number } } = { next: 0 };

  const worker = async (): Promise<void> => {
    while (state.next < count && state.failed === undefined) {
      const index = state.next++;
      const frame: Frame = {
        ...outer,
        chain: { previous: startedBy },
        variables: new Variables(outer.variables),
        signal,
        nested: true,
      };
      try {
        results[index] = await work(index, frame);
        outer.chain.previous = frame.chain.previous;
      } catch (failure) {
        state.failed ??= { failure, previous: frame.chain.previous };
        siblings.abort(new Aborted('branch'));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
  return state.failed ?? { results };
}
