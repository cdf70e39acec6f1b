import * as z from 'zod';
import { AccountId, KeyArn, Kind, Region, TopicArn } from './formats.ts';
import { Manifest } from './manifest.ts';

const PlannedPlace = z.object({ partition: z.string(), accountId: AccountId, region: Region });

/** What Preflight of a source run decides; every step after it works from this alone. */
export const CapturePlan = z.object({
  /** The execution's name. */
  run: z.string(),
  kind: Kind,
  source: PlannedPlace.extend({ identifier: z.string(), resourceId: z.string() }),
  target: z.object({ accountId: AccountId, region: Region }),
  route: z.enum(['two-step', 'one-call']),
  /** The snapshot's name, in the source Region and, copied, in the target's. */
  snapshot: z.string(),
  /** The situation in which the source is encrypted, for the report. */
  encryption: z.enum(['none', 'aws-managed', 'customer', 'aws-owned']),
  /** The key to copy under; absent where the copy must name none. */
  copyKeyArn: KeyArn.optional(),
  /** The key that the target must be able to use; absent for an unencrypted snapshot. */
  sharedKeyArn: KeyArn.optional(),
  topicArn: TopicArn,
  /** How many captures to keep on each side. */
  keepSnapshots: z.int().min(1),
  manifest: Manifest,
});
export type CapturePlan = z.infer<typeof CapturePlan>;
