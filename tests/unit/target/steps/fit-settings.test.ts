import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DatabaseSettings } from '../../../../functions/shared/rules/database-settings.ts';
import { SettingsDontFit } from '../../../../functions/shared/rules/errors.ts';
import type { Offers } from '../../../../functions/shared/ports/offers.ts';
import { fitSettings } from '../../../../functions/target/steps/fit-settings.ts';
import type { Wish } from '../../../../functions/target/steps/fit-settings.ts';
import type { RecoverySettings } from '../../../../functions/target/steps/settings.ts';
import { aNotice } from '../../factories/notices.ts';
import { recoverySettings } from '../../factories/recovery-settings.ts';
import { FakeOffers } from '../../fakes/offers.ts';

let offers: FakeOffers;
beforeEach(() => {
  offers = new FakeOffers();
});

/** @param group its own parameter group; undefined where it has AWS's default unsaid */
function member(
  name: string,
  group?: string,
  more: Partial<Wish['members'][number]> = {},
): Wish['members'][number] {
  return {
    temporary: `${name}-next`,
    live: name,
    instanceClass: 'db.r6g.large',
    promotionTier: 0,
    settings: group === undefined ? {} : { parameterGroup: group },
    tags: {},
    ...more,
  };
}

/** What became of the wish, or the sentences of its refusal. */
type Fitted = Partial<Awaited<ReturnType<typeof fitSettings>>> & {
  readonly misfits: readonly string[];
};

/** A live database with these settings, which are chosen too, and a stack with these parameters. */
async function fit(
  live: DatabaseSettings,
  more: {
    members?: Wish['members'];
    stack?: Partial<RecoverySettings>;
    stage?: Wish['stage'];
    said?: readonly string[];
  } = {},
): Promise<Fitted> {
  const settings = recoverySettings(more.stack ?? {});
  const wish = {
    stage: more.stage ?? 'to restore',
    notice: aNotice(),
    live: { settings: live },
    liveMembers: [],
    carried: {
      settings: { ...live, ...settings.parameters },
      differences: more.said ?? [],
    },
    members: more.members ?? [member('orders-a')],
  } as const;
  try {
    return { ...(await fitSettings(wish, settings, offers)), misfits: [] };
  } catch (error) {
    if (!(error instanceof SettingsDontFit)) throw error;
    return { misfits: error.message.replace(/\. Nothing was made.*$/, '').split('. ') };
  }
}

const instance = { kind: 'instance', engine: 'postgres' } as const;

describe('what fits a snapshot', () => {
  it('settings that fit are kept, and nothing is said', async () => {
    const live = {
      parameterGroup: 'default.aurora-postgresql16',
      storageType: 'aurora-iopt1',
      logExports: ['postgresql'],
      subnetGroup: 'recovery',
    };
    expect(await fit(live)).toMatchObject({
      engineVersion: undefined,
      settings: live,
      differences: [],
      misfits: [],
    });
  });

  it('default groups of an earlier major give way, of the cluster and of its members', async () => {
    const members = [member('orders-a', 'default.aurora-postgresql15')];
    const fitted = await fit({ parameterGroup: 'default.aurora-postgresql15' }, { members });
    expect(fitted.misfits).toEqual([]);
    expect(fitted.settings?.parameterGroup).toBeUndefined();
    expect(fitted.members).toEqual([member('orders-a')]);
    expect(fitted.differences).toEqual([
      expect.stringMatching(/^DBClusterParameterGroup is AWS's default for 16\.4; /),
      expect.stringMatching(/^DBParameterGroups is AWS's default for 16\.4; /),
    ]);
    expect(offers.asked.filter((one) => one.startsWith('familyOf'))).toEqual([]);
  });

  it('own groups of an earlier major are all refused at once', async () => {
    offers.groups.set('cluster-parameters tuned', 'aurora-postgresql15');
    offers.groups.set('parameters tuned', 'aurora-postgresql15');
    const members = [member('orders-a', 'tuned'), member('orders-b')];
    const { misfits } = await fit({ parameterGroup: 'tuned' }, { members });
    expect(misfits).toEqual([
      expect.stringMatching(/^DBClusterParameterGroup .* set DBParameterGroupName/),
      expect.stringMatching(/^DBParameterGroups .* set MemberParameterGroupName/),
    ]);
  });

  it('the stack names a group for the cluster and one for every member', async () => {
    offers.groups.set('cluster-parameters tuned16', 'aurora-postgresql16');
    offers.groups.set('parameters members16', 'aurora-postgresql16');
    const members = [member('orders-a', 'members15'), member('orders-b')];
    const fitted = await fit(
      { parameterGroup: 'tuned15' },
      {
        members,
        stack: {
          memberParameterGroup: 'members16',
          parameters: { parameterGroup: 'tuned16' },
        },
      },
    );
    expect(fitted.misfits).toEqual([]);
    expect(fitted.settings?.parameterGroup).toBe('tuned16');
    expect(fitted.members?.map((one) => one.settings.parameterGroup)).toEqual([
      'members16',
      'members16',
    ]);
    expect(fitted.differences).toEqual([
      'DBClusterParameterGroup is tuned16, as DBParameterGroupName says; in the live database it is tuned15',
      'DBParameterGroups is members16, as MemberParameterGroupName says; in the live database it is members15',
    ]);
  });

  it('members keep the groups that each of them has', async () => {
    offers.groups.set('parameters one', 'aurora-postgresql16');
    offers.groups.set('parameters other', 'aurora-postgresql16');
    const members = [member('orders-a', 'one'), member('orders-b', 'other'), member('orders-c')];
    expect((await fit({}, { members })).members).toEqual([
      members[0],
      members[1],
      member('orders-c'),
    ]);
  });

  it('a DB instance has a parameter group and an option group of its own', async () => {
    offers.groups.set('parameters tuned', 'postgres15');
    offers.groups.set('options audited', 'postgres15');
    const live = { parameterGroup: 'tuned', optionGroup: 'audited' };
    const { misfits } = await fit(live, { members: [], stack: instance });
    expect(misfits).toEqual([
      expect.stringMatching(/^DBParameterGroups .* set DBParameterGroupName/),
      expect.stringMatching(/^OptionGroupMemberships .* set OptionGroupName/),
    ]);
  });

  it('a DB instance’s default option group of an earlier major gives way', async () => {
    const live = { optionGroup: 'default:postgres-15' };
    const fitted = await fit(live, { members: [], stack: instance });
    expect(fitted.settings?.optionGroup).toBeUndefined();
    expect(fitted.differences).toEqual([
      expect.stringMatching(/^OptionGroupMemberships is AWS's default for 16\.4; /),
    ]);
  });

  it.each([
    [
      'a member',
      'db.r4.large',
      {},
      { members: [member('orders-a', undefined, { instanceClass: 'db.r4.large' })] },
    ],
    ['a DB instance', 'db.m4.large', { instanceClass: 'db.m4.large' }, { stack: instance }],
  ])('the class of %s is looked for among the offered ones', async (_of, name, live, more) => {
    expect((await fit(live, more)).misfits).toEqual([
      expect.stringContaining(`DBInstanceClass is ${name} for "orders`),
    ]);
  });

  it('a version that is withdrawn is refused, and its classes aren’t asked for', async () => {
    offers.withdrawVersion('16.4');
    expect((await fit({})).misfits).toEqual([expect.stringMatching(/^EngineVersion is 16\.4 in/)]);
    expect(offers.asked).toEqual(['versions aurora-postgresql']);
  });

  it('a later minor version by the parameter is what groups and classes have to fit', async () => {
    offers.withdrawVersion('16.4');
    const fitted = await fit({}, { stack: { engineVersion: '16.6' } });
    expect(fitted).toMatchObject({ engineVersion: '16.6', misfits: [] });
    expect(offers.asked).toContain('classes aurora-postgresql 16.6');
  });

  it('what is said of a member with its reason is said once', async () => {
    const said = [
      "DBClusterParameterGroup is AWS's default; in the live database it is default.aurora-postgresql15",
      'Port is 5432; in the live database it is 5433',
    ];
    const live = { parameterGroup: 'default.aurora-postgresql15' };
    expect((await fit(live, { said })).differences).toEqual([
      expect.stringMatching(/^DBClusterParameterGroup is .* for another major version$/),
      said[1],
    ]);
  });

  it('a quiet group has to fit too, and gives way to a default one by its name', async () => {
    offers.groups.set('cluster-parameters quiet', 'aurora-postgresql16');
    const quiet = { parameterGroup: 'quiet' };
    const live = { parameterGroup: 'default.aurora-postgresql15' };
    const fitted = await fit(live, { stack: { quiet } });
    expect(fitted.settings?.parameterGroup).toBe('default.aurora-postgresql16');

    offers.groups.set('cluster-parameters quiet', 'aurora-postgresql15');
    expect((await fit(live, { stack: { quiet } })).misfits).toEqual([
      expect.stringMatching(
        /"quiet" by the parameter QuietParameterGroupName, .*aurora-postgresql15/,
      ),
    ]);
  });

  it.each([
    ['io1', 'gp3', { iops: 3000 }, { misfits: [] }],
    ['gp3', 'io1', {}, { misfits: [expect.stringMatching(/^StorageType is io1 .*needs Iops/)] }],
  ])('storage of %s and a parameter for %s', async (live, storageType, settings, expected) => {
    offers.offerClasses(['db.m6g.large'], ['gp3', 'io1']);
    const stack = { ...instance, parameters: { storageType, instanceClass: 'db.m6g.large' } };
    const fitted = await fit({ ...settings, storageType: live }, { members: [], stack });
    expect(fitted).toMatchObject(expected);
    expect(fitted.settings?.iops).toBeUndefined();
  });

  it('what is restored already is gone on with, whatever is offered by now', async () => {
    offers.withdrawVersion('16.4');
    expect((await fit({}, { stage: 'restored' })).misfits).toEqual([]);
  });

  it('what is live already isn’t held against anything', async () => {
    const live = { parameterGroup: 'own' };
    expect(await fit(live, { stage: 'live' })).toMatchObject({ settings: live, misfits: [] });
    expect(offers.asked).toEqual([]);
  });
});

describe('a look-up that AWS refuses', () => {
  const tuned = { parameterGroup: 'tuned', storageType: 'io9' };

  it.each<[keyof Offers, string]>([
    ['versions', 'EngineVersion'],
    ['classes', 'DBInstanceClass'],
    ['familyOf', 'DBClusterParameterGroup'],
  ])('where %s is denied, that is said of %s, and the run goes on', async (denied, said) => {
    offers.groups.set('cluster-parameters tuned', 'aurora-postgresql16');
    offers.denied.add(denied);
    const fitted = await fit(denied === 'classes' ? tuned : { parameterGroup: 'tuned' });
    expect(fitted.misfits).toEqual([]);
    expect(fitted.settings?.parameterGroup).toBe('tuned');
    expect(fitted.differences).toEqual([
      `${said} is taken as it is; AWS let nobody look whether it fits: AccessDenied: not authorized`,
    ]);
  });

  it('another failure of a look-up ends the step', async () => {
    const broken: Offers = {
      versions: () => Promise.reject(new Error('Throttling')),
      classes: () => offers.classes('', ''),
      familyOf: () => offers.familyOf('parameters', ''),
    };
    const wish = {
      stage: 'to restore',
      notice: aNotice(),
      live: undefined,
      liveMembers: [],
      carried: { settings: {}, differences: [] },
      members: [],
    } as const;
    await expect(fitSettings({ ...wish, members: [] }, recoverySettings(), broken)).rejects.toThrow(
      'Throttling',
    );
  });
});
