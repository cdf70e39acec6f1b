import * as z from 'zod/mini';
import { AccountId, KeyArn, Kind, Region, TopicArn } from '../../shared/rules/formats.ts';
import { Manifest } from '../../shared/contract/manifest.ts';

const PlannedPlace = z.object({ partition: z.string(), accountId: AccountId, region: Region });

/** What Preflight of a source run decides; every step after it works from this alone. */
export const CapturePlan = z.object({
  /** The execution's name. */
  run: z.string(),
  /**
   * The execution that took the snapshot, where this one took it up; the notice names that one, so that
   * the same capture is the same notice, however often it is published.
   */
  begunBy: z.optional(z.string()),
  /** The stack's name, which everything that a run makes is marked with. */
  stack: z.string().check(z.minLength(1)),
  kind: Kind,
  source: z.extend(PlannedPlace, { identifier: z.string(), resourceId: z.string() }),
  target: z.object({ accountId: AccountId, region: Region }),
  route: z.enum(['two-step', 'one-call']),
  /** The snapshot's name, in the source Region and, copied, in the target's. */
  snapshot: z.string(),
  /** The situation in which the source is encrypted, for the report. */
  encryption: z.enum(['none', 'aws-managed', 'customer', 'aws-owned', 'unknown']),
  /** The key to copy under; absent where the copy must name none. */
  copyKeyArn: z.optional(KeyArn),
  /** The key that the target must be able to use; absent for an unencrypted snapshot. */
  sharedKeyArn: z.optional(KeyArn),
  topicArn: TopicArn,
  manifest: Manifest,
  /** What somebody should know though the capture goes on, a sentence each; absent in an older plan. */
  warnings: z.optional(z.array(z.string())),
});
export type CapturePlan = z.infer<typeof CapturePlan>;
