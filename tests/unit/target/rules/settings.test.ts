import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { DatabaseSettings } from '../../../../functions/shared/rules/database.ts';
import {
  chooseSettings,
  describeDifferences,
} from '../../../../functions/target/rules/settings.ts';
import { allSettings } from '../../factories/databases.ts';
import { seeded } from '../../seeded.ts';

type Key = keyof DatabaseSettings;
const live = allSettings('live');
const parameters = allSettings('parameters');
const source = allSettings('source');
const keys = Object.keys(live) as Key[];
/** What names something in the source's account and Region. */
const local: readonly Key[] = [
  'subnetGroup',
  'securityGroups',
  'parameterGroup',
  'optionGroup',
  'roles',
];
const portable = keys.filter((key) => !local.includes(key));

function only(settings: DatabaseSettings, some: readonly Key[]): DatabaseSettings {
  return Object.fromEntries(some.map((key) => [key, settings[key]]));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

describe('chooseSettings', () => {
  it.each(keys)('the setting %s is taken from the live database first', (key) => {
    expect(chooseSettings({ live, parameters, source })[key]).toEqual(live[key]);
  });

  it.each(keys)(
    'the setting %s is taken from the parameters where the live database has none',
    (key) => {
      const chosen = chooseSettings({ live: { ...live, [key]: undefined }, parameters, source });
      expect(chosen[key]).toEqual(parameters[key]);
    },
  );

  it.each(portable)(
    'the setting %s is taken from the source where neither live database nor parameters have it',
    (key) => {
      expect(chooseSettings({ live: undefined, parameters: {}, source })[key]).toEqual(source[key]);
    },
  );

  it.each(local)('the setting %s is never taken from the source, whose account it names', (key) => {
    const chosen = chooseSettings({ live: undefined, parameters: {}, source });
    expect(chosen).not.toHaveProperty(key);
  });

  it.each(['deletionProtection', 'iamAuthentication', 'multiAz'] as const)(
    'a false %s of the live database counts as a setting',
    (key) => {
      const chosen = chooseSettings({
        live: { [key]: false },
        parameters: { [key]: true },
        source,
      });
      expect(chosen[key]).toBe(false);
    },
  );

  it('each setting is chosen independently of which others are given', () => {
    const someKeys = fc.subarray(keys);
    fc.assert(
      fc.property(someKeys, someKeys, someKeys, (ofLive, ofParameters, ofSource) => {
        const chosen = chooseSettings({
          live: only(live, ofLive),
          parameters: only(parameters, ofParameters),
          source: only(source, ofSource),
        });
        const travelling = ofSource.filter((key) => portable.includes(key));
        expect(chosen).toEqual({
          ...only(source, travelling),
          ...only(parameters, ofParameters),
          ...only(live, ofLive),
        });
      }),
      seeded,
    );
  });
});

describe('describeDifferences', () => {
  it('describeDifferences reports nothing where no setting differs', () => {
    expect(describeDifferences(source, source)).toEqual([]);
  });

  it('describeDifferences reports nothing of what the source leaves to AWS', () => {
    expect(describeDifferences(live, {})).toEqual([]);
    expect(describeDifferences({}, {})).toEqual([]);
  });

  it.each(portable)('describeDifferences reports both values of %s', (key) => {
    const chosen = { ...source, [key]: live[key] };
    const theirs = shown(source[key]);
    expect(describeDifferences(chosen, source)).toEqual([
      `${key} is ${shown(live[key])}; at the source it is ${theirs}`,
    ]);
    expect(describeDifferences({ ...source, [key]: undefined }, source)).toEqual([
      `${key} is AWS's default; at the source it is ${theirs}`,
    ]);
  });

  it.each(local)(
    "describeDifferences reports %s only where it falls back to AWS's default",
    (key) => {
      expect(describeDifferences({ ...source, [key]: live[key] }, source)).toEqual([]);
      expect(describeDifferences({ ...source, [key]: undefined }, source)).toEqual([
        `${key} is AWS's default; at the source it is ${shown(source[key])}`,
      ]);
    },
  );

  it('describeDifferences writes text as it is, and other values as JSON', () => {
    const chosen = { storageType: 'aurora', logExports: ['audit', 'error'], multiAz: false };
    const other = { storageType: 'aurora-iopt1', logExports: ['error'], multiAz: true };
    expect(describeDifferences(chosen, other)).toEqual([
      'logExports is ["audit","error"]; at the source it is ["error"]',
      'storageType is aurora; at the source it is aurora-iopt1',
      'multiAz is false; at the source it is true',
    ]);
  });
});
