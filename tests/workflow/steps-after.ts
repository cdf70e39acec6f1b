import type { Played } from './play.ts';

/** The steps that were called after the last call of one, in their order. */
export function stepsAfter({ calls }: Played, step: string): readonly string[] {
  const steps = calls.map((call) => call.step);
  return steps.slice(steps.lastIndexOf(step) + 1);
}
