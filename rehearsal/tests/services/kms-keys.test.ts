import { beforeEach, describe, expect, it } from '@jest/globals';
import type {
  DescribeKeyResponse,
  ListAliasesResponse,
  ScheduleKeyDeletionResponse,
} from '@aws-sdk/client-kms';
import type { PolicyStatement } from '../../aws/contracts.ts';
import { operator, policy, role, source, target, targetRole } from '../authorization/people.ts';
import { failure } from './failure.ts';
import { place, root, shared, simulator } from './kms-simulator.ts';

const day = 24 * 60 * 60 * 1000;

describe('the identifiers of a key', () => {
  let { kms, call } = simulator();
  let arn = '';
  beforeEach(() => {
    ({ kms, call } = simulator());
    arn = kms.createKey(place, {
      policy: policy(root, ...shared),
      description: 'recovery',
      aliases: ['alias/recovery'],
    });
  });

  it.each([
    ['its id', () => arn.slice(arn.lastIndexOf('/') + 1)],
    ['its ARN', () => arn],
    ['its alias', () => 'alias/recovery'],
    ['its alias’s ARN', () => `arn:aws:kms:eu-central-1:${source}:alias/recovery`],
  ])('a key is found by %s', async (_, keyId) => {
    const { KeyMetadata } = await call<DescribeKeyResponse>(
      operator(),
      place.region,
      'DescribeKey',
      {
        KeyId: keyId(),
      },
    );
    expect(KeyMetadata).toMatchObject({
      Arn: arn,
      AWSAccountId: source,
      Description: 'recovery',
      KeyState: 'Enabled',
      KeyManager: 'CUSTOMER',
    });
    expect(kms.find(place, keyId())?.arn).toBe(arn);
  });

  it('a key of another account is found by ARN, if both policies allow it', async () => {
    const described = await call<DescribeKeyResponse>(
      role(targetRole),
      place.region,
      'DescribeKey',
      { KeyId: arn },
    );
    expect(described.KeyMetadata?.Arn).toBe(arn);
  });

  it('a key of another account is not found by its id', async () => {
    const keyId = arn.slice(arn.lastIndexOf('/') + 1);
    await expect(
      call(operator(target), place.region, 'DescribeKey', { KeyId: keyId }),
    ).rejects.toThrow(
      failure(
        'NotFoundException',
        `Key 'arn:aws:kms:eu-central-1:${target}:key/${keyId}' does not exist`,
      ),
    );
  });

  it('a key of another Region is not found', async () => {
    await expect(call(operator(), 'eu-west-1', 'DescribeKey', { KeyId: arn })).rejects.toThrow(
      failure('NotFoundException', 'Invalid arn eu-central-1'),
    );
    expect(kms.find({ accountId: source, region: 'eu-west-1' }, arn)).toBeUndefined();
  });

  it('an unknown alias is named in the error', async () => {
    await expect(
      call(operator(), place.region, 'DescribeKey', { KeyId: 'alias/none' }),
    ).rejects.toThrow(
      failure(
        'NotFoundException',
        `Alias arn:aws:kms:eu-central-1:${source}:alias/none is not found.`,
      ),
    );
  });

  it('a predefined alias makes its key, once', async () => {
    const [made, found] = await Promise.all(
      [1, 2].map(() =>
        call<DescribeKeyResponse>(operator(), place.region, 'DescribeKey', {
          KeyId: 'alias/aws/rds',
        }),
      ),
    );
    expect(made?.KeyMetadata).toMatchObject({ KeyManager: 'AWS', KeyState: 'Enabled' });
    expect(found?.KeyMetadata?.Arn).toBe(made?.KeyMetadata?.Arn);
  });

  it('an operation that takes no alias refuses one', async () => {
    await expect(
      call(operator(), place.region, 'DisableKey', { KeyId: 'alias/recovery' }),
    ).rejects.toThrow(failure('NotFoundException', "Invalid keyId 'alias/recovery'"));
  });

  it('ListAliases lists the aliases of an account and Region', async () => {
    const listed = await call<ListAliasesResponse>(operator(), place.region, 'ListAliases');
    expect(listed.Aliases?.map(({ AliasName }) => AliasName)).toEqual(['alias/recovery']);
    const elsewhere = await call<ListAliasesResponse>(operator(), 'eu-west-1', 'ListAliases');
    expect(elsewhere.Aliases).toEqual([]);
  });

  it('input that would be ignored is refused', async () => {
    await expect(
      call(operator(), place.region, 'DescribeKey', { KeyId: arn, GrantTokens: ['t'] }),
    ).rejects.toThrow(failure('NotSimulated', 'kms:DescribeKey with GrantTokens'));
  });
});

describe('the deletion and disabling of a key', () => {
  it('a key scheduled for deletion is gone when its window has passed', async () => {
    const { kms, call, clock } = simulator();
    const KeyId = kms.createKey(place);
    const scheduled = await call<ScheduleKeyDeletionResponse>(
      operator(),
      place.region,
      'ScheduleKeyDeletion',
      { KeyId, PendingWindowInDays: 7 },
    );
    expect(scheduled).toMatchObject({
      KeyState: 'PendingDeletion',
      DeletionDate: new Date(clock.time + 7 * day),
    });
    clock.time += 7 * day - 1;
    expect(kms.find(place, KeyId)?.state).toBe('PendingDeletion');
    clock.time += 1;
    expect(kms.find(place, KeyId)).toBeUndefined();
  });

  it('a key whose deletion is cancelled stays disabled', async () => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(place);
    await call(operator(), place.region, 'ScheduleKeyDeletion', { KeyId });
    await expect(call(operator(), place.region, 'EnableKey', { KeyId })).rejects.toThrow(
      failure('KMSInvalidStateException', 'is pending deletion'),
    );
    await call(operator(), place.region, 'CancelKeyDeletion', { KeyId });
    expect(kms.find(place, KeyId)?.state).toBe('Disabled');
    await call(operator(), place.region, 'EnableKey', { KeyId });
    expect(kms.find(place, KeyId)?.state).toBe('Enabled');
  });

  it('a key can be disabled by its own account only', async () => {
    const { kms, call } = simulator();
    const everybody: PolicyStatement = { ...root, Principal: '*' };
    const KeyId = kms.createKey(place, { policy: policy(everybody) });
    await expect(call(operator(target), place.region, 'DisableKey', { KeyId })).rejects.toThrow(
      failure('AccessDeniedException', 'another account'),
    );
  });

  it.each([[6], [31]])('a deletion window of %d days is refused', async (PendingWindowInDays) => {
    const { kms, call } = simulator();
    const KeyId = kms.createKey(place);
    await expect(
      call(operator(), place.region, 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays }),
    ).rejects.toThrow(failure('ValidationException', '7 to 30'));
  });
});
