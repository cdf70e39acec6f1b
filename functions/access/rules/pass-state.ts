import * as z from 'zod/mini';
import { Moment } from '../../shared/rules/formats.ts';

/** What a run remembers of one endpoint from pass to pass; the workflow carries it. */
export const PassState = z.object({
  /** The addresses at the run's first look; null while they aren't known. */
  first: z.nullable(z.array(z.string())),
  /** The addresses at the last look. */
  last: z.nullable(z.array(z.string())),
  /** Since when every look of this run gave these; absent in what an earlier release remembers. */
  lastSince: z.pipe(
    z.nullish(Moment),
    z.transform((since) => since ?? null),
  ),
  /** Since when the group isn't what it should be, as far as this run knows. */
  staleSince: z.nullable(Moment),
  /** This run has registered or deregistered, or has seen the address change. */
  moved: z.boolean(),
  /** Which of API and DNS is late, and since when. */
  lag: z.nullable(z.object({ who: z.enum(['API', 'DNS']), since: Moment })),
});
export type PassState = z.infer<typeof PassState>;

/** By the target group's name. */
export const Memory = z.record(z.string(), PassState);
export type Memory = z.infer<typeof Memory>;

export const emptyState: PassState = {
  first: null,
  last: null,
  lastSince: null,
  staleSince: null,
  moved: false,
  lag: null,
};
