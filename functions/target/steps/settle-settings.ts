import type { Databases } from '../../shared/ports/databases.ts';
import { isLater } from '../../shared/ports/later.ts';
import type { Database } from '../../shared/rules/database.ts';
import { isForbidden } from '../../shared/rules/status.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { laterSettings } from '../rules/settings.ts';
import { differs } from '../rules/shortfall.ts';
import { addRoles } from './add-roles.ts';
import { isTaken } from './attempt.ts';

/**
 * What became of it:
 * - `nothing`: all is as wanted, or AWS takes none of it
 * - `accepted`: a change is under way
 * - `forbidden`: something is to be changed, and the database's status forbids it
 */
export type Settled = 'nothing' | 'accepted' | 'forbidden';

/** Whether settings were left to SwapNames, which sets them once, as soon as the status lets it. */
export type Late = 'none' | 'due' | 'done';

/**
 * Gives the database what its restore couldn't, each setting as soon as its call isn't forbidden.
 * @throws what AWS answers besides a refusal and a wrong state
 */
export async function settleSettings(
  plan: RecoveryPlan,
  database: Database,
  databases: Databases,
): Promise<Settled> {
  if (isForbidden(database, 'modify'))
    return isOutstanding(plan, database) ? 'forbidden' : 'nothing';
  // What is shown doesn't tell yet of what was taken just now: another look does.
  const taken = [
    plan.quiet ? 'nothing' : await addRoles(plan, database, databases),
    await enableDataApi(plan, database, databases),
    await applyLater(plan, database, databases),
  ];
  return taken.includes('accepted') ? 'accepted' : 'nothing';
}

function isOutstanding({ settings, quiet }: RecoveryPlan, database: Database): boolean {
  const { roles, dataApi } = settings;
  const wanted = {
    ...laterSettings(settings),
    ...(roles !== undefined && !quiet && { roles }),
    ...(dataApi === true && { dataApi }),
  };
  return differs(wanted, database.settings);
}

async function enableDataApi(
  plan: RecoveryPlan,
  database: Database,
  databases: Databases,
): Promise<'nothing' | 'accepted'> {
  if (plan.settings.dataApi !== true || database.settings.dataApi === true) return 'nothing';
  return (await isTaken(() => databases.enableDataApi(database.arn))) ? 'accepted' : 'nothing';
}

async function applyLater(
  plan: RecoveryPlan,
  database: Database,
  databases: Databases,
): Promise<'nothing' | 'accepted'> {
  try {
    return await databases.apply(database, laterSettings(plan.settings));
  } catch (error) {
    if (isLater(error)) return 'accepted';
    throw error;
  }
}
