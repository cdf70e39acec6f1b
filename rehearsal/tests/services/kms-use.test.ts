import { describe, expect, it } from '@jest/globals';
import type { CreateGrantResponse, ListGrantsResponse } from '@aws-sdk/client-kms';
import { operator, policy, role, SOURCE, TARGET, TARGET_ROLE } from '../authorization/people.ts';
import { failure } from './failure.ts';
import { PLACE, RDS, ROOT, SHARED, simulator } from './kms-simulator.ts';

function dataKeys(): string[] {
  const { kms } = simulator();
  return [1, 2].map(() => kms.dataKey(kms.createKey(PLACE)).toString('hex'));
}

function grantTo(GranteePrincipal: string) {
  return { GranteePrincipal, Operations: ['Decrypt', 'DescribeKey'], Name: 'restore' };
}

describe('use through RDS', () => {
  const ACTIONS = ['kms:Decrypt', 'kms:CreateGrant', 'kms:DescribeKey'];

  it('passes when the key policy and the role allow it', () => {
    const { kms } = simulator();
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).not.toThrow();
  });

  it('fails when the key policy does not name the account', () => {
    const { kms } = simulator();
    const arn = kms.createKey(PLACE);
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).toThrow(
      failure('AccessDeniedException', 'no resource-based policy allows the kms:Decrypt action'),
    );
  });

  it('fails when the role may not', () => {
    const { kms } = simulator(['kms:Decrypt']);
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).toThrow(
      failure(
        'AccessDeniedException',
        'no identity-based policy allows the kms:CreateGrant action',
      ),
    );
  });

  it('fails for the key of another Region', () => {
    const { kms } = simulator();
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    expect(() =>
      kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, 'rds.eu-west-1.amazonaws.com'),
    ).toThrow(failure('NotFoundException', 'Invalid arn'));
  });

  it('fails while the key is disabled', () => {
    const { kms } = simulator();
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED), enabled: false });
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).toThrow(
      failure('KMSInvalidStateException', 'is disabled'),
    );
    kms.setEnabled(arn, true);
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).not.toThrow();
  });

  it('keeps the AWS-managed key within its account', () => {
    const { kms } = simulator();
    const { arn, manager } = kms.managedKey(PLACE, 'rds');
    expect(manager).toBe('AWS');
    expect(kms.managedKey(PLACE, 'rds').arn).toBe(arn);
    expect(kms.find(PLACE, 'alias/aws/rds')?.arn).toBe(arn);
    expect(() => kms.requireUse(operator(), arn, ['kms:Decrypt'], RDS)).not.toThrow();
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ['kms:Decrypt'], RDS)).toThrow(
      failure('AccessDeniedException', 'no resource-based policy'),
    );
  });

  it('gives each key its own data key, the same from the same seed', () => {
    const [first, second] = dataKeys();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(first).not.toBe(second);
    expect(dataKeys()).toEqual([first, second]);
  });
});

describe('a grant', () => {
  it('lets its grantee do what it lists, until it is revoked', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(PLACE);
    const use = (action: string) => (): void =>
      kms.requireUse(role(TARGET_ROLE), KeyId, [action], RDS);
    const { GrantId } = await call<CreateGrantResponse>(operator(), PLACE.region, 'CreateGrant', {
      KeyId,
      ...grantTo(TARGET_ROLE),
    });
    expect(use('kms:Decrypt')).not.toThrow();
    expect(use('kms:Encrypt')).toThrow(failure('AccessDeniedException', 'kms:Encrypt'));

    await call(operator(), PLACE.region, 'RevokeGrant', { KeyId, GrantId });
    expect(use('kms:Decrypt')).toThrow(failure('AccessDeniedException', 'kms:Decrypt'));
  });

  it('is made once by one name, and listed', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(PLACE);
    const input = { KeyId, ...grantTo(TARGET_ROLE) };
    const first = await call<CreateGrantResponse>(operator(), PLACE.region, 'CreateGrant', input);
    const again = await call<CreateGrantResponse>(operator(), PLACE.region, 'CreateGrant', input);
    expect(again.GrantId).toBe(first.GrantId);
    const { Grants } = await call<ListGrantsResponse>(operator(), PLACE.region, 'ListGrants', {
      KeyId,
    });
    expect(Grants).toEqual([
      expect.objectContaining({
        GrantId: first.GrantId,
        GranteePrincipal: TARGET_ROLE,
        Name: 'restore',
        IssuingAccount: `arn:aws:iam::${SOURCE}:root`,
      }),
    ]);
  });

  it('is retired by its token', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(PLACE);
    const { GrantToken } = await call<CreateGrantResponse>(
      operator(),
      PLACE.region,
      'CreateGrant',
      {
        KeyId,
        ...grantTo(TARGET_ROLE),
      },
    );
    await call(operator(), PLACE.region, 'RetireGrant', { GrantToken });
    const listed = await call<ListGrantsResponse>(operator(), PLACE.region, 'ListGrants', {
      KeyId,
    });
    expect(listed.Grants).toEqual([]);
  });

  it('needs an enabled key', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(PLACE, { enabled: false });
    await expect(
      call(operator(), PLACE.region, 'CreateGrant', { KeyId, ...grantTo(TARGET_ROLE) }),
    ).rejects.toThrow(failure('DisabledException', 'is disabled.'));
  });

  it('is refused to a direct caller where the policy wants a service of AWS', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    await expect(
      call(operator(TARGET), PLACE.region, 'CreateGrant', { KeyId, ...grantTo(TARGET_ROLE) }),
    ).rejects.toThrow(failure('AccessDeniedException', 'kms:CreateGrant'));
  });
});
