import type { Database } from '../../shared/rules/database.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { Databases } from '../../shared/ports/databases.ts';

/** The two databases of a swap, in one call, whatever they are called at the moment. */
export async function findPair(
  plan: RecoveryPlan,
  restoredId: string | undefined,
  databases: Databases,
): Promise<{ readonly old: Database | undefined; readonly restored: Database | undefined }> {
  const oldId = plan.live?.resourceId;
  const ids = [oldId, restoredId].filter((id) => id !== undefined);
  if (ids.length === 0) return { old: undefined, restored: undefined };
  const found = await databases.byResourceId(...ids);
  const of = (id: string | undefined): Database | undefined =>
    found.find(({ resourceId }) => resourceId === id);
  return { old: of(oldId), restored: of(restoredId) };
}
