import { memberName } from '../../shared/rules/database-settings.ts';
import type { DatabaseSettings, SettingName } from '../../shared/rules/database-settings.ts';
import type { Database, Member } from '../../shared/rules/database.ts';
import { sameSetting } from '../../shared/rules/same-setting.ts';
import type { RecoveryPlan } from './recovery-plan.ts';
import { showSetting } from './settings.ts';

/** Comes with the swap: protection, and what was quiet until then. */
const laterThanRestore: readonly SettingName[] = ['deletionProtection'];
const quietUntilSwap: readonly SettingName[] = ['parameterGroup', 'securityGroups', 'roles'];

/** Where what was restored isn't as it was planned, a sentence each: AWS didn't take it. */
export function describeShortfall(
  plan: Pick<RecoveryPlan, 'kind' | 'settings' | 'members' | 'quiet'>,
  database: Pick<Database, 'settings'>,
  members: readonly Pick<Member, 'identifier' | 'settings'>[],
): string[] {
  const left = [...laterThanRestore, ...(plan.quiet ? quietUntilSwap : [])];
  return [
    ...missing(plan.settings, database.settings, left).map((name) =>
      sentence(memberName(name, plan.kind), plan.settings[name], database.settings[name]),
    ),
    ...plan.members.flatMap(({ temporary, live, settings }) => {
      const found = members.find(({ identifier }) => identifier === temporary);
      return found === undefined
        ? []
        : missing(settings, found.settings, left).map((name) =>
            sentence(
              `${memberName(name, 'member')} of ${live}`,
              (settings as DatabaseSettings)[name],
              (found.settings as DatabaseSettings)[name],
            ),
          );
    }),
  ];
}

/** Where what was quiet until the swap isn't as it was planned, a sentence each. */
export function describeSleep(
  plan: Pick<RecoveryPlan, 'kind' | 'settings'>,
  { settings }: Pick<Database, 'settings'>,
): string[] {
  return missing(plan.settings, settings, [])
    .filter((name) => quietUntilSwap.includes(name))
    .map((name) => sentence(memberName(name, plan.kind), plan.settings[name], settings[name]));
}

/** Whether a database lacks any of these. */
export function differs(wanted: DatabaseSettings, found: DatabaseSettings): boolean {
  return missing(wanted, found, []).length > 0;
}

function missing(
  wanted: DatabaseSettings,
  found: DatabaseSettings,
  left: readonly SettingName[],
): readonly SettingName[] {
  return (Object.keys(wanted) as SettingName[]).filter(
    (name) =>
      !left.includes(name) && wanted[name] !== undefined && !sameSetting(wanted[name], found[name]),
  );
}

function sentence(what: string, wanted: unknown, found: unknown): string {
  return (
    `${what} is ${showSetting(found)}; it was to be ${showSetting(wanted)}, which AWS didn't take: set ` +
    'it by hand'
  );
}
