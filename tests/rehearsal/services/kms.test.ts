import { beforeEach, describe, expect, it } from '@jest/globals';
import type {
  CreateGrantResponse,
  DescribeKeyResponse,
  ListAliasesResponse,
  ListGrantsResponse,
  ScheduleKeyDeletionResponse,
} from '@aws-sdk/client-kms';
import { Authorizer } from '../../../rehearsal/authorization/authorizer.ts';
import type { PolicyStatement } from '../../../rehearsal/contracts.ts';
import { Random } from '../../../rehearsal/random.ts';
import { Kms } from '../../../rehearsal/services/kms/kms.ts';
import {
  LAMBDA_TRUST,
  operator,
  policy,
  role,
  SOURCE,
  TARGET,
  TARGET_ROLE,
} from '../authorization/people.ts';
import { callerOf } from './caller.ts';
import { failure } from './failure.ts';

const PLACE = { accountId: SOURCE, region: 'eu-central-1' };
const RDS = 'rds.eu-central-1.amazonaws.com';
const DAY = 24 * 60 * 60 * 1000;
const ROOT: PolicyStatement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${SOURCE}:root` },
  Action: 'kms:*',
  Resource: '*',
};
/** What a recovery key's policy says of the target account. */
const SHARED: PolicyStatement[] = [
  {
    Effect: 'Allow',
    Principal: { AWS: TARGET },
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Resource: '*',
  },
  {
    Effect: 'Allow',
    Principal: { AWS: TARGET },
    Action: 'kms:CreateGrant',
    Resource: '*',
    Condition: { Bool: { 'kms:GrantIsForAWSResource': true } },
  },
];

function stage(targetActions: string[] = ['kms:*']) {
  const clock = { time: Date.UTC(2026, 0, 5), now: () => clock.time };
  const authorizer = new Authorizer();
  authorizer.addRole(TARGET_ROLE, {
    policies: [policy({ Effect: 'Allow', Action: targetActions, Resource: '*' })],
    managedPolicyArns: [],
    trustPolicy: LAMBDA_TRUST,
  });
  const kms = new Kms(authorizer, clock, new Random(1));
  return { clock, kms, call: callerOf(kms, authorizer) };
}

function dataKeys(): string[] {
  const { kms } = stage();
  return [1, 2].map(() => kms.dataKey(kms.createKey(PLACE)).toString('hex'));
}

function grantTo(GranteePrincipal: string) {
  return { GranteePrincipal, Operations: ['Decrypt', 'DescribeKey'], Name: 'restore' };
}

describe('naming a key', () => {
  let { kms, call } = stage();
  let arn = '';
  beforeEach(() => {
    ({ kms, call } = stage());
    arn = kms.createKey(PLACE, {
      policy: policy(ROOT, ...SHARED),
      description: 'recovery',
      aliases: ['alias/recovery'],
    });
  });

  it.each([
    ['its id', () => arn.slice(arn.lastIndexOf('/') + 1)],
    ['its ARN', () => arn],
    ['its alias', () => 'alias/recovery'],
    ['its alias’s ARN', () => `arn:aws:kms:eu-central-1:${SOURCE}:alias/recovery`],
  ])('works by %s', async (_, keyId) => {
    const { KeyMetadata } = await call<DescribeKeyResponse>(
      operator(),
      PLACE.region,
      'DescribeKey',
      {
        KeyId: keyId(),
      },
    );
    expect(KeyMetadata).toMatchObject({
      Arn: arn,
      AWSAccountId: SOURCE,
      Description: 'recovery',
      KeyState: 'Enabled',
      KeyManager: 'CUSTOMER',
    });
    expect(kms.find(PLACE, keyId())?.arn).toBe(arn);
  });

  it('reaches into another account by ARN, as both policies allow', async () => {
    const described = await call<DescribeKeyResponse>(
      role(TARGET_ROLE),
      PLACE.region,
      'DescribeKey',
      { KeyId: arn },
    );
    expect(described.KeyMetadata?.Arn).toBe(arn);
  });

  it('reaches into no other account by id', async () => {
    const keyId = arn.slice(arn.lastIndexOf('/') + 1);
    await expect(
      call(operator(TARGET), PLACE.region, 'DescribeKey', { KeyId: keyId }),
    ).rejects.toThrow(
      failure(
        'NotFoundException',
        `Key 'arn:aws:kms:eu-central-1:${TARGET}:key/${keyId}' does not exist`,
      ),
    );
  });

  it('reaches into no other Region', async () => {
    await expect(call(operator(), 'eu-west-1', 'DescribeKey', { KeyId: arn })).rejects.toThrow(
      failure('NotFoundException', 'Invalid arn eu-central-1'),
    );
    expect(kms.find({ accountId: SOURCE, region: 'eu-west-1' }, arn)).toBeUndefined();
  });

  it('says which alias it lacks', async () => {
    await expect(
      call(operator(), PLACE.region, 'DescribeKey', { KeyId: 'alias/none' }),
    ).rejects.toThrow(
      failure(
        'NotFoundException',
        `Alias arn:aws:kms:eu-central-1:${SOURCE}:alias/none is not found.`,
      ),
    );
  });

  it('takes no alias where KMS takes none', async () => {
    await expect(
      call(operator(), PLACE.region, 'DisableKey', { KeyId: 'alias/recovery' }),
    ).rejects.toThrow(failure('NotFoundException', "Invalid keyId 'alias/recovery'"));
  });

  it('lists the aliases of a place', async () => {
    const listed = await call<ListAliasesResponse>(operator(), PLACE.region, 'ListAliases');
    expect(listed.Aliases?.map(({ AliasName }) => AliasName)).toEqual(['alias/recovery']);
    const elsewhere = await call<ListAliasesResponse>(operator(), 'eu-west-1', 'ListAliases');
    expect(elsewhere.Aliases).toEqual([]);
  });

  it('refuses input that it would ignore', async () => {
    await expect(
      call(operator(), PLACE.region, 'DescribeKey', { KeyId: arn, GrantTokens: ['t'] }),
    ).rejects.toThrow(failure('NotSimulated', 'kms:DescribeKey with GrantTokens'));
  });
});

describe('use through RDS', () => {
  const ACTIONS = ['kms:Decrypt', 'kms:CreateGrant', 'kms:DescribeKey'];

  it('passes when the key policy and the role allow it', () => {
    const { kms } = stage();
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).not.toThrow();
  });

  it('fails when the key policy does not name the account', () => {
    const { kms } = stage();
    const arn = kms.createKey(PLACE);
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).toThrow(
      failure('AccessDeniedException', 'no resource-based policy allows the kms:Decrypt action'),
    );
  });

  it('fails when the role may not', () => {
    const { kms } = stage(['kms:Decrypt']);
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).toThrow(
      failure(
        'AccessDeniedException',
        'no identity-based policy allows the kms:CreateGrant action',
      ),
    );
  });

  it('fails for the key of another Region', () => {
    const { kms } = stage();
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    expect(() =>
      kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, 'rds.eu-west-1.amazonaws.com'),
    ).toThrow(failure('NotFoundException', 'Invalid arn'));
  });

  it('fails while the key is disabled', () => {
    const { kms } = stage();
    const arn = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED), enabled: false });
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).toThrow(
      failure('KMSInvalidStateException', 'is disabled'),
    );
    kms.setEnabled(arn, true);
    expect(() => kms.requireUse(role(TARGET_ROLE), arn, ACTIONS, RDS)).not.toThrow();
  });

  it('keeps the AWS-managed key within its account', () => {
    const { kms } = stage();
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

describe('a key’s life', () => {
  it('ends when its window has passed', async () => {
    const { kms, call, clock } = stage();
    const KeyId = kms.createKey(PLACE);
    const scheduled = await call<ScheduleKeyDeletionResponse>(
      operator(),
      PLACE.region,
      'ScheduleKeyDeletion',
      { KeyId, PendingWindowInDays: 7 },
    );
    expect(scheduled).toMatchObject({
      KeyState: 'PendingDeletion',
      DeletionDate: new Date(clock.time + 7 * DAY),
    });
    clock.time += 7 * DAY - 1;
    expect(kms.find(PLACE, KeyId)?.state).toBe('PendingDeletion');
    clock.time += 1;
    expect(kms.find(PLACE, KeyId)).toBeUndefined();
  });

  it('goes on, disabled, when the deletion is cancelled', async () => {
    const { kms, call } = stage();
    const KeyId = kms.createKey(PLACE);
    await call(operator(), PLACE.region, 'ScheduleKeyDeletion', { KeyId });
    await expect(call(operator(), PLACE.region, 'EnableKey', { KeyId })).rejects.toThrow(
      failure('KMSInvalidStateException', 'is pending deletion'),
    );
    await call(operator(), PLACE.region, 'CancelKeyDeletion', { KeyId });
    expect(kms.find(PLACE, KeyId)?.state).toBe('Disabled');
    await call(operator(), PLACE.region, 'EnableKey', { KeyId });
    expect(kms.find(PLACE, KeyId)?.state).toBe('Enabled');
  });

  it('is in the hands of its own account', async () => {
    const { kms, call } = stage();
    const everybody: PolicyStatement = { ...ROOT, Principal: '*' };
    const KeyId = kms.createKey(PLACE, { policy: policy(everybody) });
    await expect(call(operator(TARGET), PLACE.region, 'DisableKey', { KeyId })).rejects.toThrow(
      failure('AccessDeniedException', 'another account'),
    );
  });

  it.each([[6], [31]])('refuses a window of %d days', async (PendingWindowInDays) => {
    const { kms, call } = stage();
    const KeyId = kms.createKey(PLACE);
    await expect(
      call(operator(), PLACE.region, 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays }),
    ).rejects.toThrow(failure('ValidationException', '7 to 30'));
  });
});

describe('a grant', () => {
  it('lets its grantee do what it lists, until it is revoked', async () => {
    const { kms, call } = stage();
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
    const { kms, call } = stage();
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
    const { kms, call } = stage();
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
    const { kms, call } = stage();
    const KeyId = kms.createKey(PLACE, { enabled: false });
    await expect(
      call(operator(), PLACE.region, 'CreateGrant', { KeyId, ...grantTo(TARGET_ROLE) }),
    ).rejects.toThrow(failure('DisabledException', 'is disabled.'));
  });

  it('is refused to a direct caller where the policy wants a service of AWS', async () => {
    const { kms, call } = stage();
    const KeyId = kms.createKey(PLACE, { policy: policy(ROOT, ...SHARED) });
    await expect(
      call(operator(TARGET), PLACE.region, 'CreateGrant', { KeyId, ...grantTo(TARGET_ROLE) }),
    ).rejects.toThrow(failure('AccessDeniedException', 'kms:CreateGrant'));
  });
});
