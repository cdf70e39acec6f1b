import * as z from 'zod';
import type { Database, Member } from './database.ts';

/** What the source database is like, for a target that has no live one to take after. */
export const Manifest = z.object({
  settings: z.object({
    subnetGroup: z.string().optional(),
    securityGroups: z.array(z.string()).optional(),
    parameterGroup: z.string().optional(),
    optionGroup: z.string().optional(),
    port: z.int().optional(),
    logExports: z.array(z.string()).optional(),
    iamAuthentication: z.boolean().optional(),
    copyTagsToSnapshots: z.boolean().optional(),
    deletionProtection: z.boolean().optional(),
    backupRetentionDays: z.int().optional(),
    storageType: z.string().optional(),
    serverlessCapacity: z
      .object({
        minimum: z.number(),
        maximum: z.number(),
        secondsUntilAutoPause: z.int().optional(),
      })
      .optional(),
    instanceClass: z.string().optional(),
    multiAz: z.boolean().optional(),
    roles: z.array(z.object({ arn: z.string(), feature: z.string().optional() })).optional(),
  }),
  members: z.array(z.object({ instanceClass: z.string(), promotionTier: z.int() })),
  tags: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

export function manifestOf(
  database: Database,
  members: readonly Member[],
  tags: Readonly<Record<string, string>>,
): Manifest {
  return Manifest.parse({
    settings: database.settings,
    members: members.map(({ instanceClass, promotionTier }) => ({ instanceClass, promotionTier })),
    tags,
  });
}
