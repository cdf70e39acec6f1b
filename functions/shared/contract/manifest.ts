import * as z from 'zod/mini';
import type { Database, Member } from '../rules/database.ts';
import { describeNotCarried } from '../rules/not-carried.ts';
import { InvalidPlan } from '../rules/errors.ts';
import { DatabaseSettings, MemberSettings } from '../rules/database-settings.ts';

/** What the source database is like, for a target that has no live one to take after. */
export const Manifest = z.strictObject({
  settings: DatabaseSettings,
  members: z.array(
    z.strictObject({
      instanceClass: z.string(),
      promotionTier: z.int(),
      /** Left out by a source of a version that didn't tell it. */
      settings: z.optional(MemberSettings),
    }),
  ),
  /** What else AWS shows of the source and no call carries over, a sentence each. */
  notCarried: z.optional(z.array(z.string())),
  tags: z.record(z.string(), z.string()),
  /** RDS manages the master password, so that it was another one a while ago; left out where not. */
  managedMaster: z.optional(z.boolean()),
});
export type Manifest = z.infer<typeof Manifest>;

/** @throws InvalidPlan when AWS describes the database in a way that no notice can tell */
export function manifestOf(
  database: Database,
  members: readonly Member[],
  tags: Readonly<Record<string, string>>,
): Manifest {
  const result = Manifest.safeParse({
    settings: database.settings,
    members: members.map(({ instanceClass, promotionTier, settings }) => ({
      instanceClass,
      promotionTier,
      settings,
    })),
    notCarried: describeNotCarried(database, members),
    tags,
    ...(database.masterSecret && { managedMaster: true }),
  });
  if (result.success) return result.data;
  throw new InvalidPlan(
    `expected the source database's settings to fit into a notice: ${z.prettifyError(result.error)}`,
  );
}
