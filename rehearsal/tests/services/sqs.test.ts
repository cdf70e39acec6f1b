import type { ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { PolicyDocument, PolicyStatement } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import { operator, policy, service, source, target } from '../authorization/people.ts';
import { callerOf } from './caller.ts';
import { failure } from './failure.ts';

const place = { accountId: source, region: 'eu-west-1' };
const topic = `arn:aws:sns:eu-west-1:${source}:notices`;
const sns = service('sns.amazonaws.com', topic);
const fromSns: PolicyStatement = {
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
  const queueArn = sqs.createQueue(place, {
    name: 'undelivered',
    policy: policy(fromSns),
    ...(keyPolicy && { kmsKeyArn: kms.createKey(place, { policy: keyPolicy }) }),
  });
  return { sqs, queueArn };
}

describe('SendMessage', () => {
  it('a queue keeps messages that its policy allows', () => {
    const { sqs, queueArn } = simulator();
    sqs.send(sns, queueArn, 'one');
    sqs.send(operator(), queueArn, 'two');
    expect(queueArn).toBe(`arn:aws:sqs:eu-west-1:${source}:undelivered`);
    expect(sqs.messages(queueArn)).toMatchObject([
      { body: 'one', sent: new Date(5) },
      { body: 'two' },
    ]);
  });

  it('a queue refuses messages that its policy does not allow', () => {
    const { sqs, queueArn } = simulator();
    const send = (): void => sqs.send(operator(target), queueArn, 'one');
    expect(send).toThrow(failure('AccessDenied', 'sqs:SendMessage'));
    expect(sqs.messages(queueArn)).toEqual([]);
  });

  it('an encrypted queue also needs permission for its key', () => {
    const open = simulator(policy(fromSns));
    open.sqs.send(sns, open.queueArn, 'one');
    expect(open.sqs.messages(open.queueArn)).toHaveLength(1);
    const closed = simulator(policy());
    expect(() => closed.sqs.send(sns, closed.queueArn, 'one')).toThrow(
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
  const url = `https://sqs.eu-west-1.amazonaws.com/${source}/undelivered`;

  function atQueue() {
    let now = 1000;
    const authorizer = new Authorizer();
    const clock = { now: () => now };
    const kms = new Kms(authorizer, clock, new Random(1));
    const sqs = new Sqs(authorizer, kms, clock, new Random(2));
    const queueArn = sqs.createQueue(place, { name: 'undelivered' });
    const call = callerOf(sqs, authorizer);
    return {
      send: (body: string) => sqs.send(operator(), queueArn, body),
      pass: (milliseconds: number) => (now += milliseconds),
      receive: async (input: object = {}) => {
        const { Messages = [] } = await call<ReceiveMessageResult>(
          operator(),
          'eu-west-1',
          'ReceiveMessage',
          { QueueUrl: url, MaxNumberOfMessages: 10, ...input },
        );
        return Messages;
      },
      run: (operation: string, input: Readonly<Record<string, unknown>> = {}) =>
        call(operator(), 'eu-west-1', operation, input),
    };
  }

  it('a queue is found by its name, and listed', async () => {
    const { run } = atQueue();

    expect(await run('GetQueueUrl', { QueueName: 'undelivered' })).toEqual({ QueueUrl: url });
    expect(await run('ListQueues')).toEqual({ QueueUrls: [url] });
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

    await run('DeleteMessage', { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle });

    expect(
      await run('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] }),
    ).toMatchObject({
      Attributes: {
        ApproximateNumberOfMessages: '1',
        ApproximateNumberOfMessagesNotVisible: '0',
      },
    });
    await expect(
      run('DeleteMessage', { QueueUrl: url, ReceiptHandle: 'none' }),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });
});
