import * as z from 'zod/mini';
import type { Database, Member } from '../rules/database.ts';
import { InvalidPlan } from '../rules/errors.ts';

/** What the source database is like, for a target that has no live one to take after. */
export const Manifest = z.strictObject({
  settings: z.strictObject({
    subnetGroup: z.optional(z.string()),
    securityGroups: z.optional(z.array(z.string())),
    parameterGroup: z.optional(z.string()),
    optionGroup: z.optional(z.string()),
    port: z.optional(z.int()),
    logExports: z.optional(z.array(z.string())),
    iamAuthentication: z.optional(z.boolean()),
    copyTagsToSnapshots: z.optional(z.boolean()),
    deletionProtection: z.optional(z.boolean()),
    backupRetentionDays: z.optional(z.int()),
    storageType: z.optional(z.string()),
    serverlessCapacity: z.optional(
      z.strictObject({
        minimum: z.number(),
        maximum: z.number(),
        secondsUntilAutoPause: z.optional(z.int()),
      }),
    ),
    instanceClass: z.optional(z.string()),
    multiAz: z.optional(z.boolean()),
    roles: z.optional(
      z.array(z.strictObject({ arn: z.string(), feature: z.optional(z.string()) })),
    ),
  }),
  members: z.array(z.strictObject({ instanceClass: z.string(), promotionTier: z.int() })),
  tags: z.record(z.string(), z.string()),
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
    members: members.map(({ instanceClass, promotionTier }) => ({ instanceClass, promotionTier })),
    tags,
  });
  if (result.success) return result.data;
  throw new InvalidPlan(
    `expected the source database's settings to fit into a notice: ${z.prettifyError(result.error)}`,
  );
}
