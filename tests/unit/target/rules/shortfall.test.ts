import { describe, expect, it } from '@jest/globals';
import {
  MemberSettings,
  memberName,
} from '../../../../functions/shared/rules/database-settings.ts';
import type {
  DatabaseSettings,
  SettingName,
} from '../../../../functions/shared/rules/database-settings.ts';
import { settingNames, showSetting } from '../../../../functions/target/rules/settings.ts';
import { describeShortfall } from '../../../../functions/target/rules/shortfall.ts';
import { aDatabase, aMember, allSettings } from '../../factories/databases.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

const wanted = allSettings('live');
const [member] = aRecoveryPlan().members;
const later: readonly SettingName[] = ['deletionProtection'];
const quieted: readonly SettingName[] = ['parameterGroup', 'securityGroups', 'roles'];

function shortfall(
  settings: DatabaseSettings,
  found: DatabaseSettings,
  more: Parameters<typeof aRecoveryPlan>[0] = {},
): string[] {
  const plan = aRecoveryPlan({ settings: settings, members: [], ...more });
  return describeShortfall(plan, aDatabase({ settings: found }), []);
}

describe('describeShortfall', () => {
  it.each(settingNames.filter((name) => !later.includes(name)))(
    'a restored database without its %s is told of, and one with it is not',
    (name) => {
      const settings = { [name]: wanted[name] };

      expect(shortfall(settings, settings)).toEqual([]);
      expect(shortfall(settings, {})).toEqual([
        `${memberName(name, 'cluster')} is AWS's default; it was to be ` +
          `${showSetting(wanted[name])}, which AWS didn't take: set it by hand`,
      ]);
    },
  );

  it.each(later)('%s comes with the swap, and is not missed before', (name) => {
    expect(shortfall({ [name]: true }, {})).toEqual([]);
  });

  it.each(quieted)('%s of a database that is quiet until the swap is not missed before', (name) => {
    const quiet = { parameterGroup: 'quiet' };

    expect(shortfall({ [name]: wanted[name] }, {}, { quiet })).toEqual([]);
  });

  it.each(Object.keys(MemberSettings.shape) as SettingName[])(
    'an instance without its %s is told of by its live name',
    (name) => {
      const settings = { [name]: wanted[name] };
      const plan = aRecoveryPlan({ settings: {}, members: [{ ...member!, settings }] });
      const found = aMember({ identifier: member!.temporary });

      expect(describeShortfall(plan, aDatabase(), [found])).toEqual([
        `${memberName(name, 'member')} of ${member!.live} is AWS's default; it was to be ` +
          `${showSetting(wanted[name])}, which AWS didn't take: set it by hand`,
      ]);
      expect(describeShortfall(plan, aDatabase(), [{ ...found, settings }])).toEqual([]);
    },
  );
});
