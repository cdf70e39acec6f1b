import { beforeEach, describe, expect, it } from '@jest/globals';
import { marks } from '../../../functions/shared/domain/ownership.ts';
import { RecoveryPlan } from '../../../functions/shared/domain/recovery-plan.ts';
import type { Notice } from '../../../functions/shared/domain/notice.ts';
import { securedIdentifier, shortHash } from '../../../functions/shared/domain/identifier.ts';
import type { KeyDescription } from '../../../functions/shared/ports/keys.ts';
import { preflight } from '../../../functions/shared/recovery/preflight.ts';
import type { RecoverySettings } from '../../../functions/shared/recovery/settings.ts';
import { aDatabase, aMember } from '../factories/databases.ts';
import { aManifest, aNotice, snapshotName } from '../factories/notices.ts';
import {
  recoveryKeyArn,
  startedAt,
  targetKeyArn,
  targetPlace,
  stackName,
} from '../factories/places.ts';
import { marksOf } from '../factories/snapshots.ts';
import { FakeDatabases } from '../fakes/databases.ts';
import { fakeKeys } from '../fakes/keys.ts';

const settings: RecoverySettings = {
  stack: stackName,
  place: targetPlace,
  kind: 'cluster',
  engine: 'aurora-postgresql',
  mode: 'swap',
  names: {
    live: 'orders',
    temporary: 'orders-next',
    liveInstance: 'orders-instance',
    temporaryInstance: 'orders-next-instance',
  },
  targetKeyArn,
  instanceClass: undefined,
  swapInstanceNames: true,
  retirement: 'delete',
  graceHours: 0,
  approvalHours: undefined,
  onFailure: 'keep',
  parameters: {},
};
const ours = { ...marksOf(snapshotName, 'restored'), [marks.replaces]: 'cluster-OLD' };
let databases: FakeDatabases;

beforeEach(() => {
  databases = new FakeDatabases().add(
    aDatabase({
      resourceId: 'cluster-OLD',
      deletionProtection: true,
      settings: { subnetGroup: 'recovery', backupRetentionDays: 14 },
      tags: { team: 'payments', [marks.run]: 'an-earlier-recovery', 'aws:x': '1' },
    }),
    [
      aMember({
        identifier: 'orders-a',
        isWriter: true,
        promotionTier: 0,
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
    graceHours?: number | undefined;
    keys?: Record<string, Partial<KeyDescription>>;
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
      graceHours: more.graceHours,
    },
    { ...settings, ...more.settings },
    { databases, keysOf: () => keys },
  );
}

describe('Preflight of a recovery', () => {
  it('plans names, identity and settings after the live database', async () => {
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
        final: `${snapshotName}-${shortHash(stackName)}-final`,
      },
      live: { resourceId: 'cluster-OLD', deletionProtection: true },
      settings: { subnetGroup: 'recovery', backupRetentionDays: 14, port: 5432 },
      tags: { team: 'payments' },
      differences: ['backupRetentionDays is 14; at the source it is 7'],
    });
    expect(planned.tags).toEqual({ team: 'payments' });
  });

  it('survives the way through a state machine, and makes nothing', async () => {
    const planned = await plan();
    const travelled: unknown = JSON.parse(JSON.stringify(planned));
    expect(JSON.parse(JSON.stringify(RecoveryPlan.parse(travelled)))).toEqual(travelled);
    expect(databases.accepted).toEqual([]);
  });

  it('plans a member for each live one, which hands over its name, class and tier', async () => {
    const { members } = await plan();
    expect(members).toEqual([
      {
        temporary: 'orders-next-instance',
        live: 'orders-a',
        retired: expect.stringMatching(/^orders-a-retired-/),
        instanceClass: 'db.r8g.large',
        promotionTier: 0,
      },
      {
        temporary: 'orders-next-instance-2',
        live: 'orders-b',
        retired: expect.stringMatching(/^orders-b-retired-/),
        instanceClass: 'db.r6g.large',
        promotionTier: 3,
      },
    ]);
  });

  it.each([
    [undefined, 'db.r6g.large'],
    ['db.t4g.medium', 'db.t4g.medium'],
  ])('plans a first run after the manifest, with class %s: %s', async (instanceClass, expected) => {
    databases = new FakeDatabases();
    const planned = await plan({ settings: { instanceClass } });
    expect(planned.live).toBeUndefined();
    expect(planned.tags).toEqual({ team: 'orders' });
    expect(planned.members).toEqual([
      expect.objectContaining({ live: 'orders-instance', instanceClass: expected }),
      expect.objectContaining({ live: 'orders-instance-2', instanceClass: expected }),
    ]);
  });

  it('plans no members for a DB instance', async () => {
    const arn = `arn:aws:rds:eu-central-1:111111111111:snapshot:${snapshotName}`;
    databases = new FakeDatabases();
    const planned = await plan({
      settings: { kind: 'instance', engine: 'postgres' },
      notice: aNotice({ snapshot: { kind: 'instance', arn, engine: 'postgres' } }),
    });
    expect(planned.members).toEqual([]);
    expect(planned.restoreKeyArn).toBeUndefined();
  });

  it("takes the run's own mode before the stack's", async () => {
    expect((await plan({ mode: 'drill' })).mode).toBe('drill');
    expect((await plan()).mode).toBe('swap');
  });

  it.each([
    [{}, undefined, { graceSeconds: 0, onFailure: 'keep' }],
    [{ graceHours: 12 }, undefined, { graceSeconds: 43_200 }],
    [{ graceHours: 12 }, 0, { graceSeconds: 0 }],
    [{ approvalHours: 72 }, undefined, { approvalSeconds: 259_200 }],
    [{ onFailure: 'discard' as const }, undefined, { onFailure: 'discard' }],
  ])('plans the retirement of %j with %s hours of its own', async (more, graceHours, expected) => {
    const planned = await plan({ settings: more, graceHours });
    expect(planned).toMatchObject(expected);
    expect('approvalHours' in more).toBe(planned.approvalSeconds !== undefined);
  });

  // Defect class: a key for an unencrypted cluster copy, none for an encrypted one.
  it.each([
    ['encrypted', recoveryKeyArn, targetKeyArn, undefined],
    ['unencrypted', undefined, undefined, targetKeyArn],
  ])('plans the keys of an %s snapshot', async (_what, keyArn, secureKeyArn, restoreKeyArn) => {
    const { keyArn: _, ...snapshot } = aNotice().snapshot;
    const notice = { ...aNotice(), snapshot: { ...snapshot, ...(keyArn && { keyArn }) } };
    const planned = await plan({ notice });
    expect([planned.secureKeyArn, planned.restoreKeyArn]).toEqual([secureKeyArn, restoreKeyArn]);
  });
});

describe('Preflight of a second run for the same notice', () => {
  it('plans as the first one did, before the swap', async () => {
    const first = await plan();
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    expect(await plan()).toEqual(first);
  });

  it("needs the source's key no more once the database is restored", async () => {
    const keys = { [recoveryKeyArn]: { state: 'Disabled' as const } };
    await expect(plan({ keys })).rejects.toMatchObject({ name: 'KeyUnusable' });
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    expect(await plan({ keys })).toMatchObject({ mode: 'swap' });
  });

  it('plans as the first one did, between the two renames', async () => {
    const first = await plan();
    databases.add(aDatabase({ identifier: 'orders-next', resourceId: 'cluster-NEW', tags: ours }));
    databases.change('orders', { identifier: first.names.retired });
    expect(await plan()).toEqual(first);
  });

  it('plans as the first one did, after the swap, with the old instances renamed', async () => {
    const first = await plan();
    databases.change('orders', { identifier: first.names.retired });
    databases.add(aDatabase({ identifier: 'orders', resourceId: 'cluster-NEW', tags: ours }));
    for (const { live, retired } of first.members) {
      databases.changeMember(live, { identifier: retired ?? '' });
    }
    expect(await plan()).toEqual(first);
  });

  it.each(['cluster-OLD', 'cluster-GONE'])(
    'plans no further instances once those of the old database are gone, replaced %s',
    async (replaced) => {
      databases = new FakeDatabases()
        .add(aDatabase({ identifier: 'orders-retired', resourceId: 'cluster-OLD' }))
        .add(
          aDatabase({
            identifier: 'orders',
            resourceId: 'cluster-NEW',
            tags: { ...ours, [marks.replaces]: replaced },
            settings: { subnetGroup: 'recovery' },
          }),
          [aMember({ identifier: 'orders-a', isWriter: true, instanceClass: 'db.r8g.large' })],
        );
      const { members, settings: chosen } = await plan();
      expect(members).toEqual([
        expect.objectContaining({ live: 'orders-a', instanceClass: 'db.r8g.large' }),
      ]);
      expect(chosen.subnetGroup).toBe(replaced === 'cluster-GONE' ? 'recovery' : undefined);
    },
  );

  it('has nobody to replace once the old database is gone', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ identifier: 'orders', resourceId: 'cluster-NEW', tags: ours }),
    );
    expect((await plan()).live).toBeUndefined();
  });
});

describe('Preflight of a recovery refuses', () => {
  it('settings of the live database that no step could follow', async () => {
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
  ] as const)('%s', async (_what, wrong, message) => {
    await expect(plan({ settings: wrong })).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['live and temporary instances alike', undefined, 'orders-instance'],
    ["a live member's name for a temporary one", 'orders-a', 'orders-a'],
  ])('%s', async (_what, live, temporaryInstance) => {
    if (live === undefined) databases = new FakeDatabases();
    const names = { ...settings.names, temporaryInstance };
    await expect(plan({ settings: { names } })).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringContaining('TempDBInstanceIdentifier'),
    });
  });

  it.each([
    ['live', { live: 'Orders' }],
    ['temporary', { temporary: 'orders--next' }],
    ['retired', { live: 'o'.repeat(60) }],
    ['instance', { temporaryInstance: '9lives' }],
  ])('a %s name that RDS would not take', async (_what, wrong) => {
    const names = { ...settings.names, ...wrong };
    await expect(plan({ settings: { names } })).rejects.toMatchObject({
      name: 'InvalidIdentifier',
    });
  });

  it.each([
    ["the target's key", targetKeyArn, { state: 'Disabled' }],
    ["the shared snapshot's key", recoveryKeyArn, { state: 'PendingDeletion' }],
    ["the target's key", targetKeyArn, { manager: 'AWS' }],
  ] as const)('%s when it is unusable', async (role, arn, key) => {
    await expect(plan({ keys: { [arn]: key } })).rejects.toMatchObject({
      name: 'KeyUnusable',
      message: expect.stringContaining(role),
    });
  });

  it.each(['failed', 'stopped', 'inaccessible-encryption-credentials-recoverable'])(
    'a live database that is %s',
    async (status) => {
      databases.change('orders', { status });
      await expect(plan()).rejects.toMatchObject({ name: 'DatabaseNotReady' });
      // Neither needs it.
      expect((await plan({ mode: 'drill' })).mode).toBe('drill');
      expect((await plan({ mode: 'standby' })).mode).toBe('standby');
    },
  );

  const recovered = { [marks.captured]: '2026-01-05T10:30:01.000Z' };

  // Defect class: notices in any order; the newest wins, not the last.
  it('a notice of older data than the live database was recovered from', async () => {
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
    ['older', { [marks.captured]: '2026-01-05T10:29:59.000Z' }],
    ['not known to be newer', {}],
  ])('no notice where the live data is %s', async (_what, tags) => {
    databases.change('orders', { tags: { ...marksOf('nightly-2', 'restored'), ...tags } });
    expect(await plan()).toMatchObject({ live: { resourceId: 'cluster-OLD' } });
  });

  it('no notice of the very data that is live', async () => {
    databases = new FakeDatabases().add(
      aDatabase({ resourceId: 'cluster-NEW', tags: { ...ours, ...recovered } }),
    );
    expect((await plan()).live).toBeUndefined();
  });

  it('a temporary name under which an earlier standby stands', async () => {
    const tags = marksOf('nightly-2', 'restored');
    databases.add(aDatabase({ identifier: 'orders-next', tags }));
    await expect(plan({ mode: 'standby' })).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining(
        'held by what the recovery of nightly-2 restored, a standby',
      ),
    });
  });

  // Defect class: cleanup by fixed name; a name that is held by a stranger.
  it.each([
    ['temporary', () => 'orders-next'],
    ['retired', (names: RecoveryPlan['names']) => names.retired],
  ])('a %s name that a stranger holds', async (_what, nameOf) => {
    const { names } = await plan();
    const identifier = nameOf(names);
    databases.add(aDatabase({ identifier }));
    await expect(plan()).rejects.toMatchObject({
      name: 'NameTaken',
      message: expect.stringContaining(
        `the name "${identifier}" is needed, and held by arn:aws:rds`,
      ),
    });
  });

  it('a manifest without members where nobody is live', async () => {
    databases = new FakeDatabases();
    const notice = aNotice({ manifest: aManifest({ members: [] }) });
    await expect(plan({ notice })).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringContaining('instance'),
    });
  });
});
