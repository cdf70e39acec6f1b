import { describe, expect, it } from '@jest/globals';
import { ownSettings } from '../../../aws/services/rds/instances/own-settings.ts';
import { standAloneSettings } from '../../../aws/services/rds/instances/stand-alone-settings.ts';
import { instance, instanceWith, makeCluster, makeDatabase, makeMember } from '../scenes.ts';
import { sourceLocation as place, Simulator } from '../simulator.ts';
import { instanceCases } from './instance-setting-cases.ts';
import { likewise, makeGroups, type SettingCase } from './setting-case.ts';

/** Of Aurora's family, where a case says one of PostgreSQL's. */
function ofAurora(input: object): object {
  return 'DBParameterGroupName' in input
    ? { DBParameterGroupName: 'tuned-aurora-postgresql18' }
    : input;
}

/** AWS's defaults of a cluster's second member, where they aren't those of a stand-alone instance. */
const ofMembers: Readonly<Record<string, object>> = {
  parameterGroup: {
    DBParameterGroups: [{ DBParameterGroupName: 'default.aurora-postgresql18' }],
  },
  publiclyAccessible: { PubliclyAccessible: false },
  zone: { AvailabilityZone: 'eu-west-1b' },
};

function casesOf(table: object): (readonly [string, SettingCase, keyof typeof instanceCases])[] {
  return Object.keys(table).flatMap((key) => {
    const name = key as keyof typeof instanceCases;
    return instanceCases[name].map(
      (one) => [`${name}: ${JSON.stringify(one.said)}`, one, name] as const,
    );
  });
}

async function prepared(): Promise<Simulator> {
  const simulator = new Simulator();
  makeGroups(simulator);
  simulator.keys.make(place, 'insights');
  await makeCluster(simulator, place, 'live');
  return simulator;
}

describe.each(casesOf(ownSettings))('a member’s own setting %s', (_name, one, name) => {
  const said = ofAurora(one.said);
  const shown =
    name === 'parameterGroup'
      ? { DBParameterGroups: [{ DBParameterGroupName: 'tuned-aurora-postgresql18' }] }
      : one.shown;

  it('a new member has what its request says', async () => {
    const made = await makeMember(await prepared(), place, 'live', 'live-1', said);
    expect(likewise(made, shown)).toMatchObject(shown);
  });

  it('another member has AWS’s default', async () => {
    const simulator = await prepared();
    await makeMember(simulator, place, 'live', 'live-1', said);
    const other = await makeMember(simulator, place, 'live', 'live-2');
    const unsaid = ofMembers[name] ?? one.unsaid;
    expect(likewise(other, unsaid)).toMatchObject(unsaid);
  });

  if (ownSettings[name as keyof typeof ownSettings].modify !== undefined) {
    it('a modification changes it', async () => {
      const simulator = await prepared();
      await makeMember(simulator, place, 'live', 'live-1');
      const input = { DBInstanceIdentifier: 'live-1', ApplyImmediately: true, ...said };
      await simulator.call(place, 'ModifyDBInstance', input);
      if (one.status !== undefined) await instanceWith(simulator, place, 'live-1', one.status);
      const changed = await instanceWith(simulator, place, 'live-1', 'available');
      expect(likewise(changed, shown)).toMatchObject(shown);
    });
  }
});

describe.each(casesOf(standAloneSettings))(
  'a cluster decides for its members %s',
  (_n, one, name) => {
    const setting = standAloneSettings[name as keyof typeof standAloneSettings];

    if (setting.create !== undefined) {
      it('a new member is refused with it', async () => {
        await expect(
          makeMember(await prepared(), place, 'live', 'live-1', one.said),
        ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
      });
    }

    if (setting.modify !== undefined) {
      it('a modification of a member is refused with it', async () => {
        const simulator = new Simulator();
        makeGroups(simulator);
        await makeDatabase(simulator, place, 'live');
        await expect(
          simulator.call(place, 'ModifyDBInstance', {
            DBInstanceIdentifier: 'live-1',
            ...(one.modified ?? one.said),
          }),
        ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
      });
    }
  },
);

describe('what a member shows of its cluster', () => {
  it('a member shows its cluster’s settings, also when they change later', async () => {
    const simulator = new Simulator();
    makeGroups(simulator);
    await makeDatabase(simulator, place, 'live', {
      cluster: {
        StorageEncrypted: false,
        StorageType: 'aurora-iopt1',
        DBSubnetGroupName: 'dual',
        NetworkType: 'DUAL',
        PreferredBackupWindow: '10:00-10:30',
      },
    });
    const shown = await instance(simulator, place, 'live-1');
    expect(shown).toMatchObject({
      StorageType: 'aurora-iopt1',
      NetworkType: 'DUAL',
      PreferredBackupWindow: '10:00-10:30',
      AllocatedStorage: 1,
      PubliclyAccessible: false,
    });
    await simulator.call(place, 'ModifyDBCluster', {
      DBClusterIdentifier: 'live',
      BackupRetentionPeriod: 12,
      EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    });
    await simulator.pass(120_000);
    expect(await instance(simulator, place, 'live-1')).toMatchObject({
      BackupRetentionPeriod: 12,
      EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    });
  });
});
