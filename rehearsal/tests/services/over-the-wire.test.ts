import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateGrantCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { VirtualClock } from '../../aws/clock.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { SecretsManager } from '../../aws/services/secretsmanager/secrets-manager.ts';
import { Sns } from '../../aws/services/sns/sns.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import { Sts } from '../../aws/services/sts/sts.ts';
import { createEndpoint } from '../../aws/wire/endpoint.ts';
import {
  lambdaTrust,
  operator,
  role,
  copierArn,
  source,
  targetRole,
} from '../authorization/people.ts';
import { failure } from './failure.ts';

const region = 'eu-west-1';
const place = { accountId: source, region: region };

const clock = new VirtualClock(Date.UTC(2026, 0, 5));
const random = new Random(1);
const authorizer = new Authorizer();
authorizer.addRole(copierArn, { policies: [], managedPolicyArns: [], trustPolicy: lambdaTrust });
const kms = new Kms(authorizer, clock, random.fork());
const sqs = new Sqs(authorizer, kms, clock, random.fork());
const secrets = new SecretsManager({ authorizer, keys: kms, clock, random: random.fork() });
const sns = new Sns({
  authorizer,
  keys: kms,
  queues: sqs,
  clock,
  random: random.fork(),
  deliverToFunction: () => Promise.resolve(),
});
const problems: Error[] = [];
const endpoint = createEndpoint({
  services: [kms, sns, secrets, new Sts()],
  authorizer,
  random: random.fork(),
  now: () => Date.now(),
  onInternalError: (error) => problems.push(error),
  resolvePrincipal: (accessKeyId) => (accessKeyId === 'OPERATOR' ? operator() : role()),
});

/** What a client of `accessKeyId` needs; the endpoint's address is known once it listens. */
const settings = { endpoint: '', region: region, maxAttempts: 1 };
const as = (accessKeyId: string) => ({
  ...settings,
  credentials: { accessKeyId, secretAccessKey: 'x' },
});

beforeAll(async () => {
  settings.endpoint = (await endpoint.listen()).url;
});
afterAll(() => endpoint.close());
afterEach(() => {
  const [problem] = problems.splice(0);
  if (problem !== undefined) throw problem;
});

describe('the clients of the AWS SDK', () => {
  it('the client of KMS understands its answers', async () => {
    const client = new KMSClient(as('OPERATOR'));
    const KeyId = kms.createKey(place, { aliases: ['alias/recovery'] });
    const described = await client.send(new DescribeKeyCommand({ KeyId: 'alias/recovery' }));
    expect(described.KeyMetadata).toMatchObject({
      Arn: KeyId,
      CreationDate: new Date(clock.now()),
    });
    const Operations = ['Decrypt' as const];
    const grantee = { GranteePrincipal: targetRole, Operations };
    const { GrantId } = await client.send(new CreateGrantCommand({ KeyId, ...grantee }));
    const { Grants } = await client.send(new ListGrantsCommand({ KeyId }));
    expect(Grants).toMatchObject([{ GrantId, Operations }]);
    const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({ Version: '2012-10-17' });
    const { Aliases } = await client.send(new ListAliasesCommand({}));
    expect(Aliases).toMatchObject([{ AliasName: 'alias/recovery' }]);
    const scheduled = await client.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(scheduled.PendingWindowInDays).toBe(30);
    await expect(client.send(new CreateGrantCommand({ KeyId, ...grantee }))).rejects.toThrow(
      failure('KMSInvalidStateException', 'is pending deletion.'),
    );
    client.destroy();
  });

  it('the client of SNS understands its answers', async () => {
    const client = new SNSClient(as('OPERATOR'));
    const TopicArn = sns.createTopic(place, { name: 'notices' });
    const Endpoint = `arn:aws:lambda:${region}:${source}:function:receive`;
    const subscribed = await client.send(
      new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }),
    );
    expect(subscribed.SubscriptionArn).toMatch(`${TopicArn}:`);
    const MessageAttributes = {
      run: { DataType: 'Binary', BinaryValue: Buffer.from('r1') },
    };
    const { MessageId } = await client.send(
      new PublishCommand({ TopicArn, Message: 'm', Subject: 'Ready', MessageAttributes }),
    );
    expect(sns.publications(TopicArn)).toMatchObject([
      { messageId: MessageId, attributes: { run: { type: 'Binary', value: 'cjE=' } } },
    ]);
    const listed = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(listed.Subscriptions).toMatchObject([{ Endpoint, Owner: source }]);
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ Owner: source, SubscriptionsConfirmed: '1' });
    client.destroy();
  });

  it('the client of Secrets Manager understands its answers', async () => {
    const client = new SecretsManagerClient(as('OPERATOR'));
    const SecretId = secrets.createSecret(place, { name: 'db', value: { password: 'p' } });
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: 'db' }));
    expect(SecretString).toBe('{"password":"p"}');
    const described = await client.send(new DescribeSecretCommand({ SecretId }));
    expect(described).toMatchObject({ ARN: SecretId, CreatedDate: new Date(clock.now()) });
    client.destroy();
  });

  it('the client of STS understands its answers', async () => {
    const client = new STSClient(as('ROLE'));
    const identity = await client.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${source}:assumed-role/copier/run`);
    client.destroy();
  });

  it('the clients understand denials by the names that each service gives them', async () => {
    const topicArn = sns.createTopic(place, { name: 'closed' });
    const topics = new SNSClient(as('ROLE'));
    await expect(
      topics.send(new PublishCommand({ TopicArn: topicArn, Message: 'm' })),
    ).rejects.toThrow(failure('AuthorizationErrorException', 'sns:Publish'));
    const keys = new KMSClient(as('ROLE'));
    await expect(keys.send(new ListAliasesCommand({}))).rejects.toThrow(
      failure('AccessDeniedException', 'kms:ListAliases'),
    );
    topics.destroy();
    keys.destroy();
  });
});
