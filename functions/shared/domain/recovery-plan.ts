import * as z from 'zod';
import { KeyArn, Kind, Moment, Region, AccountId } from './formats.ts';
import { Notice } from './notice.ts';
import { Manifest } from './manifest.ts';

const MemberPlan = z.object({
  /** While the restored database waits under its temporary name. */
  temporary: z.string(),
  /** Once it is live. */
  live: z.string(),
  /** Where a live member has that name now: what it is called afterwards. */
  retired: z.string().optional(),
  instanceClass: z.string(),
  promotionTier: z.int().min(0).max(15),
});

/** What Preflight of a target run decides; every step after it works from this alone. */
export const RecoveryPlan = z.object({
  /** The execution's name. */
  run: z.string(),
  startedAt: Moment,
  /**
   * - `swap`: the restored database takes the live name
   * - `standby`: it is verified and kept under its temporary name
   * - `drill`: it is verified and deleted
   */
  mode: z.enum(['swap', 'standby', 'drill']),
  kind: Kind,
  place: z.object({ partition: z.string(), accountId: AccountId, region: Region }),
  notice: Notice,
  /** The capture's name: what ties everything that this recovery makes together. */
  snapshot: z.string(),
  names: z.object({
    live: z.string(),
    temporary: z.string(),
    retired: z.string(),
    secured: z.string(),
    final: z.string(),
  }),
  /** The database that has the live name now; absent on a first run. */
  live: z.object({ resourceId: z.string(), deletionProtection: z.boolean() }).optional(),
  /** Writer first; empty for DB instances. */
  members: z.array(MemberPlan),
  swapInstanceNames: z.boolean(),
  /** What happens to the old database once its successor is live. */
  retirement: z.enum(['delete', 'keep']),
  /** The key to copy the shared snapshot under; absent where the copy must name none. */
  secureKeyArn: KeyArn.optional(),
  /** The key to restore under; absent where the snapshot's own is kept. */
  restoreKeyArn: KeyArn.optional(),
  settings: Manifest.shape.settings,
  tags: z.record(z.string(), z.string()),
  /** Where the restored database will differ from the source, a sentence each. */
  differences: z.array(z.string()),
});
export type RecoveryPlan = z.infer<typeof RecoveryPlan>;
