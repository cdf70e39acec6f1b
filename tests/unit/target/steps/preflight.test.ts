// One file: one step, which plans everything: each refusal and each fact of the plan.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { RecoveryPlan } from '../../../../functions/target/rules/recovery-plan.ts';
import type { Notice } from '../../../../functions/shared/contract/notice.ts';
import { securedIdentifier } from '../../../../functions/shared/rules/identifier.ts';
import type { KeyDescription } from '../../../../functions/shared/ports/keys.ts';
import type { ScalingSeen } from '../../../../functions/target/rules/scalable-target.ts';
import type { TiesSeen } from '../../../../functions/target/rules/ties.ts';
import { preflight } from '../../../../functions/target/steps/preflight.ts';
import type { RecoverySettings } from '../../../../functions/target/steps/settings.ts';
import { aDatabase, aMasterSecret, aMember } from '../../factories/databases.ts';
import { aManifest, aNotice, snapshotName } from '../../factories/notices.ts';
import { recoveryKeyArn, startedAt, targetKeyArn, stackName } from '../../factories/locations.ts';
import { recoverySettings } from '../../factories/recovery-settings.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { fakeKeys } from '../../fakes/keys.ts';
import { FakeOffers } from '../../fakes/offers.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';
import { aScalableTarget } from '../../factories/scalable-targets.ts';
import { fakeScaling } from '../../fakes/scalable-targets.ts';
import { fakeTies } from '../../fakes/ties.ts';

const settings = recoverySettings();
const ours = { ...marksOf(snapshotName, 'restored'), [tagKeys.replaces]: 'cluster-OLD' };
let databases: FakeDatabases;
let snapshots: FakeSnapshots;
let offers: FakeOffers;

beforeEach(() => {
  snapshots = new FakeSnapshots();
  offers = new FakeOffers();
  databases = new FakeDatabases().add(
    aDatabase({
      resourceId: 'cluster-OLD',
      deletionProtection: true,
      settings: { subnetGroup: 'recovery', backupRetentionDays: 14 },
      tags: { team: 'payments', [tagKeys.run]: 'an-earlier-recovery', 'aws:x': '1' },
    }),
    [
      aMember({
        identifier: 'orders-a',
        isWriter: true,
        promotionTier: 0,
        settings: {},
        tags: {},
        instanceClass: 'db.r8g.large',
      }),
      aMember({ identifier: 'orders-b', promotionTier: 3 }),
    ],
  );
});

function plan(
  more: {
    settings?: Partial<RecoverySettings>;
    notice?: Notice;
    mode?: RecoveryPlan['mode'];
    acceptOlder?: boolean;
    acceptLineage?: string;
    hold?: string;
    graceHours?: number | undefined;
    keys?: Record<string, Partial<KeyDescription>>;
    tied?: Partial<TiesSeen>;
    scaling?: ScalingSeen;
  } = {},
): Promise<RecoveryPlan> {
  const keys = fakeKeys({ [targetKeyArn]: {}, [recoveryKeyArn]: {}, ...more.keys });
  return preflight(
    {
      run: 'recovery-run',
      startedAt,
      notice: more.notice ?? aNotice(),
      mode: more.mode,
      acceptOlder: more.acceptOlder,
      acceptLineage: more.acceptLineage,
      hold: more.hold,
      graceHours: more.graceHours,
    },
    { ...settings, ...more.settings },
    {
      databases,
      snapshots,
      keysOf: () => keys,
      offers,
      ties: fakeTies(more.tied),
      scalableTargets: fakeScaling(more.scaling),
      clock: clockAfter(10),
    },
  );
}

/** The names as a run leaves them that is through but for the old database's end. */
function swapWholly(first: RecoveryPlan): void {
  databases.change('orders', { identifier: first.names.retired });
  databases.add(aDatabase({ identifier: 'orders', resourceId: 'cluster-NEW', tags: ours }));
  for (const { live, retired } of first.members) {
    databases.changeMember(live, { identifier: retired ?? '' });
  }
}

/** Something stands under a name that the run needs. */
function stand(tags: Record<string, string>, identifier = 'orders-next'): void {
  databases.add(aDatabase({ identifier, resourceId: 'cluster-LEFT', tags }));
}

describe('Preflight of a recovery', () => {
  it('Preflight plans names, identity and settings after the live database', async () => {
    const planned = await plan();
    expect(planned).toMatchObject({
      stack: stackName,
      mode: 'swap',
      snapshot: snapshotName,
      names: {
        live: 'orders',
        temporary: 'orders-next',
        retired: expect.stringMatching(/^orders-retired-[0-9a-f]{8}$/),
        secured: securedIdentifier(snapshotName, stackName),
        final: 'cluster-old-final',
      },
      live: { resourceId: 'cluster-OLD', deletionProtection: true },
      settings: { subnetGroup: 'recovery', backupRetentionDays: 14, port: 5432 },
      tags: { team: 'payments' },
      differences: [
        'BackupRetentionPeriod is 14; at the source it is 7',
        `TagList: "aws:x" isn't carried, for AWS alone sets it`,
      ],
    });
    expect(planned.tags).toEqual({ team: 'payments' });
  });

  it('Preflight plans with the managed master password of the old database and of the new', async () => {
    databases.change('orders', { masterSecret: aMasterSecret() });
    const first = await plan();
    expect(first.live).toMatchObject({ masterKeptIn: 'old-secret' });
    expect(first.differences).toContainEqual(expect.stringContaining('old-secret'));
    swapWholly(first);
    databases.change('orders', { masterSecret: aMasterSecret({ arn: 'new-secret' }) });
    expect((await plan()).alreadyLive).toMatchObject({
      resourceId: 'cluster-NEW',
      master: { user: 'keeper', keptIn: 'new-secret' },
    });
  });

  it('Preflight names the resource id that policies name where IAM authentication is on', async () => {
    databases.change('orders', { settings: { iamAuthentication: true } });
    expect((await plan()).differences).toContainEqual(expect.stringContaining('cluster-OLD'));
  });

  it("Preflight's plan survives a state machine, and Preflight makes nothing", async () => {
    const planned = await plan();
    const travelled: unknown = JSON.parse(JSON.stringify(planned));
    expect(JSON.parse(JSON.stringify(RecoveryPlan.parse(travelled)))).toEqual(travelled);
    expect(databases.accepted).toEqual([]);
  });

  it('Preflight plans a member for each live one, which gives its name, class and tier', async () => {
    const { members } = await plan();
    expect(members).toEqual([
      {
        temporary: 'orders-next-instance',
        live: 'orders-a',
        retired: expect.stringMatching(/^orders-a-retired-/),
        instanceClass: 'db.r8g.large',
        promotionTier: 0,
        settings: {},
        tags: {},
      },
      {
        temporary: 'orders-next-instance-2',
        live: 'orders-b',
        retired: expect.stringMatching(/^orders-b-retired-/),
        instanceClass: 'db.r6g.large',
        promotionTier: 3,
        settings: {},
        tags: {},
      },
    ]);
  });

  it.each([
    [undefined, 'db.r6g.large'],
    ['db.t4g.medium', 'db.t4g.medium'],
  ])(
    'Preflight plans a first run after the manifest with the class %s: %s',
    async (instanceClass, expected) => {
      databases = new FakeDatabases();
      const planned = await plan({ settings: { instanceClass } });
      expect(planned.live).toBeUndefined();
      expect(planned.tags).toEqual({ team: 'orders' });
      expect(planned.members).toEqual([
        expect.objectContaining({ live: 'orders-instance', instanceClass: expected }),
        expect.objectContaining({ live: 'orders-instance-2', instanceClass: expected }),
      ]);
    },
  );

  it('Preflight plans no members for a DB instance', async () => {
    const arn = `arn:aws:rds:eu-central-1:111111111111:snapshot:${snapshotName}`;
    databases = new FakeDatabases();
    const planned = await plan({
      settings: { kind: 'instance', engine: 'postgres' },
      notice: aNotice({ snapshot: { kind: 'instance', arn, engine: 'postgres' } }),
    });
    expect(planned.members).toEqual([]);
    expect(planned.restoreKeyArn).toBeUndefined();
  });

  it("Preflight takes the run's own mode before the stack's", async () => {
    expect((await plan({ mode: 'drill' })).mode).toBe('drill');
    expect((await plan()).mode).toBe('swap');
  });

  it.each([
    [{}, undefined, { graceSeconds: 0, onFailure: 'keep' }],
    [{ graceHours: 12 }, undefined, { graceSeconds: 43_200 }],
    [{ graceHours: 12 }, 0, { graceSeconds: 0 }],
    [{ approvalHours: 72 }, undefined, { approvalSeconds: 259_200 }],
    [{ onFailure: 'discard' as const }, undefined, { onFailure: 'discard' }],
  ])(
    "Preflight plans the retirement of %j with %s hours of the run's own",
    async (more, graceHours, expected) => {
      const planned = await plan({ settings: more, graceHours });
      expect(planned).toMatchObject(expected);
      expect('approvalHours' in more).toBe(planned.approvalSeconds !== undefined);
    },
  );

  // Defect class: a key for an unencrypted cluster copy, none for an encrypted one.
  it.each([
    ['encrypted', recoveryKeyArn, targetKeyArn, undefined],
    ['unencrypted', undefined, undefined, targetKeyArn],
  ])(
    'Preflight plans the keys of an %s snapshot',
    async (_what, keyArn, secureKeyArn, restoreKeyArn) => {
      const { keyArn: _, ...snapshot } = aNotice().snapshot;
      const notice = { ...aNotice(), snapshot: { ...snapshot, ...(keyArn && { keyArn }) } };
      const planned = await plan({ notice });
      expect([planned.secureKeyArn, planned.restoreKeyArn]).toEqual([secureKeyArn, restoreKeyArn]);
    },
  );
});

describe('Preflight of a second run for the same notice', () => {
  it('a second Preflight plans the same before the swap', async () => {
    const first = await plan();
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    expect(await plan()).toEqual(first);
  });

  it("a second Preflight needs the source's key no more once the database is restored", async () => {
    const keys = { [recoveryKeyArn]: { state: 'Disabled' as const } };
    await expect(plan({ keys })).rejects.toMatchObject({ name: 'KeyUnusable' });
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    expect(await plan({ keys })).toMatchObject({ mode: 'swap' });
  });

  it('a second Preflight plans the same between the two renames', async () => {
    const first = await plan();
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    databases.change('orders', { identifier: first.names.retired });
    expect(await plan()).toEqual(first);
  });

  // Row 1: what was live when a run began is only looked at.
  it('a second Preflight plans the same after the swap, and that nothing is to be restored', async () => {
    const first = await plan();
    swapWholly(first);
    expect(await plan()).toEqual({
      ...first,
      alreadyLive: {
        resourceId: 'cluster-NEW',
        host: 'orders.cluster-abc.eu-central-1.rds.amazonaws.com',
        port: 5432,
      },
    });
  });

  it('a second Preflight plans the same for instances that keep their names, at any moment', async () => {
    const settingsNow = { swapInstanceNames: false };
    const first = await plan({ settings: settingsNow });
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    expect((await plan({ settings: settingsNow })).members).toEqual(first.members);
    databases.change('orders', { identifier: first.names.retired });
    expect((await plan({ settings: settingsNow })).members).toEqual(first.members);
    databases.change('orders-next', { identifier: 'orders' });
    expect((await plan({ settings: settingsNow })).members).toEqual(first.members);
  });

  it.each(['standby', 'drill'] as const)(
    'a second Preflight restores for a %s what is live already',
    async (mode) => {
      swapWholly(await plan());
      const planned = await plan({ mode });
      expect(planned.alreadyLive).toBeUndefined();
      expect(planned.live?.resourceId).toBe('cluster-NEW');
    },
  );

  it('a second Preflight ignores a hold and newer data where its own recovery is live', async () => {
    swapWholly(await plan());
    databases.change('orders', {
      tags: {
        ...ours,
        [tagKeys.hold]: 'applications write',
        [tagKeys.captured]: '2027-01-01T00:00:00Z',
      },
    });
    const planned = await plan({ settings: { hold: 'we live here' } });
    expect(planned.alreadyLive?.resourceId).toBe('cluster-NEW');
  });

  it.each(['cluster-OLD', 'cluster-GONE'])(
    'a second Preflight plans only unnamed members once the old instances are gone, replaced %s',
    async (replaced) => {
      databases = new FakeDatabases()
        .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }))
        .add(
          aDatabase({
            identifier: 'orders',
            resourceId: 'cluster-NEW',
            tags: { ...ours, [tagKeys.replaces]: replaced },
            settings: { subnetGroup: 'recovery' },
          }),
          [
            aMember({ identifier: 'orders-a', isWriter: true, instanceClass: 'db.r8g.large' }),
            aMember({ identifier: 'orders-next-instance-2', instanceClass: 'db.r8g.large' }),
          ],
        );
      const { members, settings: chosen } = await plan();
      expect(members).toEqual([
        {
          temporary: 'orders-next-instance-2',
          live: 'orders-instance-2',
          instanceClass: 'db.r8g.large',
          promotionTier: 1,
          settings: {},
          tags: {},
        },
      ]);
      expect(chosen.subnetGroup).toBe(replaced === 'cluster-GONE' ? 'recovery' : undefined);
    },
  );

  it('a second Preflight plans no database to replace once the old one is gone', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: 'cluster-NEW', tags: ours }),
    );
    expect((await plan()).live).toBeUndefined();
  });

  it('a second Preflight still knows the replaced database, whose final snapshot may be under way', async () => {
    databases = new FakeDatabases().add(
      aDatabase({
        identifier: 'orders',
        resourceId: 'cluster-NEW',
        tags: { ...ours, [tagKeys.replaces]: 'cluster-OLD' },
      }),
    );
    const { live, replaced, names } = await plan();
    expect({ live, replaced }).toEqual({ live: undefined, replaced: 'cluster-OLD' });
    expect(names.final).toBe('cluster-old-final');
  });
});

describe('Preflight with a live instance under a temporary name', () => {
  // It failed at SwapInstanceNames, and every later notice must not fail for that.
  it('Preflight gives new instances other names where a live instance has a temporary name', async () => {
    const names = { ...settings.names, temporaryInstance: 'orders-a' };
    const { members } = await plan({ settings: { names } });
    expect(members[0]).toMatchObject({
      temporary: expect.stringMatching(/^orders-a-[0-9a-f]{8}$/),
      live: 'orders-a',
      retired: expect.stringMatching(/^orders-a-retired-[0-9a-f]{8}$/),
    });
  });
});

describe('what the live database is tied to', () => {
  it('Preflight tells of every tie what becomes of it in a swap, and plans on', async () => {
    const { differences } = await plan({
      tied: {
        found: [
          { kind: 'custom-endpoint', name: 'reports' },
          { kind: 'global-cluster', name: 'world' },
        ],
        unseen: [{ kind: 'proxy', why: 'AccessDenied: no' }],
      },
    });
    expect(differences.map((sentence) => sentence.split(' ')[0])).toEqual([
      'BackupRetentionPeriod',
      'TagList:',
      'CustomEndpoints:',
      'GlobalClusterIdentifier:',
      'DBProxy:',
    ]);
  });

  it('Preflight refuses a swap of what AWS does not rename, and drills beside it', async () => {
    const tied: Partial<TiesSeen> = { found: [{ kind: 'integration', name: 'sales' }] };
    await expect(plan({ tied })).rejects.toMatchObject({
      name: 'DatabaseUnsupported',
      message: expect.stringContaining('Integration sales'),
    });
    expect((await plan({ tied, mode: 'drill' })).differences).toContainEqual(
      expect.stringMatching(/^Integration: sales has it as its source/),
    );
    expect(databases.accepted).toEqual([]);
  });

  it('Preflight plans the end of a swap whose old database has got an integration since', async () => {
    const first = await plan();
    swapWholly(first);
    const tied: Partial<TiesSeen> = { found: [{ kind: 'integration', name: 'sales' }] };
    expect((await plan({ tied })).differences).toContainEqual(
      expect.stringMatching(/^Integration: sales/),
    );
  });

  it('Preflight looks for nothing where no database is live', async () => {
    databases = new FakeDatabases();
    const { differences } = await plan({ tied: { found: [{ kind: 'proxy', name: 'front' }] } });
    expect(differences).not.toContainEqual(expect.stringMatching(/^DBProxy/));
  });
});

describe('refusals by Preflight of a recovery', () => {
  it('Preflight refuses a live database of a kind that is not ours before it makes anything', async () => {
    databases.change('orders', { nature: { scalability: 'limitless' } });
    for (const mode of ['swap', 'standby', 'drill'] as const) {
      await expect(plan({ mode })).rejects.toMatchObject({
        name: 'DatabaseUnsupported',
        message: expect.stringContaining('found ClusterScalabilityType limitless'),
      });
    }
  });

  it('Preflight refuses to replace a read replica, and drills beside one', async () => {
    const replicaOf = { member: 'ReplicationSourceIdentifier', database: 'leader' };
    databases.change('orders', { nature: { replicaOf, engineMode: 'quantum' } });
    await expect(plan()).rejects.toMatchObject({ name: 'DatabaseUnsupported' });
    expect((await plan({ mode: 'drill' })).differences).toContainEqual(
      expect.stringMatching(/^EngineMode: quantum isn't known/),
    );
  });

  it('Preflight refuses settings of the live database that no step could follow', async () => {
    databases = new FakeDatabases().add(aDatabase({ settings: { port: Number.NaN } }), [aMember()]);
    await expect(plan()).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringContaining('at settings.port'),
    });
  });

  it.each([
    ['a snapshot of another kind', { kind: 'instance' }, 'set DatabaseKind to cluster'],
    ['a snapshot of another engine', { engine: 'aurora-mysql' }, 'set Engine to aurora-postgresql'],
    [
      'one name for both databases',
      { names: { ...settings.names, temporary: 'orders' } },
      'must differ',
    ],
  ] as const)('Preflight refuses %s', async (_what, wrong, message) => {
    await expect(plan({ settings: wrong })).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringContaining(message),
    });
  });

  it('Preflight refuses live and temporary instances of one name', async () => {
    databases = new FakeDatabases();
    const names = { ...settings.names, temporaryInstance: 'orders-instance' };
    await expect(plan({ settings: { names } })).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringContaining('TempDBInstanceIdentifier'),
    });
  });

  it.each([
    ['live', { live: 'Orders' }],
    ['temporary', { temporary: 'orders--next' }],
    ['instance', { temporaryInstance: '9lives' }],
  ])('Preflight refuses a %s name that RDS would not take', async (_what, wrong) => {
    const names = { ...settings.names, ...wrong };
    await expect(plan({ settings: { names } })).rejects.toMatchObject({
      name: 'InvalidIdentifier',
    });
  });

  it.each([
    ["the target's key", targetKeyArn, { state: 'Disabled' }],
    ["the shared snapshot's key", recoveryKeyArn, { state: 'PendingDeletion' }],
    ["the target's key", targetKeyArn, { manager: 'AWS' }],
  ] as const)('Preflight refuses %s when it is unusable', async (role, arn, key) => {
    await expect(plan({ keys: { [arn]: key } })).rejects.toMatchObject({
      name: 'KeyUnusable',
      message: expect.stringContaining(role),
    });
  });

  const secured = aSnapshot({
    identifier: securedIdentifier(snapshotName, stackName),
    tags: marksOf(snapshotName, 'secured'),
  });
  const sourceGone = { keys: { [recoveryKeyArn]: { state: 'Disabled' } } };

  // Defect class: refused for the source's key, when the source account is just what is gone.
  it('Preflight accepts an unusable key of the shared snapshot once a copy is secured', async () => {
    snapshots = new FakeSnapshots(secured);

    expect((await plan(sourceGone)).names.secured).toBe(secured.identifier);
  });

  it.each([
    ['under way', { ...secured, status: 'copying' }],
    ["another stack's", { ...secured, tags: { ...secured.tags, [tagKeys.stack]: 'other' } }],
    ["another capture's", { ...secured, tags: marksOf('nightly-2', 'secured') }],
  ])(
    "Preflight refuses the shared snapshot's key while the copy of that name is %s",
    async (_what, copy) => {
      snapshots = new FakeSnapshots(copy);

      await expect(plan(sourceGone)).rejects.toMatchObject({ name: 'KeyUnusable' });
    },
  );

  it.each(['failed', 'stopped', 'inaccessible-encryption-credentials-recoverable'])(
    'Preflight refuses a live database that is %s',
    async (status) => {
      databases.change('orders', { status });
      await expect(plan()).rejects.toMatchObject({ name: 'DatabaseNotReady' });
      // Neither needs it.
      expect((await plan({ mode: 'drill' })).mode).toBe('drill');
      expect((await plan({ mode: 'standby' })).mode).toBe('standby');
    },
  );

  const recovered = { [tagKeys.captured]: '2026-01-05T10:30:01.000Z' };

  // Defect class: notices in any order; the newest wins, not the last.
  it('Preflight refuses a notice of older data than the live database was recovered from', async () => {
    databases.change('orders', { tags: { ...marksOf('nightly-2', 'restored'), ...recovered } });
    await expect(plan()).rejects.toMatchObject({
      name: 'NoticeOutdated',
      message: expect.stringMatching(
        /2026-01-05T10:30:01.000Z, which is newer.*"acceptOlder": true/,
      ),
    });
    expect(await plan({ acceptOlder: true })).toMatchObject({
      live: { resourceId: 'cluster-OLD' },
    });
    expect((await plan({ mode: 'drill' })).mode).toBe('drill');
  });

  it.each([
    ['older', { [tagKeys.captured]: '2026-01-05T10:29:59.000Z' }],
    ['not known to be newer', {}],
  ])('Preflight accepts a notice where the live data is %s', async (_what, tags) => {
    databases.change('orders', { tags: { ...marksOf('nightly-2', 'restored'), ...tags } });
    expect(await plan()).toMatchObject({ live: { resourceId: 'cluster-OLD' } });
  });

  it('Preflight accepts a notice of the very data that is live', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ resourceId: 'cluster-NEW', tags: { ...ours, ...recovered } }),
    );
    expect((await plan()).live).toBeUndefined();
  });

  // Defect class: cleanup by fixed name; a name that is held by an unrelated database.
  it('Preflight refuses a retired name that a unrelated database holds', async () => {
    const { names } = await plan();
    databases.add(aDatabase({ identifier: names.retired }));
    await expect(plan()).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining(
        `the name "${names.retired}" is needed, and held by arn:aws:rds`,
      ),
    });
  });

  it('Preflight refuses a manifest without members where no database is live', async () => {
    databases = new FakeDatabases();
    const notice = aNotice({ manifest: aManifest({ members: [] }) });
    await expect(plan({ notice })).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringContaining('instance'),
    });
  });
});

describe('Preflight with a database under the temporary name', () => {
  const older = { ...marksOf('nightly-0', 'restored'), [tagKeys.captured]: startedAt };

  // Row 5: a newer notice may take the place of an overtaken restore.
  it('Preflight plans to discard what an earlier run left, of no newer data', async () => {
    stand(older);
    const planned = await plan();
    expect(planned.leftover).toEqual({ resourceId: 'cluster-LEFT', identifier: 'orders-next' });
    expect(databases.accepted).toEqual([]);
  });

  it('Preflight takes over what this recovery restored for a standby or in an earlier run', async () => {
    stand({ ...ours, [tagKeys.mode]: 'standby' });
    expect((await plan()).leftover).toBeUndefined();
  });

  it.each([
    ['an unrelated database', {}, "isn't of this stack"],
    [
      "another stack's restore",
      { ...older, [tagKeys.stack]: 'understudy-weekly' },
      "isn't of this stack",
    ],
    ['a standby', { ...older, [tagKeys.mode]: 'standby' }, 'is a standby'],
    ['newer data', { ...older, [tagKeys.captured]: '2026-01-05T10:30:01.000Z' }, 'newer data'],
    ['data of an unknown age', marksOf('nightly-0', 'restored'), "doesn't say of when"],
    ['what had the live name', { ...older, [tagKeys.wentLive]: startedAt }, 'had the live name'],
    ['what is held', { ...older, [tagKeys.hold]: 'look at it' }, 'understudy:hold=look at it'],
  ])(
    'Preflight refuses %s under the temporary name and says what to do',
    async (_what, tags, why) => {
      stand(tags);
      await expect(plan()).rejects.toMatchObject({
        name: 'NameTaken',
        message: expect.stringMatching(
          new RegExp(
            `^the name "orders-next" is needed, and held: .*${why}.* start this run again$`,
          ),
        ),
      });
      // A drill has a name of its own.
      expect((await plan({ mode: 'drill' })).names.temporary).toBe('orders-next-drill');
    },
  );

  // Row 6: a drill takes over nothing that another execution made.
  it("Preflight plans a drill's own names, and to discard what an earlier drill left", async () => {
    stand({ ...ours, [tagKeys.mode]: 'drill' }, 'orders-next-drill');
    const planned = await plan({ mode: 'drill' });
    expect(planned).toMatchObject({
      names: { temporary: 'orders-next-drill' },
      leftover: { resourceId: 'cluster-LEFT', identifier: 'orders-next-drill' },
    });
    expect(planned.members.map(({ temporary }) => temporary)).toEqual([
      'orders-next-instance-drill',
      'orders-next-instance-drill-2',
    ]);
  });

  it("Preflight refuses a drill's name where another database than a drill's has it", async () => {
    stand({ ...ours, [tagKeys.mode]: 'standby' }, 'orders-next-drill');
    await expect(plan({ mode: 'drill' })).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining("wasn't restored by a drill"),
    });
  });

  it('Preflight plans to continue with what the drill itself restored', async () => {
    stand({ ...ours, [tagKeys.run]: 'recovery-run' }, 'orders-next-drill');
    expect((await plan({ mode: 'drill' })).leftover).toBeUndefined();
  });
});

// A run was stopped between its two renames, and the next one is for newer data.
describe('Preflight where nobody has the live name since a run for another capture was stopped', () => {
  it('Preflight finds the database that was live by the mark of what was left', async () => {
    const tags = {
      ...marksOf('nightly-0', 'restored'),
      [tagKeys.captured]: '2026-01-01T10:30:00.000Z',
      [tagKeys.replaces]: 'cluster-OLD',
    };
    databases = new FakeDatabases()
      .add(aDatabase({ identifier: 'orders-retired-0a0b0c0d', resourceId: 'cluster-OLD' }), [
        aMember({ identifier: 'orders-a', isWriter: true }),
      ])
      .add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-LEFT', tags }));
    const { live, leftover, names, members } = await plan();
    expect(live?.resourceId).toBe('cluster-OLD');
    expect(leftover?.resourceId).toBe('cluster-LEFT');
    expect(names.retired).toBe('orders-retired-0a0b0c0d');
    expect(members.map((member) => member.live)).toEqual(['orders-a']);
  });
});

describe('Preflight of a capture that was live before', () => {
  // Row 9: the main use of acceptOlder.
  it.each([true, false])(
    'Preflight plans names that no earlier run has taken, instance names swapped: %s',
    async (swapInstanceNames) => {
      const settingsNow = { swapInstanceNames };
      const first = await plan({ settings: settingsNow });
      // The capture went live, a newer one took its place, and both were kept.
      const earlier = { identifier: first.names.retired, resourceId: 'cluster-OLD' };
      const ofThisCapture = { identifier: 'orders-retired-0a0b0c0d', resourceId: 'cluster-A' };
      const newer = {
        ...marksOf('nightly-2', 'restored'),
        [tagKeys.captured]: '2026-01-06T10:30:00.000Z',
        [tagKeys.replaces]: 'cluster-A',
      };
      databases = new FakeDatabases()
        .add(aDatabase(earlier))
        .add(
          aDatabase({ ...ofThisCapture, tags: { ...ours, [tagKeys.wentLive]: startedAt } }),
          first.members.map(({ live }) =>
            aMember({ identifier: swapInstanceNames ? `${live}-retired` : live }),
          ),
        )
        .add(aDatabase({ identifier: 'orders', resourceId: 'cluster-B', tags: newer }), [
          aMember({ identifier: 'orders-a', isWriter: true }),
          aMember({ identifier: 'orders-b' }),
        ]);
      const again = await plan({ settings: settingsNow, acceptOlder: true });
      expect(again.live?.resourceId).toBe('cluster-B');
      expect(again.names.final).toBe('cluster-b-final');
      const there = Object.entries(databases.summary()).flatMap(([name, rest]) => [
        name,
        ...rest.split(' ').slice(1),
      ]);
      for (const name of [again.names.temporary, again.names.retired]) {
        expect(there).not.toContain(name);
      }
      for (const { temporary } of again.members) expect(there).not.toContain(temporary);
    },
  );
});

describe("Preflight's check of who may replace the live database", () => {
  // Row 12: a notice of another database than the live one stems from.
  it.each([
    ['the mark on it', { [tagKeys.source]: 'cluster-HONEST' }, {}],
    ["the stack's parameter", {}, { sourceResourceId: 'cluster-HONEST' }],
    [
      "the stack's parameter before the mark",
      { [tagKeys.source]: 'cluster-SOURCE' },
      { sourceResourceId: 'cluster-HONEST' },
    ],
  ])('Preflight refuses another lineage in every mode, by %s', async (_by, tags, more) => {
    databases.change('orders', { tags });
    for (const mode of ['swap', 'standby', 'drill'] as const) {
      await expect(plan({ mode, settings: more })).rejects.toMatchObject({
        name: 'LineageRefused',
        message: expect.stringContaining('"acceptLineage": "cluster-SOURCE"'),
      });
    }
    await expect(plan({ settings: more, acceptLineage: 'cluster-ANOTHER' })).rejects.toMatchObject({
      name: 'LineageRefused',
    });
    expect(await plan({ settings: more, acceptLineage: 'cluster-SOURCE' })).toMatchObject({
      lineage: { pinned: 'cluster-HONEST', accepted: true },
    });
  });

  it('Preflight takes the lineage that it is pinned to, and any where none is known', async () => {
    const settingsNow = { sourceResourceId: 'cluster-SOURCE' };
    expect((await plan({ settings: settingsNow })).lineage).toEqual({
      pinned: 'cluster-SOURCE',
      accepted: false,
    });
    expect((await plan()).lineage).toEqual({ pinned: undefined, accepted: false });
  });

  // Row 12: it would make every honest notice an older one.
  it('Preflight refuses data captured in the future, whatever the run accepts', async () => {
    const notice = aNotice({ capturedAt: '2099-01-01T00:00:00.000Z' });
    await expect(plan({ notice, acceptOlder: true })).rejects.toMatchObject({
      name: 'NoticeRefused',
    });
  });

  // Row 13: applications live in the target.
  it.each([
    ['a mark on it', { [tagKeys.hold]: 'we live here' }, undefined, 'understudy:hold=we live here'],
    ["the stack's parameter", {}, 'we live here', 'expected the parameter Hold to be empty'],
  ])(
    'Preflight refuses to replace a database that is on hold by %s',
    async (_by, tags, hold, why) => {
      databases.change('orders', { tags });
      const settingsNow = { hold };
      await expect(plan({ settings: settingsNow, acceptOlder: true })).rejects.toMatchObject({
        name: 'OnHold',
        message: expect.stringContaining(why),
      });
      expect((await plan({ settings: settingsNow, mode: 'drill' })).mode).toBe('drill');
      expect((await plan({ settings: settingsNow, mode: 'standby' })).mode).toBe('standby');
    },
  );

  it('Preflight plans the hold that was asked for', async () => {
    expect((await plan({ hold: 'we live here' })).hold).toBe('we live here');
  });

  // Row 11: two target stacks for one database.
  it('Preflight refuses to replace a database that another stack put live', async () => {
    databases.change('orders', { tags: { [tagKeys.stack]: 'understudy-weekly' } });
    await expect(plan()).rejects.toMatchObject({
      name: 'NotOurs',
      message: expect.stringContaining('made by the stack understudy-weekly'),
    });
    expect((await plan({ mode: 'standby' })).mode).toBe('standby');
  });
});

describe('what scales the readers of the live cluster', () => {
  const target = aScalableTarget();

  it('Preflight keeps it for the end of the run, and says that it is there', async () => {
    const planned = await plan({ scaling: { state: 'found', target } });

    expect(planned.scaling).toEqual(target);
    expect(planned.differences).toContainEqual(
      expect.stringMatching(/^ScalableTarget cluster:orders \(1 to 5 readers\)/),
    );
  });

  it('Preflight goes on where it is denied the look, and says so', async () => {
    const planned = await plan({ scaling: { state: 'unseen', why: 'AccessDeniedException: no' } });

    expect(planned.scaling).toBeUndefined();
    expect(planned.differences).toContainEqual(
      expect.stringMatching(/^ScalableTarget: nobody could look .*AccessDeniedException/),
    );
  });

  it('Preflight of a DB instance looks for nothing that scales clusters', async () => {
    const arn = aNotice().snapshot.arn.replace(':cluster-snapshot:', ':snapshot:');
    databases = new FakeDatabases().add(aDatabase({ kind: 'instance', settings: {} }));
    const planned = await plan({
      settings: { kind: 'instance', engine: 'postgres' },
      notice: aNotice({ snapshot: { kind: 'instance', arn, engine: 'postgres' } }),
      scaling: { state: 'found', target },
    });

    expect(planned.scaling).toBeUndefined();
    expect(planned.differences).not.toContainEqual(expect.stringMatching(/^ScalableTarget/));
  });
});
