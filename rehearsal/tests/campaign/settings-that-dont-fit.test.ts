import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { engineVersion } from '../../plays/campaign/fixtures.ts';
import { ownGroup } from '../../plays/campaign/own-groups.ts';
import { target } from '../../plays/scene/locations.ts';
import { CampaignRunner } from '../../plays/campaign/campaign-runner.ts';
import { requireRun } from '../../plays/campaign/run-spec.ts';
import type { Withdrawal } from '../../aws/services/rds/offers.ts';
import { differencesIn, madeBy, playAndDescribe } from './kit/described.ts';
import type { Director } from './kit/director.ts';
import { playScript } from './kit/play-script.ts';
import type { Setting } from './kit/play-script.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

// Whole runs, and several of them.
jest.setTimeout(120_000);

const behind = { engineVersion: '17.9' };
const groupFamily = {
  'swap-reader': 'aurora-postgresql18',
  'swap-instance': 'postgres18',
} as const;

/** A group that fits the snapshot, in the target. */
function makeFitting(base: keyof typeof groupFamily): (director: Director) => void {
  return ({ scene: { simulator } }) => {
    const group = { name: 'tuned-18', family: groupFamily[base] };
    simulator.rds.createParameterGroup(target, group);
    simulator.rds.createClusterParameterGroup(target, group);
    const option = { name: group.name, engine: 'postgres', majorVersion: '18' };
    simulator.rds.createOptionGroup(target, option);
  };
}

describe('a live target one major version behind the source', () => {
  it('a cluster with default groups gets the new major’s, and the report says so', async () => {
    const { outcome, live, members, differences } = await playAndDescribe({
      base: 'swap-reader',
      name: 'behind',
      live: behind,
    });

    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    expect(madeBy(outcome, 'recovery')).toContain('RestoreDBClusterFromSnapshot');
    expect(live).toMatchObject({
      EngineVersion: engineVersion,
      DBClusterParameterGroup: 'default.aurora-postgresql18',
    });
    expect(members.flatMap(({ DBParameterGroups = [] }) => DBParameterGroups)).toMatchObject([
      { DBParameterGroupName: 'default.aurora-postgresql18' },
      { DBParameterGroupName: 'default.aurora-postgresql18' },
    ]);
    expect(differences).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^DBClusterParameterGroup is AWS's default for 18\.4; .*postgresql17/,
        ),
        expect.stringMatching(/^DBParameterGroups is AWS's default for 18\.4; .*postgresql17/),
      ]),
    );
  });

  it('a DB instance with default groups gets the new major’s, and the report says so', async () => {
    const { outcome, live, differences } = await playAndDescribe({
      base: 'swap-instance',
      name: 'behind',
      live: behind,
    });

    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    expect(live).toMatchObject({
      EngineVersion: engineVersion,
      DBParameterGroups: [{ DBParameterGroupName: 'default.postgres18' }],
      OptionGroupMemberships: [{ OptionGroupName: 'default:postgres-18' }],
    });
    expect(differences).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^DBParameterGroups is AWS's default for 18\.4; .*postgres17/),
        expect.stringMatching(/^OptionGroupMemberships is AWS's default for 18\.4; .*postgres-17/),
      ]),
    );
  });

  it.each([
    ['swap-reader', ['DBClusterParameterGroup', 'MemberParameterGroupName']],
    ['swap-instance', ['DBParameterGroupName', 'OptionGroupName']],
  ] as const)(
    'own groups of %s are refused by name before anything is made',
    async (base, said) => {
      const live = { ...behind, ownGroups: true };
      const { outcome, live: still } = await playAndDescribe({ base, name: 'behind-own', live });

      expect(outcome.ending('recovery')).toBe('SettingsDontFit');
      for (const word of [...said, `"${ownGroup}"`, groupFamily[base]]) {
        expect(outcome.execution('recovery').cause).toContain(word);
      }
      expect(madeBy(outcome, 'recovery')).toEqual([]);
      expect(still.EngineVersion).toBe('17.9');
    },
  );

  it.each(['swap-reader', 'swap-instance'] as const)(
    'own groups of %s give way to those that parameters name',
    async (base) => {
      const { outcome, live, members, differences } = await playAndDescribe(
        {
          base,
          name: 'behind-named',
          live: { ...behind, ownGroups: true },
          parameters: {
            target: {
              DBParameterGroupName: 'tuned-18',
              MemberParameterGroupName: 'tuned-18',
              OptionGroupName: 'tuned-18',
            },
          },
        },
        { prepare: makeFitting(base) },
      );

      expect(outcome.ending('recovery')).toBe('SUCCEEDED');
      const ofDatabase =
        live.DBClusterParameterGroup ?? live.DBParameterGroups?.[0]?.DBParameterGroupName;
      const ofMembers = members.map(
        ({ DBParameterGroups }) => DBParameterGroups?.[0]?.DBParameterGroupName,
      );
      expect(new Set([ofDatabase, ...ofMembers])).toEqual(new Set(['tuned-18']));
      expect(differences).toEqual(
        expect.arrayContaining([
          expect.stringMatching(
            /Group.* is tuned-18, as DBParameterGroupName says; .*orders-tuned/,
          ),
        ]),
      );
    },
  );
});

describe('a look-up that AWS denies', () => {
  it.each([
    ['swap', 'DescribeDBEngineVersions', 'EngineVersion'],
    ['swap', 'DescribeOrderableDBInstanceOptions', 'DBInstanceClass'],
    ['swap-groups', 'DescribeDBClusterParameterGroups', 'DBClusterParameterGroup'],
    ['swap-groups', 'DescribeDBParameterGroups', 'DBParameterGroups'],
    ['swap-groups-instance', 'DescribeOptionGroups', 'OptionGroupMemberships'],
  ])('in %s a denied %s is said of %s, and the run goes on', async (base, operation, member) => {
    const runner = await CampaignRunner.open({ projectDirectory });
    try {
      const id = `${base}/target.Preflight.${operation}.0:refused:lasting`;
      const { first } = await runner.play({ ...requireRun(id), seed: 1 });
      expect(first.executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(differencesIn(first)).toContainEqual(
        expect.stringContaining(
          `${member} is taken as it is; AWS let nobody look whether it fits: AccessDenied: User is not authorized`,
        ),
      );
    } finally {
      await runner.close();
    }
  });
});

const aurora = 'aurora-postgresql';

describe('what a Region has withdrawn', () => {
  it.each<[string, Setting, Withdrawal, RegExp]>([
    [
      'the version of a cluster',
      { base: 'swap' },
      { engine: aurora, version: engineVersion },
      /EngineVersion is 18\.4 .*set EngineVersion to one of 18\.5/,
    ],
    [
      'the class of a member',
      { base: 'swap' },
      { engine: aurora, instanceClass: 'db.r6g.large' },
      /DBInstanceClass is db\.r6g\.large for .*set DBInstanceClass/,
    ],
    [
      'the class of a DB instance',
      { base: 'swap-instance' },
      { engine: 'postgres', instanceClass: 'db.m6g.large' },
      /DBInstanceClass is db\.m6g\.large for "orders", .*set DBInstanceClass/,
    ],
    [
      'the version of a DB instance, after its capture',
      { base: 'swap-instance' },
      { engine: 'postgres', version: engineVersion },
      /EngineVersion is 18\.4 .*upgrade the source database/,
    ],
    [
      'the storage type that a parameter names',
      {
        base: 'swap',
        name: 'iopt1',
        parameters: { target: { StorageType: 'aurora-iopt1' } },
      },
      { engine: aurora, storageType: 'aurora-iopt1' },
      /StorageType is aurora-iopt1 by the parameter StorageType/,
    ],
  ])('%s is refused before the target makes anything', async (_what, setting, what, cause) => {
    const { outcome } = await playAndDescribe(setting, {
      between: ({ scene }) => scene.simulator.rds.offers.withdraw(target, what),
    });

    expect(outcome.ending('recovery')).toBe('SettingsDontFit');
    expect(outcome.execution('recovery').cause).toMatch(cause);
    expect(madeBy(outcome, 'recovery')).toEqual([]);
  });

  it('a capture of a DB instance whose version the target has withdrawn is refused at the source', async () => {
    const outcome = await playScript({ base: 'swap-instance' }, async (director) => {
      const what = { engine: 'postgres', version: engineVersion };
      director.scene.simulator.rds.offers.withdraw(target, what);
      await director.play('source', 'capture', {});
    });

    expect(outcome.ending('capture')).toBe('SettingsDontFit');
    expect(outcome.execution('capture').cause).toContain('upgrade the source database');
    expect(madeBy(outcome, 'capture')).toEqual([]);
  });

  it('a class that a parameter names takes the place of one that is withdrawn', async () => {
    const { outcome, members, differences } = await playAndDescribe(
      { base: 'swap', name: 'class', parameters: { target: { DBInstanceClass: 'db.r7g.large' } } },
      {
        prepare: ({ scene }) =>
          scene.simulator.rds.offers.withdraw(target, {
            engine: aurora,
            instanceClass: 'db.r6g.large',
          }),
      },
    );

    expect(outcome.ending('recovery')).toBe('SUCCEEDED');
    expect(members.map(({ DBInstanceClass }) => DBInstanceClass)).toEqual(['db.r7g.large']);
    expect(differences).toContainEqual(
      expect.stringMatching(/^DBInstanceClass is db\.r7g\.large, as DBInstanceClass says; /),
    );
  });
});
