import type { Database, Member } from '../../shared/rules/database.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/**
 * The database that was live before the swap, whatever it is called now, with its instances; and the one
 * that has the live name.
 */
export async function findOld(
  plan: RecoveryPlan,
  databases: Databases,
): Promise<{
  readonly old: Database | undefined;
  readonly members: readonly Member[];
  readonly live: Database | undefined;
}> {
  const [old] = plan.live ? await databases.byResourceId(plan.live.resourceId) : [];
  return {
    old,
    members: old ? await databases.members(old) : [],
    live: await databases.byName(plan.names.live),
  };
}
