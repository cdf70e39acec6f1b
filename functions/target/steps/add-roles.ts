import type { Database } from '../../shared/rules/database.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { isTaken } from './attempt.ts';

/**
 * Gives the database the roles of the plan that it hasn't got.
 * @returns `nothing` where none is missing, or AWS takes none of those that are
 */
export async function addRoles(
  plan: Pick<RecoveryPlan, 'settings'>,
  database: Database,
  databases: Databases,
): Promise<'nothing' | 'accepted'> {
  const there = database.settings.roles ?? [];
  const missing = (plan.settings.roles ?? []).filter(
    (role) => !there.some(({ arn, feature }) => arn === role.arn && feature === role.feature),
  );
  let outcome: 'nothing' | 'accepted' = 'nothing';
  for (const role of missing) {
    if (await isTaken(() => databases.addRole(database.identifier, role))) outcome = 'accepted';
  }
  return outcome;
}
