import { describe, expect, it } from '@jest/globals';
import type {
  DescribeSecretResponse,
  GetSecretValueResponse,
} from '@aws-sdk/client-secrets-manager';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import type { SecretSettings } from '../../aws/services/secretsmanager/secrets-manager.ts';
import { SecretsManager } from '../../aws/services/secretsmanager/secrets-manager.ts';
import {
  lambdaTrust,
  policy,
  role,
  copierArn,
  source,
  targetRole,
} from '../authorization/people.ts';
import { callerOf } from './caller.ts';
import { failure } from './failure.ts';

const region = 'eu-west-1';
const place = { accountId: source, region: region };
const secretArnPrefix = `arn:aws:secretsmanager:${region}:${source}:secret:`;

function simulator(settings: Partial<SecretSettings> = {}, actions = ['secretsmanager:*']) {
  const clock = { now: () => 0 };
  const authorizer = new Authorizer();
  for (const roleArn of [copierArn, targetRole]) {
    authorizer.addRole(roleArn, {
      policies: [
        policy({
          Effect: 'Allow',
          Action: actions,
          Resource: `${secretArnPrefix}db/orders-??????`,
        }),
      ],
      managedPolicyArns: [],
      trustPolicy: lambdaTrust,
    });
  }
  const kms = new Kms(authorizer, clock, new Random(1));
  const secrets = new SecretsManager({ authorizer, keys: kms, clock, random: new Random(2) });
  const value = { username: 'admin', password: 'first' };
  const arn = secrets.createSecret(place, { name: 'db/orders', value, ...settings });
  const call = callerOf(secrets, authorizer);
  const read = (input: object = {}, caller = role()) =>
    call<GetSecretValueResponse>(caller, region, 'GetSecretValue', { SecretId: arn, ...input });
  return { authorizer, kms, secrets, arn, call, read };
}

describe('secrets', () => {
  it('a secret has six characters after its name in its ARN', () => {
    expect(simulator().arn).toMatch(/:secret:db\/orders-[A-Za-z0-9]{6}$/);
  });

  it.each([
    ['ARN', (arn: string) => arn],
    ['ARN without the six characters', (arn: string) => arn.slice(0, -7)],
    ['name', () => 'db/orders'],
  ])('a secret is read by its %s', async (_, idOf) => {
    const { arn, read } = simulator();
    expect(await read({ SecretId: idOf(arn) })).toMatchObject({
      ARN: arn,
      Name: 'db/orders',
      SecretString: '{"username":"admin","password":"first"}',
      VersionStages: ['AWSCURRENT'],
    });
  });

  it('a secret keeps its previous value beside the current one', async () => {
    const { arn, secrets, read } = simulator();
    secrets.putSecretValue(arn, 'second');
    secrets.putSecretValue(arn, 'third');
    expect((await read()).SecretString).toBe('third');
    const previous = await read({ VersionStage: 'AWSPREVIOUS' });
    expect(previous.SecretString).toBe('second');
    expect((await read({ VersionId: previous.VersionId })).SecretString).toBe('second');
  });

  it('a secret without a version at a staging label is refused for that label', async () => {
    await expect(simulator().read({ VersionStage: 'AWSPENDING' })).rejects.toThrow(
      failure('ResourceNotFoundException', 'staging label: AWSPENDING'),
    );
  });

  it('a secret is described without its value', async () => {
    const { arn, call } = simulator({ description: 'master' });
    const described = await call<DescribeSecretResponse>(role(), region, 'DescribeSecret', {
      SecretId: arn,
    });
    expect(described).toMatchObject({ ARN: arn, Name: 'db/orders', Description: 'master' });
    expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']]);
    expect(JSON.stringify(described)).not.toContain('first');
  });

  it('an unknown secret is not found', async () => {
    const SecretId = `${secretArnPrefix}db/orders-abcdef`;
    await expect(simulator().read({ SecretId })).rejects.toThrow(
      failure('ResourceNotFoundException', "can't find the specified secret"),
    );
  });

  it('a secret needs permission, even one that does not exist', async () => {
    await expect(simulator().read({ SecretId: 'db/other' })).rejects.toThrow(
      failure('AccessDeniedException', `${secretArnPrefix}db/other`),
    );
  });

  it('a secret without a policy cannot be read by another account', async () => {
    await expect(simulator().read({}, role(targetRole))).rejects.toThrow(
      failure('AccessDeniedException', 'no resource-based policy'),
    );
  });

  it('a secret under a customer key needs permission for that key', async () => {
    const { kms, secrets, read } = simulator();
    const kmsKeyArn = kms.createKey(place);
    const SecretId = secrets.createSecret(place, { name: 'db/orders', value: 'x', kmsKeyArn });
    await expect(read({ SecretId })).rejects.toThrow(
      failure('AccessDeniedException', 'no identity-based policy allows the kms:Decrypt action'),
    );
  });
});
