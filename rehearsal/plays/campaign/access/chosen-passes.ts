import type { Trace } from '../trace.ts';

interface Site {
  readonly function: string;
  readonly time: number;
}

/** How many of a run's passes are struck: the first ones, and some of those from the swap on. */
const first = 2;
const sinceTheSwap = 8;

/**
 * The sites at which faults are to strike. The access stack's function makes hundreds of passes in a run,
 * of which each is like the next: a few stand for all, most of them from the swap on.
 * @param sites calls of one operation, or invocations, in their order
 */
export function chosenPasses<One extends Site>(
  sites: readonly One[],
  { steps }: Pick<Trace, 'steps'>,
): readonly One[] {
  const passes = sites.filter(({ function: name }) => name === 'access.SyncTargets');
  if (passes.length <= first + sinceTheSwap) return sites;
  const swapped = steps.find(({ function: name }) => name === 'target.SwapNames')?.time ?? 0;
  const late = passes.filter(({ time }) => time >= swapped);
  const every = Math.max(1, late.length / sinceTheSwap);
  const chosen = new Set([
    ...passes.slice(0, first),
    ...Array.from({ length: sinceTheSwap }, (_, index) => late[Math.floor(index * every)]),
  ]);
  return sites.filter((site) => site.function !== 'access.SyncTargets' || chosen.has(site));
}
