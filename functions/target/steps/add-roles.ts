import type { Database } from '../../shared/rules/database.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { attempt } from './attempt.ts';

/** Gives the database the roles of the plan that it hasn't got; one that is there already is done. */
export async function addRoles(
  plan: Pick<RecoveryPlan, 'settings'>,
  database: Database,
  databases: Databases,
): Promise<void> {
  const there = database.settings.roles ?? [];
  const missing = (plan.settings.roles ?? []).filter(
    (role) => !there.some(({ arn, feature }) => arn === role.arn && feature === role.feature),
  );
  for (const role of missing) {
    await attempt(() => databases.addRole(database.identifier, role), { refused: 'later' });
  }
}
