import * as z from 'zod/mini';
import { MasterLogin } from '../../shared/rules/endpoint.ts';
import { InvalidPlan } from '../../shared/rules/errors.ts';
import { KeyArn, Kind, Moment, Port, Region, AccountId } from '../../shared/rules/formats.ts';
import { Notice } from '../../shared/contract/notice.ts';
import { ScalableTarget } from './scalable-target.ts';
import { DatabaseSettings, MemberSettings } from '../../shared/rules/database-settings.ts';

const MemberPlan = z.object({
  /** While the restored database waits under its temporary name. */
  temporary: z.string(),
  /** Once it is live. */
  live: z.string(),
  /** Where a live member has that name now: what it is called afterwards. */
  retired: z.optional(z.string()),
  instanceClass: z.string(),
  promotionTier: z.int().check(z.minimum(0), z.maximum(15)),
  // Left out by a run that began before there were any.
  settings: z.prefault(MemberSettings, {}),
  tags: z.prefault(z.record(z.string(), z.string()), {}),
});

/** What Preflight of a target run decides; every step after it works from this alone. */
export const RecoveryPlan = z.object({
  /** The execution's name. */
  run: z.string(),
  /** The stack's name, which everything that a run makes is marked with. */
  stack: z.string().check(z.minLength(1)),
  startedAt: Moment,
  /**
   * - `swap`: the restored database takes the live name
   * - `standby`: it is verified and kept under its temporary name
   * - `drill`: it is verified and deleted
   */
  mode: z.enum(['swap', 'standby', 'drill']),
  /** The stack's own mode, which an execution without one has. */
  stackMode: z.enum(['swap', 'standby', 'drill']),
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
  /** The database to be replaced, which has the live name now or had it before; absent on a first run. */
  live: z.optional(
    z.object({
      resourceId: z.string(),
      deletionProtection: z.boolean(),
      /** The ARN of what RDS keeps its master password in, where RDS manages it. */
      masterKeptIn: z.optional(z.string()),
    }),
  ),
  /** The database that gave way to what is live, where nothing is left of it but its final snapshot. */
  replaced: z.optional(z.string()),
  /**
   * Set where what this recovery restored had the live name before this run began. Then it is looked at
   * and its predecessor is retired, but nothing is restored, swapped or undone.
   */
  alreadyLive: z.optional(
    z.object({
      resourceId: z.string(),
      host: z.string(),
      port: Port,
      master: z.optional(MasterLogin),
    }),
  ),
  /** What an earlier run left under the temporary name: deleted before this one restores. */
  leftover: z.optional(z.object({ resourceId: z.string(), identifier: z.string() })),
  /** Kept on the database once it is live, so that no later run replaces it; why. */
  hold: z.optional(z.string()),
  /** The lineage that what is live is pinned to, and whether a person accepts another one. */
  lineage: z.object({ pinned: z.optional(z.string()), accepted: z.boolean() }),
  /** A person wants older data than what is live holds. */
  acceptOlder: z.boolean(),
  /** Writer first; empty for DB instances. */
  members: z.array(MemberPlan),
  swapInstanceNames: z.boolean(),
  /** What happens to the old database once its successor is live. */
  retirement: z.enum(['delete', 'keep']),
  /** How long it stays under its retired name before it is deleted; 0 for not at all. */
  graceSeconds: z.int().check(z.minimum(0)),
  /** Somebody has to approve of its deletion within this time; absent where no approval is asked for. */
  approvalSeconds: z.optional(z.int().check(z.minimum(1))),
  /** What becomes of what was restored where the run fails before it is live. */
  onFailure: z.enum(['keep', 'discard']),
  /** The key to copy the shared snapshot under; absent where the copy must name none. */
  secureKeyArn: z.optional(KeyArn),
  /** The key to restore under; absent where the snapshot's own is kept. */
  restoreKeyArn: z.optional(KeyArn),
  /** The version to restore as, where it isn't the snapshot's. */
  engineVersion: z.optional(z.string()),
  settings: DatabaseSettings,
  /**
   * What the restored database has in place of its settings until the swap, so that nothing in it acts
   * meanwhile; absent where it has its own from the start. With it, it has no roles until then.
   */
  quiet: z.optional(
    z.object({
      parameterGroup: z.optional(z.string()),
      securityGroups: z.optional(z.readonly(z.array(z.string()))),
    }),
  ),
  tags: z.record(z.string(), z.string()),
  /** What scales the readers of whatever has the live name; absent where nothing is known to. */
  scaling: z.optional(ScalableTarget),
  /** Where the restored database will differ from the live one and the source, a sentence each. */
  differences: z.array(z.string()),
});
export type RecoveryPlan = z.infer<typeof RecoveryPlan>;

/**
 * Holds a plan against what every step after Preflight expects of it.
 * @throws InvalidPlan saying which part of it AWS or a parameter has made impossible
 */
export function checkPlan(plan: RecoveryPlan): RecoveryPlan {
  const result = RecoveryPlan.safeParse(plan);
  if (result.success) return plan;
  throw new InvalidPlan(
    `expected a plan that the steps can follow: ${z.prettifyError(result.error)}. Look at the live ` +
      "database's settings and at the stack's parameters",
  );
}
