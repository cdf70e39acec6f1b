import type { Database, Member } from '../../shared/rules/database.ts';
import type { DatabaseSettings } from '../../shared/rules/database-settings.ts';
import { sameSetting } from '../../shared/rules/same-setting.ts';
import { asInstance, isForbidden } from '../../shared/rules/status.ts';
import { InvalidPlan } from '../../shared/rules/errors.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** What is to be done next to a database that was restored quiet. */
export type WakingStep =
  | { readonly type: 'awake' }
  | {
      readonly type: 'regroup';
      readonly groups: Pick<DatabaseSettings, 'parameterGroup' | 'securityGroups'>;
      readonly members: readonly { readonly identifier: string; readonly parameterGroup: string }[];
    }
  | { readonly type: 'restart'; readonly identifiers: readonly string[] }
  | { readonly type: 'wait'; readonly waitingFor: string };

/**
 * The next step from quiet settings to its own: the groups, then one restart of each instance, for a
 * parameter group is in force only then; the writer last, so that it restarts into a cluster that is
 * ready.
 *
 * Source: the SDK's model, ModifyDBInstance, `DBParameterGroupName`: "the actual parameter changes are
 * not applied until you reboot the instance"; Aurora User Guide, "Associating a DB cluster parameter group
 * with a DB cluster".
 */
export function nextWakingStep(
  plan: Pick<RecoveryPlan, 'quiet' | 'settings' | 'members'>,
  database: Database,
  members: readonly Member[],
): WakingStep {
  if (!plan.quiet) return { type: 'awake' };
  const busy = [
    ...(isForbidden(database, 'modify') ? [database] : []),
    ...members.filter((member) => isForbidden(asInstance(member), 'modify')),
  ][0];
  if (busy) return { type: 'wait', waitingFor: `"${busy.identifier}" (${busy.status})` };
  const groups = differing(plan, database);
  const others = members.flatMap((member) => {
    const own = plan.members.find(({ temporary }) => temporary === member.identifier)?.settings;
    return own?.parameterGroup === undefined ||
      own.parameterGroup === member.settings.parameterGroup
      ? []
      : [{ identifier: member.identifier, parameterGroup: own.parameterGroup }];
  });
  if (Object.keys(groups).length > 0 || others.length > 0) {
    return { type: 'regroup', groups, members: others };
  }
  const waiting = new Set([
    ...database.toRestart,
    ...members.flatMap(({ identifier, isToRestart }) => (isToRestart ? [identifier] : [])),
  ]);
  if (waiting.size === 0) return { type: 'awake' };
  const readers = [...waiting].filter((identifier) => identifier !== database.writer);
  return { type: 'restart', identifiers: readers.length > 0 ? readers : [...waiting] };
}

/**
 * What was quiet can only be replaced by something that is known.
 * @throws InvalidPlan
 */
export function checkQuiet({ quiet, settings }: Pick<RecoveryPlan, 'quiet' | 'settings'>): void {
  for (const [name, quietName, own] of [
    ['parameterGroup', 'QuietParameterGroupName', 'DBParameterGroupName'],
    ['securityGroups', 'QuietSecurityGroupIds', 'VpcSecurityGroupIds'],
  ] as const) {
    if (quiet?.[name] === undefined || settings[name] !== undefined) continue;
    throw new InvalidPlan(
      `expected something to put in the place of ${quietName} at the swap, found no live database that ` +
        `says it: set ${own} too, then start the run again`,
    );
  }
}

function differing(
  { settings }: Pick<RecoveryPlan, 'settings'>,
  database: Database,
): Pick<DatabaseSettings, 'parameterGroup' | 'securityGroups'> {
  const { parameterGroup, securityGroups } = settings;
  return {
    ...(parameterGroup !== undefined &&
      !sameSetting(parameterGroup, database.settings.parameterGroup) && { parameterGroup }),
    ...(securityGroups !== undefined &&
      !sameSetting(securityGroups, database.settings.securityGroups) && { securityGroups }),
  };
}
