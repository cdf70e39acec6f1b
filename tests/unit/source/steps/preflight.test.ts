// One file: all that a source run looks at before it makes anything.
import { describe, expect, it } from '@jest/globals';
import { preflight } from '../../../../functions/source/steps/preflight.ts';
import type { CaptureSettings } from '../../../../functions/source/steps/preflight.ts';
import { awaitingHandover } from '../../../../functions/source/rules/handover.ts';
import { tagKeys } from '../../../../functions/shared/rules/tags.ts';
import { CapturePlan } from '../../../../functions/source/rules/capture-plan.ts';
import type { Database, Member } from '../../../../functions/shared/rules/database.ts';
import type { KeyDescription, Keys } from '../../../../functions/shared/ports/keys.ts';
import { aDatabase, aMasterSecret, aMember, allSettings } from '../../factories/databases.ts';
import {
  captureTopicArn,
  recoveryKeyArn,
  sourceKeyArn,
  sourceLocation,
  startedAt,
  stackName,
} from '../../factories/locations.ts';
import { aSnapshot, marksOf } from '../../factories/snapshots.ts';
import { ownTags } from '../../factories/tags.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { FakeDatabases } from '../../fakes/databases.ts';
import { fakeKeys } from '../../fakes/keys.ts';
import { FakeOffers } from '../../fakes/offers.ts';
import { FakeSnapshots } from '../../fakes/snapshots.ts';

const settings: CaptureSettings = {
  stack: stackName,
  location: sourceLocation,
  kind: 'cluster',
  identifier: 'orders',
  snapshotPrefix: 'nightly',
  target: { accountId: '222222222222', region: 'eu-central-1' },
  recoveryKeyArn,
  route: 'two-step',
  topicArn: captureTopicArn,
  patience: { snapshotHours: 12, copyHours: 48, resumeHours: 96 },
};

const customer = { encrypted: true, keyArn: sourceKeyArn };

async function plan(
  database: Partial<Database> = {},
  more: {
    run?: string;
    settings?: Partial<CaptureSettings>;
    sourceKey?: Partial<KeyDescription>;
    recoveryKey?: Partial<KeyDescription> | undefined;
    sourceKeys?: Keys;
    targetKeys?: Keys;
    members?: readonly Member[];
    targetOffers?: FakeOffers;
    sourceSnapshots?: FakeSnapshots;
  } = {},
): Promise<CapturePlan> {
  const databases = new FakeDatabases().add(
    aDatabase({ resourceId: 'cluster-SOURCE', encryption: customer, ...database }),
    more.members ?? [
      aMember({ identifier: 'orders-1', isWriter: true }),
      aMember({ identifier: 'orders-2' }),
    ],
  );
  const { recoveryKey = {} } = more;
  return preflight(
    { name: more.run ?? 'run', startedAt },
    { ...settings, ...more.settings },
    {
      databases,
      sourceKeys: more.sourceKeys ?? fakeKeys({ [sourceKeyArn]: more.sourceKey ?? {} }),
      targetOffers: more.targetOffers ?? new FakeOffers(),
      sourceSnapshots: more.sourceSnapshots ?? new FakeSnapshots(),
      targetSnapshots: new FakeSnapshots(),
      clock: clockAfter(11),
      targetKeys:
        more.targetKeys ??
        fakeKeys(
          'recoveryKey' in more && !more.recoveryKey ? {} : { [recoveryKeyArn]: recoveryKey },
        ),
    },
  );
}

describe('Preflight of a capture', () => {
  it('Preflight of a capture plans what the later steps work from', async () => {
    const planned = await plan({
      settings: allSettings('source'),
      tags: { team: 'orders', 'aws:x': '1' },
    });
    expect(planned).toMatchObject({
      run: 'run',
      stack: stackName,
      source: { ...sourceLocation, identifier: 'orders', resourceId: 'cluster-SOURCE' },
      target: settings.target,
      snapshot: expect.stringMatching(/^nightly-20260105t1030-[0-9a-f]{8}$/),
      manifest: { settings: allSettings('source'), tags: { team: 'orders' } },
    });
    expect(planned.manifest.members).toHaveLength(2);
    expect(CapturePlan.parse(JSON.parse(JSON.stringify(planned)))).toEqual(planned);
  });

  it('Preflight of a capture plans the same when it runs twice', async () => {
    expect(await plan()).toEqual(await plan());
  });

  it('Preflight of a capture gives each run of each stack a snapshot name of its own', async () => {
    const plans = await Promise.all([
      plan(),
      plan({}, { run: 'another-run' }),
      plan({}, { settings: { stack: 'understudy-weekly' } }),
    ]);
    expect(new Set(plans.map(({ snapshot }) => snapshot)).size).toBe(plans.length);
  });

  it('Preflight of a capture describes no key where the database is not encrypted', async () => {
    const asked = { sourceKeys: fakeKeys({}), targetKeys: fakeKeys({}) };
    await plan({ encryption: { encrypted: false } }, asked);
    expect(asked.sourceKeys.asked).toHaveLength(0);
    expect(asked.targetKeys.asked).toHaveLength(0);
  });

  // Defect class: a key for an unencrypted cluster copy, none for an encrypted cross-Region one.
  it.each([
    [
      'an unencrypted cluster',
      { encryption: { encrypted: false } },
      {},
      'two-step',
      'none',
      undefined,
      undefined,
    ],
    [
      'an unencrypted cluster',
      { encryption: { encrypted: false } },
      {},
      'one-call',
      'none',
      undefined,
      undefined,
    ],
    ["a customer's key", {}, {}, 'two-step', 'customer', recoveryKeyArn, recoveryKeyArn],
    ["a customer's key", {}, {}, 'one-call', 'customer', undefined, sourceKeyArn],
    [
      'the aws/rds key',
      {},
      { manager: 'AWS' },
      'two-step',
      'aws-managed',
      recoveryKeyArn,
      recoveryKeyArn,
    ],
    ...(['cluster', 'instance'] as const).flatMap((kind) =>
      (
        [
          ['sse-rds', 'aws-owned'],
          ['sse-next', 'unknown'],
        ] as const
      ).map(
        ([type, expected]) =>
          [
            `${type}, ${kind}`,
            { kind, encryption: { type, encrypted: false } },
            {},
            'two-step',
            expected,
            recoveryKeyArn,
            recoveryKeyArn,
          ] as const,
      ),
    ),
  ] as const)(
    'Preflight of a capture plans the keys for %s by %s',
    async (_what, database, sourceKey, route, encryption, copyKeyArn, sharedKeyArn) => {
      const kind = 'kind' in database ? database.kind : 'cluster';
      const planned = await plan(database, { sourceKey, settings: { route, kind } });
      expect(planned).toMatchObject({ encryption });
      expect([planned.copyKeyArn, planned.sharedKeyArn]).toEqual([copyKeyArn, sharedKeyArn]);
    },
  );

  it.each([
    ['sse-rds', []],
    ['sse-next', [expect.stringContaining('sse-next')]],
  ])(
    'Preflight of a capture warns of an encryption that it does not know: %s',
    async (type, said) => {
      const { warnings } = await plan({ encryption: { type, encrypted: false } });
      expect(warnings).toEqual(said);
    },
  );

  it('Preflight of a capture plans to encrypt the copy of an unencrypted DB instance', async () => {
    const unencrypted = { kind: 'instance', encryption: { encrypted: false } } as const;
    expect(await plan(unencrypted, { settings: { kind: 'instance' } })).toMatchObject({
      encryption: 'none',
      copyKeyArn: recoveryKeyArn,
      sharedKeyArn: recoveryKeyArn,
    });
  });
});

describe('a capture that an earlier run left', () => {
  const leftSnapshot = aSnapshot({
    identifier: 'nightly-20260104t1030-0a1b2c3d',
    tags: {
      ...marksOf('nightly-20260104t1030-0a1b2c3d', 'snapshot', 'earlier'),
      [tagKeys.source]: 'cluster-SOURCE',
      ...awaitingHandover,
    },
  });

  it('Preflight of a capture plans to go on with what an earlier run left', async () => {
    const sourceSnapshots = new FakeSnapshots(leftSnapshot);
    const planned = await plan({}, { sourceSnapshots });
    expect(planned).toMatchObject({
      run: 'run',
      begunBy: 'earlier',
      snapshot: leftSnapshot.identifier,
    });
    expect(CapturePlan.parse(JSON.parse(JSON.stringify(planned)))).toEqual(planned);
  });

  it('Preflight of a capture plans one of its own where nothing was left', async () => {
    const planned = await plan();
    expect(planned.begunBy).toBeUndefined();
    expect(planned.snapshot).toMatch(/^nightly-20260105t1030-/);
  });

  it('Preflight of a capture refuses deadlines that contradict each other', async () => {
    const patience = { snapshotHours: 12, copyHours: 48, resumeHours: 60 };
    await expect(plan({}, { settings: { patience } })).rejects.toMatchObject({
      name: 'InvalidPlan',
    });
  });
});

describe('the version of a database that is captured', () => {
  it('Preflight of a capture warns of nothing where the target Region offers the version', async () => {
    expect((await plan()).warnings).toEqual([]);
  });

  it('Preflight of a capture warns where the target needs a parameter for the version', async () => {
    const targetOffers = new FakeOffers().withdrawVersion('16.4');
    expect((await plan({}, { targetOffers })).warnings).toEqual([
      expect.stringMatching(/set EngineVersion of the target stack to one of 16\.6/),
    ]);
  });

  it('Preflight of a capture goes on where AWS denies the look at the target Region', async () => {
    const targetOffers = new FakeOffers();
    targetOffers.denied.add('versions');
    expect((await plan({}, { targetOffers })).warnings).toEqual([
      'EngineVersion is taken as it is; AWS let nobody look what eu-central-1 offers: AccessDenied: not authorized',
    ]);
  });

  it('Preflight of a capture refuses a DB instance whose version the target Region has withdrawn', async () => {
    const targetOffers = new FakeOffers().withdrawVersion('16.4');
    const kind = 'instance';
    await expect(plan({ kind }, { settings: { kind }, targetOffers })).rejects.toMatchObject({
      name: 'SettingsDontFit',
    });
  });
});

describe('refusals by Preflight of a capture', () => {
  it.each([
    [{ engine: 'docdb' }, 'found Engine docdb'],
    [{ engine: 'postgres' }, 'found Engine postgres'],
    [{ nature: { engineMode: 'serverless' } }, 'found EngineMode serverless'],
    [
      { nature: { replicaOf: { member: 'ReplicationSourceIdentifier', database: 'leader' } } },
      'found ReplicationSourceIdentifier leader',
    ],
  ] as const)('Preflight refuses to capture %j', async (shown, found) => {
    await expect(plan(shown)).rejects.toMatchObject({
      name: 'DatabaseUnsupported',
      message: expect.stringContaining(found),
    });
  });

  it.each([
    ['cluster', 'DB cluster'],
    ['instance', 'DB instance'],
  ] as const)(
    'Preflight of a capture refuses a database of kind %s that does not exist',
    async (kind, called) => {
      await expect(plan({}, { settings: { kind, identifier: 'customers' } })).rejects.toMatchObject(
        {
          name: 'DatabaseNotFound',
          message:
            `expected a ${called} "customers" in eu-west-1, found none: check ` +
            'SourceDBClusterIdentifier and DatabaseKind',
        },
      );
    },
  );

  it.each(['failed', 'stopped', 'inaccessible-encryption-credentials'])(
    'Preflight of a capture refuses a database that is %s',
    async (status) => {
      await expect(plan({ status })).rejects.toMatchObject({
        name: 'DatabaseNotReady',
        message:
          `"orders" is ${status}; a snapshot can't be taken of it: bring it to available, then ` +
          'start the run again',
      });
    },
  );

  it('Preflight of a capture refuses a name that RDS would not take', async () => {
    await expect(plan({}, { settings: { identifier: 'Orders' } })).rejects.toMatchObject({
      name: 'InvalidIdentifier',
      message: expect.stringMatching(/^the source database "Orders" doesn't begin/),
    });
  });

  it('Preflight of a capture refuses a prefix that leaves no room for the time and the run', async () => {
    const snapshotPrefix = 'p'.repeat(41);
    await expect(plan({}, { settings: { snapshotPrefix } })).rejects.toMatchObject({
      name: 'InvalidIdentifier',
      message: expect.stringContaining('the snapshot name'),
    });
  });

  it('Preflight of a capture refuses a database whose tags leave no room on its snapshots', async () => {
    const copying = { copyTagsToSnapshots: true };
    await expect(plan({ tags: ownTags(47), settings: copying })).rejects.toMatchObject({
      name: 'InvalidPlan',
      message: expect.stringMatching(
        /CopyTagsToSnapshot on, so that it would have 53 tags, and AWS takes 50: remove 3 /,
      ),
    });
    const withAws = { ...ownTags(44), 'aws:cloudformation:stack-name': 'orders' };
    expect((await plan({ tags: withAws, settings: copying })).snapshot).toMatch(/^nightly-/);
    expect((await plan({ tags: ownTags(50) })).snapshot).toMatch(/^nightly-/);
  });

  it('the manifest of a capture leaves out readers of Auto Scaling, and not a writer', async () => {
    const autoscaled = { 'application-autoscaling:resourceId': 'cluster:orders' };
    const members = (writer: boolean): Member[] => [
      aMember({ identifier: 'orders-1', isWriter: !writer, promotionTier: 3 }),
      aMember({ identifier: 'scaled', isWriter: writer, promotionTier: 15, tags: autoscaled }),
    ];
    expect((await plan({}, { members: members(false) })).manifest.members).toEqual([
      { instanceClass: 'db.r6g.large', promotionTier: 3, settings: {} },
    ]);
    expect((await plan({}, { members: members(true) })).manifest.members).toEqual([
      { instanceClass: 'db.r6g.large', promotionTier: 1, settings: {} },
      { instanceClass: 'db.r6g.large', promotionTier: 3, settings: {} },
    ]);
  });

  it.each([
    ['the aws/rds key', {}, { manager: 'AWS' }],
    ['an AWS-owned key', { encryption: { type: 'sse-rds', encrypted: false } }, {}],
    ['an encryption of tomorrow', { encryption: { type: 'sse-next', encrypted: false } }, {}],
  ] as const)(
    'Preflight of a capture refuses the one-call route for %s',
    async (_what, database, sourceKey) => {
      await expect(
        plan(database, { sourceKey, settings: { route: 'one-call' } }),
      ).rejects.toMatchObject({ name: 'EncryptionImpossible' });
    },
  );

  it.each([
    ['missing', undefined, "doesn't exist"],
    ['disabled', { state: 'Disabled' }, 'is Disabled'],
    ['AWS-managed', { manager: 'AWS' }, 'AWS-managed'],
  ] as const)(
    'Preflight of a capture refuses a recovery key that is %s',
    async (_what, recoveryKey, problem) => {
      await expect(plan({}, { recoveryKey })).rejects.toMatchObject({
        name: 'KeyUnusable',
        message: expect.stringMatching(`^the recovery key \\(KMSKey\\) .* ${problem}`),
      });
    },
  );

  it.each(['Disabled', 'PendingDeletion'])(
    'Preflight of a capture refuses a database under a key that is %s',
    async (state) => {
      await expect(plan({}, { sourceKey: { state } })).rejects.toMatchObject({
        name: 'KeyUnusable',
        message:
          `"orders" is under ${sourceKeyArn}, which is ${state}: nothing that is under it can be ` +
          'copied, and soon not be read; enable the key or cancel its deletion, then start the run again',
      });
    },
  );

  it('Preflight of a capture refuses a recovery key of another Region', async () => {
    const elsewhere = recoveryKeyArn.replace('eu-central-1', 'eu-west-1');
    await expect(plan({}, { settings: { recoveryKeyArn: elsewhere } })).rejects.toMatchObject({
      name: 'KeyUnusable',
      message: expect.stringContaining('is in another Region'),
    });
  });
});

// Defect class: a login that was right last week.
it('Preflight of a capture warns of a master password that RDS changes, and the manifest tells it', async () => {
  const { warnings, manifest } = await plan({ masterSecret: aMasterSecret() });
  expect(warnings).toEqual([expect.stringMatching(/"orders" in old-secret, .*DatabaseSecretArn/)]);
  expect(manifest.managedMaster).toBe(true);
});

it('Preflight of a capture warns of nothing where RDS manages no master password', async () => {
  const { warnings, manifest } = await plan();
  expect(warnings).toEqual([]);
  expect(manifest).not.toHaveProperty('managedMaster');
});
