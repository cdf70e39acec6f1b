import { describe, expect, it } from '@jest/globals';
import type { CreateGrantResponse, ListGrantsResponse } from '@aws-sdk/client-kms';
import { operator, policy, role, source, target, targetRole } from '../authorization/people.ts';
import { failure } from './failure.ts';
import { place, rds, root, shared, simulator } from './kms-simulator.ts';

function dataKeys(): string[] {
  const { kms } = simulator();
  return [1, 2].map(() => kms.dataKey(kms.createKey(place)).toString('hex'));
}

function grantTo(GranteePrincipal: string) {
  return { GranteePrincipal, Operations: ['Decrypt', 'DescribeKey'], Name: 'restore' };
}

describe('the use of a key through RDS', () => {
  const actions = ['kms:Decrypt', 'kms:CreateGrant', 'kms:DescribeKey'];

  it('a key can be used when the key policy and the role allow it', () => {
    const { kms } = simulator();
    const arn = kms.createKey(place, { policy: policy(root, ...shared) });
    expect(() => kms.requireUse(role(targetRole), arn, actions, rds)).not.toThrow();
  });

  it('a key cannot be used when its policy does not name the account', () => {
    const { kms } = simulator();
    const arn = kms.createKey(place);
    expect(() => kms.requireUse(role(targetRole), arn, actions, rds)).toThrow(
      failure('AccessDeniedException', 'no resource-based policy allows the kms:Decrypt action'),
    );
  });

  it('a key cannot be used when the role may not use it', () => {
    const { kms } = simulator(['kms:Decrypt']);
    const arn = kms.createKey(place, { policy: policy(root, ...shared) });
    expect(() => kms.requireUse(role(targetRole), arn, actions, rds)).toThrow(
      failure(
        'AccessDeniedException',
        'no identity-based policy allows the kms:CreateGrant action',
      ),
    );
  });

  it('a key of another Region cannot be used', () => {
    const { kms } = simulator();
    const arn = kms.createKey(place, { policy: policy(root, ...shared) });
    expect(() =>
      kms.requireUse(role(targetRole), arn, actions, 'rds.eu-west-1.amazonaws.com'),
    ).toThrow(failure('NotFoundException', 'Invalid arn'));
  });

  it('a key cannot be used while it is disabled', () => {
    const { kms } = simulator();
    const arn = kms.createKey(place, { policy: policy(root, ...shared), enabled: false });
    expect(() => kms.requireUse(role(targetRole), arn, actions, rds)).toThrow(
      failure('KMSInvalidStateException', 'is disabled'),
    );
    kms.setEnabled(arn, true);
    expect(() => kms.requireUse(role(targetRole), arn, actions, rds)).not.toThrow();
  });

  it('the AWS-managed key cannot be used by another account', () => {
    const { kms } = simulator();
    const { arn, manager } = kms.managedKey(place, 'rds');
    expect(manager).toBe('AWS');
    expect(kms.managedKey(place, 'rds').arn).toBe(arn);
    expect(kms.find(place, 'alias/aws/rds')?.arn).toBe(arn);
    expect(() => kms.requireUse(operator(), arn, ['kms:Decrypt'], rds)).not.toThrow();
    expect(() => kms.requireUse(role(targetRole), arn, ['kms:Decrypt'], rds)).toThrow(
      failure('AccessDeniedException', 'no resource-based policy'),
    );
  });

  it('a data key differs for each key, and is the same from the same seed', () => {
    const [first, second] = dataKeys();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(first).not.toBe(second);
    expect(dataKeys()).toEqual([first, second]);
  });
});

describe('KMS grants', () => {
  it('a grant lets its grantee do what it lists until it is revoked', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(place);
    const use = (action: string) => (): void =>
      kms.requireUse(role(targetRole), KeyId, [action], rds);
    const { GrantId } = await call<CreateGrantResponse>(operator(), place.region, 'CreateGrant', {
      KeyId,
      ...grantTo(targetRole),
    });
    expect(use('kms:Decrypt')).not.toThrow();
    expect(use('kms:Encrypt')).toThrow(failure('AccessDeniedException', 'kms:Encrypt'));

    await call(operator(), place.region, 'RevokeGrant', { KeyId, GrantId });
    expect(use('kms:Decrypt')).toThrow(failure('AccessDeniedException', 'kms:Decrypt'));
  });

  it('a grant of the same name is made once, and listed', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(place);
    const input = { KeyId, ...grantTo(targetRole) };
    const first = await call<CreateGrantResponse>(operator(), place.region, 'CreateGrant', input);
    const again = await call<CreateGrantResponse>(operator(), place.region, 'CreateGrant', input);
    expect(again.GrantId).toBe(first.GrantId);
    const { Grants } = await call<ListGrantsResponse>(operator(), place.region, 'ListGrants', {
      KeyId,
    });
    expect(Grants).toEqual([
      expect.objectContaining({
        GrantId: first.GrantId,
        GranteePrincipal: targetRole,
        Name: 'restore',
        IssuingAccount: `arn:aws:iam::${source}:root`,
      }),
    ]);
  });

  it('a grant is retired by its token', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(place);
    const { GrantToken } = await call<CreateGrantResponse>(
      operator(),
      place.region,
      'CreateGrant',
      {
        KeyId,
        ...grantTo(targetRole),
      },
    );
    await call(operator(), place.region, 'RetireGrant', { GrantToken });
    const listed = await call<ListGrantsResponse>(operator(), place.region, 'ListGrants', {
      KeyId,
    });
    expect(listed.Grants).toEqual([]);
  });

  it('a grant needs an enabled key', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(place, { enabled: false });
    await expect(
      call(operator(), place.region, 'CreateGrant', { KeyId, ...grantTo(targetRole) }),
    ).rejects.toThrow(failure('DisabledException', 'is disabled.'));
  });

  it('a grant is refused to a direct caller when the policy requires a service of AWS', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(place, { policy: policy(root, ...shared) });
    await expect(
      call(operator(target), place.region, 'CreateGrant', { KeyId, ...grantTo(targetRole) }),
    ).rejects.toThrow(failure('AccessDeniedException', 'kms:CreateGrant'));
  });
});
