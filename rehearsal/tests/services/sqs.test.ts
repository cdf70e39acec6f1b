import type { ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { PolicyDocument, PolicyStatement } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import { operator, policy, service, SOURCE, TARGET } from '../authorization/people.ts';
import { callerOf } from './caller.ts';
import { failure } from './failure.ts';

const PLACE = { accountId: SOURCE, region: 'eu-west-1' };
const TOPIC = `arn:aws:sns:eu-west-1:${SOURCE}:notices`;
const SNS = service('sns.amazonaws.com', TOPIC);
const FROM_SNS: PolicyStatement = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: ['sqs:SendMessage', 'kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
};

function simulator(keyPolicy?: PolicyDocument) {
  const clock = { now: () => 5 };
  const authorizer = new Authorizer();
  const kms = new Kms(authorizer, clock, new Random(1));
  const sqs = new Sqs(authorizer, kms, clock, new Random(2));
  const queueArn = sqs.createQueue(PLACE, {
    name: 'undelivered',
    policy: policy(FROM_SNS),
    ...(keyPolicy && { kmsKeyArn: kms.createKey(PLACE, { policy: keyPolicy }) }),
  });
  return { sqs, queueArn };
}

describe('SendMessage', () => {
  it('a queue keeps messages that its policy allows', () => {
    const { sqs, queueArn } = simulator();
    sqs.send(SNS, queueArn, 'one');
    sqs.send(operator(), queueArn, 'two');
    expect(queueArn).toBe(`arn:aws:sqs:eu-west-1:${SOURCE}:undelivered`);
    expect(sqs.messages(queueArn)).toMatchObject([
      { body: 'one', sent: new Date(5) },
      { body: 'two' },
    ]);
  });

  it('a queue refuses messages that its policy does not allow', () => {
    const { sqs, queueArn } = simulator();
    const send = (): void => sqs.send(operator(TARGET), queueArn, 'one');
    expect(send).toThrow(failure('AccessDenied', 'sqs:SendMessage'));
    expect(sqs.messages(queueArn)).toEqual([]);
  });

  it('an encrypted queue also needs permission for its key', () => {
    const open = simulator(policy(FROM_SNS));
    open.sqs.send(SNS, open.queueArn, 'one');
    expect(open.sqs.messages(open.queueArn)).toHaveLength(1);
    const closed = simulator(policy());
    expect(() => closed.sqs.send(SNS, closed.queueArn, 'one')).toThrow(
      failure('AccessDeniedException', 'kms:GenerateDataKey'),
    );
  });

  it('an unknown queue is refused', () => {
    const { sqs, queueArn } = simulator();
    expect(sqs.has(queueArn)).toBe(true);
    expect(() => sqs.messages(`${queueArn}-2`)).toThrow(
      failure('QueueDoesNotExist', 'undelivered-2'),
    );
  });
});

describe('an operator at a queue', () => {
  const URL = `https://sqs.eu-west-1.amazonaws.com/${SOURCE}/undelivered`;

  function atQueue() {
    let now = 1000;
    const authorizer = new Authorizer();
    const clock = { now: () => now };
    const kms = new Kms(authorizer, clock, new Random(1));
    const sqs = new Sqs(authorizer, kms, clock, new Random(2));
    const queueArn = sqs.createQueue(PLACE, { name: 'undelivered' });
    const call = callerOf(sqs, authorizer);
    return {
      send: (body: string) => sqs.send(operator(), queueArn, body),
      pass: (milliseconds: number) => (now += milliseconds),
      receive: async (input: object = {}) => {
        const { Messages = [] } = await call<ReceiveMessageResult>(
          operator(),
          'eu-west-1',
          'ReceiveMessage',
          { QueueUrl: URL, MaxNumberOfMessages: 10, ...input },
        );
        return Messages;
      },
      run: (operation: string, input: Readonly<Record<string, unknown>> = {}) =>
        call(operator(), 'eu-west-1', operation, input),
    };
  }

  it('a queue is found by its name, and listed', async () => {
    const { run } = atQueue();

    expect(await run('GetQueueUrl', { QueueName: 'undelivered' })).toEqual({ QueueUrl: URL });
    expect(await run('ListQueues')).toEqual({ QueueUrls: [URL] });
    expect(await run('ListQueues', { QueueNamePrefix: 'x' })).toEqual({});
    await expect(run('GetQueueUrl', { QueueName: 'none' })).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  it('a received message is hidden from the next reader for a while', async () => {
    const { send, pass, receive } = atQueue();
    send('one');

    expect(await receive()).toMatchObject([
      { Body: 'one', MD5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82' },
    ]);
    expect(await receive()).toEqual([]);
    pass(30_000);
    expect(await receive({ MessageSystemAttributeNames: ['All'] })).toMatchObject([
      { Body: 'one', Attributes: { ApproximateReceiveCount: '2', SentTimestamp: '1000' } },
    ]);
  });

  it('a queue counts the messages left after one is deleted', async () => {
    const { send, receive, run } = atQueue();
    send('one');
    send('two');
    const [first] = await receive({ MaxNumberOfMessages: 1 });

    await run('DeleteMessage', { QueueUrl: URL, ReceiptHandle: first?.ReceiptHandle });

    expect(
      await run('GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['All'] }),
    ).toMatchObject({
      Attributes: {
        ApproximateNumberOfMessages: '1',
        ApproximateNumberOfMessagesNotVisible: '0',
      },
    });
    await expect(
      run('DeleteMessage', { QueueUrl: URL, ReceiptHandle: 'none' }),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });
});
