import { describe, expect, it } from '@jest/globals';
import { copyName } from '../../functions/source/steps/copy-snapshot.ts';
import { preflight as planCapture } from '../../functions/source/steps/preflight.ts';
import type { CapturePlan } from '../../functions/source/rules/capture-plan.ts';
import type { Member } from '../../functions/shared/rules/database.ts';
import { shortHash } from '../../functions/shared/rules/identifier.ts';
import { tagKeys } from '../../functions/shared/rules/tags.ts';
import type { RecoveryPlan } from '../../functions/target/rules/recovery-plan.ts';
import { findSharedSnapshot } from '../../functions/target/steps/find-shared-snapshot.ts';
import { preflight as planRecovery } from '../../functions/target/steps/preflight.ts';
import { secureSnapshot } from '../../functions/target/steps/secure-snapshot.ts';
import { aDatabase, aMember } from './factories/databases.ts';
import { aNotice, snapshotName } from './factories/notices.ts';
import {
  captureTopicArn,
  recoveryKeyArn,
  sourceKeyArn,
  sourceLocation,
  startedAt,
  targetKeyArn,
  targetLocation,
} from './factories/locations.ts';
import { aRecoveryPlan } from './factories/plans.ts';
import { recoverySettings } from './factories/recovery-settings.ts';
import { clockAfter } from './fakes/clock.ts';
import { FakeDatabases } from './fakes/databases.ts';
import { fakeKeys } from './fakes/keys.ts';
import { FakeOffers } from './fakes/offers.ts';
import { FakeSnapshots } from './fakes/snapshots.ts';
import { fakeTies } from './fakes/ties.ts';
import { fakeScaling } from './fakes/scalable-targets.ts';

/** A target stack as "Standing by" in the operating guide has it, planning for one notice. */
function recoveryOf(live: string, mode: RecoveryPlan['mode']): Promise<RecoveryPlan> {
  const temporary = `${live}-restoring`;
  const databases = new FakeDatabases().add(
    aDatabase({ identifier: live, resourceId: `cluster-${live.toUpperCase()}` }),
    [1, 2].map((count) =>
      aMember({ identifier: `${live}-${count}`, databaseIdentifier: live, isWriter: count === 1 }),
    ),
  );
  return planRecovery(
    { run: 'recovery-run', startedAt, notice: aNotice() },
    recoverySettings({ stack: `understudy-${live}`, mode, live, temporary }),
    {
      databases,
      snapshots: new FakeSnapshots(),
      keysOf: () => fakeKeys({ [targetKeyArn]: {}, [recoveryKeyArn]: {} }),
      ties: fakeTies(),
      scalableTargets: fakeScaling(),
      offers: new FakeOffers(),
      clock: clockAfter(0),
    },
  );
}

const copyKeyArn = recoveryKeyArn.replace(targetLocation.region, sourceLocation.region);

/** A source stack of one and the same database, with one and the same prefix. */
function captureOf(stack: string): Promise<CapturePlan> {
  return planCapture(
    { name: 'by-hand', startedAt },
    {
      stack,
      location: sourceLocation,
      kind: 'cluster',
      identifier: 'orders',
      snapshotPrefix: 'nightly',
      // The copy lies beside the snapshot, which is the crowded case.
      target: { accountId: targetLocation.accountId, region: sourceLocation.region },
      recoveryKeyArn: copyKeyArn,
      route: 'two-step',
      topicArn: captureTopicArn,
      patience: { snapshotHours: 12, copyHours: 48, resumeHours: 96 },
    },
    {
      databases: new FakeDatabases().add(
        aDatabase({ encryption: { encrypted: true, keyArn: sourceKeyArn } }),
        [aMember({ isWriter: true }) satisfies Member],
      ),
      sourceKeys: fakeKeys({ [sourceKeyArn]: {} }),
      targetKeys: fakeKeys({ [copyKeyArn]: {} }),
      targetOffers: new FakeOffers(),
      sourceSnapshots: new FakeSnapshots(),
      targetSnapshots: new FakeSnapshots(),
      clock: clockAfter(11),
    },
  );
}

/** Every name that a recovery makes or takes, of databases, instances and snapshots. */
function namesOf({ names, members }: RecoveryPlan): readonly string[] {
  return [
    ...Object.values(names),
    ...members.flatMap(({ temporary, live, retired }) => [temporary, live, retired ?? '']),
  ];
}

describe('row 11: two target stacks for one database', () => {
  it('row 11: two target stacks share no name, though they take the same notice', async () => {
    const orders = await recoveryOf('orders', 'swap');
    const standby = await recoveryOf('orders-standby', 'swap');

    expect(namesOf(orders)).toHaveLength(11);
    expect(namesOf(orders).filter((name) => namesOf(standby).includes(name))).toEqual([]);
  });

  it('row 11: the names of secured copies differ by target stack', async () => {
    const [orders, standby] = ['orders', 'orders-standby'] as const;

    expect((await recoveryOf(orders, 'swap')).names.secured).toBe(
      `${snapshotName}-${shortHash('understudy-orders')}-secured`,
    );
    expect((await recoveryOf(standby, 'drill')).names.secured).toBe(
      `${snapshotName}-${shortHash('understudy-orders-standby')}-secured`,
    );
  });

  it("row 11: two target stacks secure a copy each, and neither takes over the other's", async () => {
    const snapshots = new FakeSnapshots();
    const ports = { snapshots, clock: clockAfter(0) };
    const orders = await recoveryOf('orders', 'swap');
    const standby = await recoveryOf('orders-standby', 'swap');

    await secureSnapshot(standby, startedAt, 48, ports);
    snapshots.settle();
    const shared = { snapshots: new FakeSnapshots(), own: snapshots, clock: ports.clock };
    // Once its own copy is there, nobody needs the shared one any more: but its own.
    expect(await findSharedSnapshot(standby, startedAt, shared)).toMatchObject({ state: 'ready' });
    expect(await findSharedSnapshot(orders, startedAt, shared)).toMatchObject({ state: 'pending' });
    await secureSnapshot(orders, startedAt, 48, ports);

    expect(snapshots.names.toSorted()).toEqual(
      [orders.names.secured, standby.names.secured].toSorted(),
    );
    expect(snapshots.tagsOf(orders.names.secured)?.[tagKeys.stack]).toBe('understudy-orders');
    expect(snapshots.tagsOf(standby.names.secured)?.[tagKeys.stack]).toBe(
      'understudy-orders-standby',
    );
  });

  it('row 11: a target stack says whose a copy is that another stack made', async () => {
    const plan = aRecoveryPlan();
    const snapshots = new FakeSnapshots();
    const ports = { snapshots, clock: clockAfter(0) };
    await secureSnapshot({ ...plan, stack: 'understudy-standby' }, startedAt, 48, ports);

    await expect(secureSnapshot(plan, startedAt, 48, ports)).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringMatching(
        /found one that the stack understudy-standby made: .*leave the snapshot alone$/,
      ),
    });
  });
});

describe('row 11: two source stacks of one database, hourly and weekly', () => {
  it('row 11: two source stacks share no name, though their runs have one name and one minute', async () => {
    const plans = [await captureOf('hourly'), await captureOf('weekly')];
    const names = plans.flatMap((plan) => [plan.snapshot, copyName(plan)]);

    expect(new Set(names).size).toBe(4);
  });
});
