import type { Database, Member } from '../domain/database.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import type { Databases } from '../ports/databases.ts';

/** The database that was live before the swap, whatever it is called now, with its instances. */
export async function findOld(
  plan: RecoveryPlan,
  databases: Databases,
): Promise<{ readonly old: Database | undefined; readonly members: readonly Member[] }> {
  const [old] = plan.live ? await databases.byResourceId(plan.live.resourceId) : [];
  return { old, members: old ? await databases.members(old) : [] };
}
