import type { Database } from '../../shared/rules/database.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { nextWakingStep } from '../rules/waking.ts';
import { pollingSchedules } from '../../shared/rules/polling-schedule.ts';
import { addRoles } from './add-roles.ts';
import { attempt } from './attempt.ts';

/**
 * Gives a database that was restored quiet its own groups and roles, before it gets the live name: the old
 * one answers meanwhile. Roles that AWS hasn't taken once the step takes longer than it usually does are
 * left to the report.
 * @returns what it waits for; undefined once the database is as it is to be
 */
export async function wakeDatabase(
  plan: RecoveryPlan,
  restored: Database,
  elapsedSeconds: number,
  databases: Databases,
): Promise<string | undefined> {
  if (!plan.quiet || restored.identifier !== plan.names.temporary) return undefined;
  const step = nextWakingStep(plan, restored, await databases.members(restored));
  switch (step.type) {
    case 'awake':
      if (elapsedSeconds > pollingSchedules.CompleteDatabase.budget) return undefined;
      return (await addRoles(plan, restored, databases)) === 'accepted'
        ? `"${restored.identifier}" to have its roles`
        : undefined;
    case 'regroup':
      if (Object.keys(step.groups).length > 0) {
        await attempt(() => databases.regroup(restored.identifier, step.groups));
      }
      for (const { identifier, parameterGroup } of step.members) {
        await attempt(() => databases.regroupMember(identifier, parameterGroup));
      }
      return `"${restored.identifier}" to get its own groups`;
    case 'restart':
      for (const identifier of step.identifiers) {
        await attempt(() => databases.restart(identifier));
      }
      return `${step.identifiers.join(', ')} to restart with its own parameters`;
    case 'wait':
      return step.waitingFor;
  }
}
