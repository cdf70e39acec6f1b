import { beforeEach, describe, expect, it } from '@jest/globals';
import { SettingsDontFit } from '../../../../functions/shared/rules/errors.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { preflight } from '../../../../functions/target/steps/preflight.ts';
import type { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import type { RecoverySettings } from '../../../../functions/target/steps/settings.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { recoveryKeyArn, startedAt, targetKeyArn } from '../../factories/locations.ts';
import { aNotice, snapshotName } from '../../factories/notices.ts';
import { recoverySettings } from '../../factories/recovery-settings.ts';
import { marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { fakeKeys } from '../../fakes/keys.ts';
import { FakeOffers } from '../../fakes/offers.ts';
import { fakeTies } from '../../fakes/ties.ts';
import { fakeScaling } from '../../fakes/scalable-targets.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const ours = { ...marksOf(snapshotName, 'restored'), [tagKeys.replaces]: 'cluster-OLD' };
let databases: FakeDatabases;
let offers: FakeOffers;

/** A live cluster one major version behind the snapshot. */
beforeEach(() => {
  offers = new FakeOffers();
  databases = new FakeDatabases().add(
    aDatabase({
      resourceId: 'cluster-OLD',
      engineVersion: '15.10',
      settings: { parameterGroup: 'default.aurora-postgresql15', storageType: 'aurora' },
    }),
    [aMember({ isWriter: true, settings: { parameterGroup: 'default.aurora-postgresql15' } })],
  );
});

function plan(settings: Partial<RecoverySettings> = {}): Promise<RecoveryPlan> {
  const keys = fakeKeys({ [targetKeyArn]: {}, [recoveryKeyArn]: {} });
  const snapshots = new FakeSnapshots();
  return preflight(
    { run: 'recovery-run', startedAt, notice: aNotice() },
    recoverySettings(settings),
    {
      databases,
      snapshots,
      keysOf: () => keys,
      offers,
      ties: fakeTies(),
      scalableTargets: fakeScaling(),
      clock: clockAfter(10),
    },
  );
}

describe('Preflight of a recovery whose settings may not fit', () => {
  it('a live database one major version behind, with default groups, gets new ones, and is told so', async () => {
    const { settings, members, differences } = await plan();
    expect(settings).not.toHaveProperty('parameterGroup', expect.anything());
    expect(members).toEqual([expect.not.objectContaining({ parameterGroup: expect.anything() })]);
    expect(differences).toEqual([
      expect.stringMatching(/^DBClusterParameterGroup is AWS's default for 16\.4; /),
      expect.stringMatching(/^DBParameterGroups is AWS's default for 16\.4; /),
    ]);
  });

  it('a live database one major version behind, with own groups, is refused by name', async () => {
    offers.groups.set('cluster-parameters tuned', 'aurora-postgresql15');
    databases.change('orders', { settings: { parameterGroup: 'tuned' } });
    await expect(plan()).rejects.toThrow(SettingsDontFit);
    await expect(plan()).rejects.toThrow(
      /^DBClusterParameterGroup is "tuned" at the live database, .* set DBParameterGroupName to a group of the family aurora-postgresql16\. Nothing was made/,
    );
    expect(databases.accepted).toEqual([]);
  });

  it('own groups that fit are named by parameters', async () => {
    offers.groups.set('cluster-parameters tuned16', 'aurora-postgresql16');
    databases.change('orders', { settings: { parameterGroup: 'tuned' } });
    const { settings } = await plan({ parameters: { parameterGroup: 'tuned16' } });
    expect(settings.parameterGroup).toBe('tuned16');
  });

  it('the class that a parameter names is that of every member', async () => {
    const { members, differences } = await plan({ instanceClass: 'db.r8g.large' });
    expect(members.map(({ instanceClass }) => instanceClass)).toEqual(['db.r8g.large']);
    expect(differences).toContain(
      'DBInstanceClass is db.r8g.large, as DBInstanceClass says; for "orders-1" of the live cluster ' +
        'it is db.r6g.large',
    );
  });

  it('the version that a parameter names travels in the plan', async () => {
    expect((await plan({ engineVersion: '16.6' })).engineVersion).toBe('16.6');
    expect((await plan()).engineVersion).toBeUndefined();
  });

  it('what an earlier run restored is gone on with, whatever is offered by now', async () => {
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    offers.withdrawVersion('16.4');
    expect((await plan()).leftover).toBeUndefined();
  });

  it('what failed is restored anew, and so refused', async () => {
    databases.add(
      aDatabase({
        identifier: 'orders-next',
        resourceId: 'cluster-NEW',
        status: 'incompatible-restore',
        tags: { ...ours, [tagKeys.captured]: startedAt },
      }),
    );
    offers.withdrawVersion('16.4');
    await expect(plan()).rejects.toThrow(SettingsDontFit);
  });

  it('nothing is looked up once the restored database is live', async () => {
    databases.change('orders', { identifier: 'orders-retired-0a1b2c3d' });
    databases.add(aDatabase({ resourceId: 'cluster-NEW', tags: ours }));
    expect((await plan()).alreadyLive?.resourceId).toBe('cluster-NEW');
    expect(offers.asked).toEqual([]);
  });
});
