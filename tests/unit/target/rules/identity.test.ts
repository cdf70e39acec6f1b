import { describe, expect, it } from '@jest/globals';
import { describeIdentity, identityOf } from '../../../../functions/target/rules/identity.ts';
import { aDatabase, aMasterSecret } from '../../factories/databases.ts';
import { aManifest } from '../../factories/notices.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

const plan = aRecoveryPlan();
const { live: _, ...first } = plan;
const found = { resourceId: 'cluster-NEW', keptIn: 'new-secret' };

describe('identityOf', () => {
  it.each([
    ['a swap', plan, 'cluster-OLD', 'cluster-NEW'],
    ['a first run', first, null, 'cluster-NEW'],
    [
      'a second start, with the old one gone',
      { ...first, replaced: 'cluster-OLD' },
      'cluster-OLD',
      'cluster-NEW',
    ],
    ['a standby', { ...plan, mode: 'standby' as const }, 'cluster-OLD', 'cluster-NEW'],
    ['a drill', { ...plan, mode: 'drill' as const }, 'cluster-OLD', null],
  ])('the identity of %s has the old and the new resource id', (_name, of, old, now) => {
    expect(identityOf(of, found).resourceIds).toEqual({ old, new: now });
  });

  it('the identity has the two secrets, where RDS manages the master password', () => {
    const live = { resourceId: 'cluster-OLD', deletionProtection: false };
    expect(
      identityOf({ ...plan, live: { ...live, masterKeptIn: 'old-secret' } }, found),
    ).toMatchObject({
      masterSecret: { old: 'old-secret', new: 'new-secret' },
    });
    const unknown = { resourceId: undefined, keptIn: undefined };
    expect(identityOf({ ...plan, live }, unknown)).toEqual({
      resourceIds: { old: 'cluster-OLD', new: null },
      masterSecret: { old: null, new: null },
    });
  });
});

describe('describeIdentity', () => {
  const old = aDatabase({ resourceId: 'cluster-OLD', masterSecret: aMasterSecret() });
  const facts = {
    mode: 'swap' as const,
    notice: {
      capturedAt: '2026-01-05T10:30:00Z',
      manifest: { ...aManifest(), managedMaster: true },
    },
    settings: { iamAuthentication: true },
  };

  it('the differences of a swap name the outdated login, the secret and the resource id', () => {
    expect(describeIdentity(old, facts)).toEqual([
      expect.stringMatching(/every 7 days .* that of 2026-01-05T10:30:00Z, and DatabaseSecretArn/),
      expect.stringMatching(/"orders" in old-secret, which goes with it/),
      expect.stringMatching(/policies that name cluster-OLD .*; let them name both, or \*/),
    ]);
  });

  it.each(['standby', 'drill'] as const)(
    'the differences of a %s name the outdated login alone: nothing live changes',
    (mode) => {
      expect(describeIdentity(old, { ...facts, mode })).toHaveLength(1);
    },
  );

  it.each([
    ['without IAM authentication', old, { settings: {} }, 2],
    ['without a managed password here', { ...old, masterSecret: undefined }, {}, 2],
    [
      'without a managed password at the source',
      old,
      { notice: { ...facts.notice, manifest: aManifest() } },
      2,
    ],
    ['without an old database', undefined, {}, 1],
  ])('the differences are fewer %s', (_name, database, changes, count) => {
    expect(describeIdentity(database, { ...facts, ...changes })).toHaveLength(count);
  });
});
