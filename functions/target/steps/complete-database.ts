import { DatabaseFailed } from '../../shared/rules/errors.ts';
import type { Database } from '../../shared/rules/database.ts';
import { isForbidden } from '../../shared/rules/status.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import { withRoom } from '../rules/room.ts';
import { connectability } from '../rules/connectable.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { settleSettings } from './settle-settings.ts';
import type { Late } from './settle-settings.ts';

/**
 * Completes a restored database that was verified before all of it was there, right before it gets the live
 * name: late settings are set once, and its readers are waited for as long as they pass, but for one for
 * which AWS has no room.
 *
 * A cluster whose first instance has just been made goes `backing-up`, and takes no rename meanwhile (the
 * field: "not available for modification with status backing-up"). Between the two renames nobody has the
 * live name, so what brings that on is let come first: the last thing that a new instance is at.
 * @returns what is waited for; undefined once nothing is
 * @throws DatabaseFailed when a part of it has failed: no name was changed
 */
export async function completeDatabase(
  plan: RecoveryPlan,
  restored: Database,
  late: Late,
  databases: Databases,
): Promise<{ readonly waitingFor: string; readonly late?: Late } | undefined> {
  if (late === 'due') {
    const waitingFor = `"${restored.identifier}" (${restored.status}) to take its settings`;
    if (isForbidden(restored, 'modify')) return { waitingFor };
    const outcome = await settleSettings(plan, restored, databases);
    if (outcome === 'accepted') return { waitingFor, late: 'done' };
  }
  if (restored.kind === 'instance') return undefined;
  // Nothing of its instances changes that it has to be waited for.
  if (isForbidden(restored, 'modify')) {
    return { waitingFor: `"${restored.identifier}" (${restored.status})` };
  }
  const members = withRoom(await databases.members(restored));
  const unsettled = members.find(({ status }) => status.startsWith('configuring-'));
  if (unsettled) {
    return {
      waitingFor: `instance "${unsettled.identifier}" (${unsettled.status}), after which its cluster backs up`,
    };
  }
  // A writer alone is what was verified.
  if (plan.members.length <= 1) return undefined;
  const seen = connectability(restored, members);
  switch (seen.state) {
    case 'connectable':
      return undefined;
    case 'pending':
      return { waitingFor: seen.waitingFor };
    case 'failed':
      throw new DatabaseFailed(
        `expected ${seen.what} to become available before "${plan.names.live}" goes live, found it failed: ` +
          'no name was changed; look at its events in the RDS console, and start the run again: it restores ' +
          'anew',
      );
  }
}
