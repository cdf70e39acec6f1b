import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { memberName, travels } from '../../../../functions/shared/rules/database-settings.ts';
import type {
  DatabaseSettings,
  SettingName,
} from '../../../../functions/shared/rules/database-settings.ts';
import {
  chooseSettings,
  describeDifferences,
  essentialSettings,
  laterSettings,
  settingNames,
  withMonitoring,
} from '../../../../functions/target/rules/settings.ts';
import { allSettings } from '../../factories/databases.ts';
import { seeded } from '../../seeded.ts';

const live = allSettings('live');
const parameters = allSettings('parameters');
const source = allSettings('source');
const portable = settingNames.filter(travels);
const local = settingNames.filter((name) => !travels(name));

function only(settings: DatabaseSettings, some: readonly SettingName[]): DatabaseSettings {
  return Object.fromEntries(some.map((key) => [key, settings[key]]));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isNoInsight(name: string): boolean {
  return name !== 'performanceInsightsKey' && name !== 'performanceInsightsDays';
}

const fromSource = { kind: 'cluster', whose: 'source', settings: source } as const;

describe('chooseSettings', () => {
  it('every setting has a value in this test', () => {
    expect(Object.keys(live).toSorted()).toEqual(settingNames.toSorted());
  });

  it.each(settingNames)('the setting %s is taken from the parameters first', (key) => {
    expect(chooseSettings({ live, parameters, source })[key]).toEqual(parameters[key]);
  });

  it('a key and a retention of Performance Insights are left out where it is off', () => {
    const off = { ...live, performanceInsights: false };
    expect(Object.keys(chooseSettings({ live: off, parameters: {}, source })).length).toBe(
      settingNames.length - 2,
    );
  });

  it.each(settingNames)(
    'the setting %s is taken from the live database where no parameter gives it',
    (key) => {
      const chosen = chooseSettings({ live, parameters: {}, source });
      expect(chosen[key]).toEqual(live[key]);
    },
  );

  it.each(portable)(
    'the setting %s is taken from the source where neither live database nor parameters have it',
    (key) => {
      const on = { ...source, performanceInsights: true };
      expect(chooseSettings({ live: undefined, parameters: {}, source: on })[key]).toEqual(on[key]);
    },
  );

  it.each(local)('the setting %s is never taken from the source, whose account it names', (key) => {
    const chosen = chooseSettings({ live: undefined, parameters: {}, source });
    expect(chosen).not.toHaveProperty(key);
  });

  it.each(['deletionProtection', 'iamAuthentication', 'multiAz', 'publiclyAccessible'] as const)(
    'a false %s of the live database counts as a setting',
    (key) => {
      const chosen = chooseSettings({
        live: { [key]: false },
        parameters: {},
        source: { ...source, [key]: true },
      });
      expect(chosen[key]).toBe(false);
    },
  );

  it('each setting is chosen independently of which others are given', () => {
    const someKeys = fc.subarray([...settingNames]);
    fc.assert(
      fc.property(someKeys, someKeys, someKeys, (ofLive, ofParameters, ofSource) => {
        const chosen = chooseSettings({
          live: only(live, ofLive),
          parameters: only(parameters, ofParameters),
          source: only(source, ofSource),
        });
        const merged = {
          ...only(source, ofSource.filter(travels)),
          ...only(live, ofLive),
          ...only(parameters, ofParameters),
        };
        // A live storage type brings its own figures, or none.
        const byLive = ofLive.includes('storageType') && !ofParameters.includes('storageType');
        const given = only(
          merged,
          (Object.keys(merged) as SettingName[]).filter(
            (name) =>
              !(byLive && ['iops', 'storageThroughput'].includes(name)) ||
              ofLive.includes(name) ||
              ofParameters.includes(name),
          ),
        );
        const insights = given.performanceInsights === true;
        expect(chosen).toEqual(
          insights ? given : only(given, Object.keys(given).filter(isNoInsight) as SettingName[]),
        );
      }),
      seeded,
    );
  });
});

describe('essentialSettings and laterSettings', () => {
  it('each setting is given to the restore alone, may be set afterwards, or has a call of its own', () => {
    const { roles, dataApi } = live;
    expect({ ...essentialSettings(live), ...laterSettings(live), roles, dataApi }).toEqual(live);
    const later = laterSettings(live);
    expect(Object.keys(essentialSettings(live)).filter((key) => key in later)).toEqual([]);
    expect(later).not.toHaveProperty('roles');
    expect(later).not.toHaveProperty('dataApi');
  });
});

describe('withMonitoring', () => {
  const settings = { monitoringSeconds: 60, monitoringRole: 'live-role', caCertificate: 'ca' };

  it('enhanced monitoring is carried with the role that the stack may hand on', () => {
    expect(withMonitoring(settings, 'own-role')).toEqual({
      ...settings,
      monitoringRole: 'own-role',
    });
  });

  it('enhanced monitoring is left out where the stack may hand on no role', () => {
    expect(withMonitoring(settings, undefined)).toEqual({ caCertificate: 'ca' });
  });

  it('a role without monitoring is left out, which AWS refuses', () => {
    expect(withMonitoring({ monitoringSeconds: 0, monitoringRole: 'x' }, 'own-role')).toEqual({});
  });
});

describe('describeDifferences', () => {
  it('describeDifferences reports nothing where no setting differs', () => {
    expect(describeDifferences(source, fromSource)).toEqual([]);
    expect(describeDifferences(live, { ...fromSource, whose: 'live', settings: live })).toEqual([]);
  });

  it('describeDifferences reports nothing of what the other leaves to AWS', () => {
    expect(describeDifferences(live, { ...fromSource, settings: {} })).toEqual([]);
    expect(describeDifferences({}, { ...fromSource, settings: {} })).toEqual([]);
  });

  it.each(portable)('describeDifferences reports both values of %s', (key) => {
    const name = memberName(key, 'cluster');
    const chosen = { ...source, [key]: live[key] };
    expect(describeDifferences(chosen, fromSource)).toEqual([
      `${name} is ${shown(live[key])}; at the source it is ${shown(source[key])}`,
    ]);
  });

  it('a zone of the source is not missed, for the target has its own', () => {
    const from = { ...fromSource, settings: { availabilityZone: 'eu-west-1a' } };
    expect(describeDifferences({}, from)).toEqual([]);
  });

  it.each(local.filter((name) => name !== 'availabilityZone'))(
    "describeDifferences reports %s of a source only where it falls back to AWS's default",
    (key) => {
      const other = { [key]: source[key] === false ? true : source[key] };
      const from = { ...fromSource, settings: other };
      expect(describeDifferences({ [key]: live[key] }, from)).toEqual([]);
      expect(describeDifferences({}, from)).toEqual([
        `${memberName(key, 'cluster')} is AWS's default; at the source it is ${shown(other[key])}`,
      ]);
    },
  );

  it.each(settingNames)('describeDifferences reports %s of the live database', (key) => {
    const other = { [key]: live[key] };
    expect(describeDifferences({}, { kind: 'instance', whose: 'live', settings: other })).toEqual([
      `${memberName(key, 'instance')} is AWS's default; in the live database it is ${shown(live[key])}`,
    ]);
  });
});
