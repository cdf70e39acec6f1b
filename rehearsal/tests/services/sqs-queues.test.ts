import type {
  GetQueueAttributesResult,
  ReceiveMessageResult,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { VirtualClock } from '../../aws/clock.ts';
import type { PolicyStatement } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import { copierArn, lambdaTrust, operator, role, source, target } from '../authorization/people.ts';
import { callerOf } from './caller.ts';

const region = 'eu-west-1';
const url = `https://sqs.${region}.amazonaws.com/${source}/events`;
const arn = `arn:aws:sqs:${region}:${source}:events`;

type Someone = ReturnType<typeof operator> | ReturnType<typeof role>;

let clock: VirtualClock;
let authorizer: Authorizer;
let call: ReturnType<typeof callerOf>;

beforeEach(() => {
  clock = new VirtualClock(Date.UTC(2026, 0, 5));
  authorizer = new Authorizer();
  authorizer.addRole(copierArn, { policies: [], managedPolicyArns: [], trustPolicy: lambdaTrust });
  const kms = new Kms(authorizer, clock, new Random(1));
  const sqs = new Sqs(authorizer, kms, clock, new Random(2), {
    clock,
    wait: (_caller, until) => until(new AbortController().signal),
  });
  call = callerOf(sqs, authorizer);
});

const create = (input: object = {}): Promise<unknown> =>
  call(operator(), region, 'CreateQueue', { QueueName: 'events', ...input });
const send = (body = 'one', by: Someone = operator()): Promise<SendMessageResult> =>
  call<SendMessageResult>(by, region, 'SendMessage', { QueueUrl: url, MessageBody: body });
const receive = async (input: object = {}, by: Someone = operator()) => {
  const asked = { QueueUrl: url, MaxNumberOfMessages: 10, ...input };
  const { Messages: messages = [] } = await call<ReceiveMessageResult>(
    by,
    region,
    'ReceiveMessage',
    asked,
  );
  return messages;
};
const bodies = (messages: Awaited<ReturnType<typeof receive>>) => messages.map(({ Body }) => Body);

describe('CreateQueue', () => {
  it('a queue is made with its attributes, and found as it was made', async () => {
    const Attributes = { SqsManagedSseEnabled: 'true', MessageRetentionPeriod: '60' };

    expect(await create({ Attributes })).toEqual({ QueueUrl: url });
    const { Attributes: shown } = await call<GetQueueAttributesResult>(
      operator(),
      region,
      'GetQueueAttributes',
      { QueueUrl: url, AttributeNames: ['All'] },
    );
    expect(shown).toMatchObject({ ...Attributes, QueueArn: arn, VisibilityTimeout: '30' });
  });

  it('a queue that is there already is given when it is just like it, and else refused', async () => {
    await create();

    expect(await create()).toEqual({ QueueUrl: url });
    await expect(create({ Attributes: { VisibilityTimeout: '5' } })).rejects.toMatchObject({
      name: 'QueueNameExists',
    });
  });

  it.each([
    [{ QueueName: '' }, 'InvalidParameterValue'],
    [{ QueueName: 'a b' }, 'InvalidParameterValue'],
    [{ QueueName: 'a'.repeat(81) }, 'InvalidParameterValue'],
    [{ Attributes: { Colour: 'red' } }, 'InvalidAttributeName'],
    [{ Attributes: { MessageRetentionPeriod: '59' } }, 'InvalidAttributeValue'],
    [{ Attributes: { MessageRetentionPeriod: '1209601' } }, 'InvalidAttributeValue'],
    [{ Attributes: { MessageRetentionPeriod: 'long' } }, 'InvalidAttributeValue'],
    [{ Attributes: { MaximumMessageSize: '1048577' } }, 'InvalidAttributeValue'],
    [{ Attributes: { ReceiveMessageWaitTimeSeconds: '21' } }, 'InvalidAttributeValue'],
    [{ Attributes: { VisibilityTimeout: '43201' } }, 'InvalidAttributeValue'],
    [{ Attributes: { SqsManagedSseEnabled: 'yes' } }, 'InvalidAttributeValue'],
    [{ Attributes: { Policy: '{' } }, 'InvalidAttributeValue'],
    [{ Attributes: { Policy: '{}' } }, 'InvalidAttributeValue'],
    [{ Attributes: { FifoQueue: 'true' } }, 'NotSimulated'],
  ])('CreateQueue refuses %j', async (input, name) => {
    await expect(create(input)).rejects.toMatchObject({ name });
  });

  it("a policy that names a role that isn't there is refused", async () => {
    const Policy = policyFor(`arn:aws:iam::${source}:role/nobody`, ['sqs:SendMessage']);

    await expect(create({ Attributes: { Policy } })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
    });
  });

  it('a deleted queue is gone, and its name is free after a minute', async () => {
    await create();
    await call(operator(), region, 'DeleteQueue', { QueueUrl: url });

    await expect(send()).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await expect(create()).rejects.toMatchObject({ name: 'QueueDeletedRecently' });
    await clock.run(clock.sleep(60_000));
    expect(await create()).toEqual({ QueueUrl: url });
  });
});

describe("a queue's policy", () => {
  it.each([
    [['sqs:SendMessage'], 'may', "mayn't"],
    [['sqs:ReceiveMessage', 'sqs:DeleteMessage'], "mayn't", 'may'],
  ])(
    'a role without policies of its own may do %j there, and nothing else',
    async (actions, sends, receives) => {
      await create({ Attributes: { Policy: policyFor(copierArn, actions) } });
      await send();

      expect(await outcome(send('two', role()))).toBe(sends);
      expect(await outcome(receive({}, role()))).toBe(receives);
      expect(await outcome(call(role(), region, 'DeleteQueue', { QueueUrl: url }))).toBe("mayn't");
    },
  );

  it('whoever is of another account needs the policy', async () => {
    await create();

    await expect(send('one', operator(target))).rejects.toMatchObject({
      name: expect.stringMatching(/^AccessDenied/),
    });
  });
});

describe('SendMessage', () => {
  it('a message is answered with the digest by which the SDK checks it', async () => {
    await create();

    expect(await send('one')).toMatchObject({
      MD5OfMessageBody: 'f97c5d29941bfb1b2fdab0874906ab82',
    });
  });

  it.each([
    ['', 'MissingParameter'],
    ['a'.repeat(1_048_577), 'InvalidParameterValue'],
    ['é'.repeat(524_289), 'InvalidParameterValue'],
    ['a\u0000', 'InvalidMessageContents'],
    ['\uFFFE', 'InvalidMessageContents'],
  ])(
    'a message is refused that is empty, too large, or of other characters',
    async (body, name) => {
      await create();

      await expect(send(body)).rejects.toMatchObject({ name });
    },
  );

  it('a message of one MiB is taken', async () => {
    await create();
    await send('é'.repeat(524_288));

    expect(await receive()).toHaveLength(1);
  });
});

describe('ReceiveMessage', () => {
  it('a receiver waits for a message, and gets it when it comes', async () => {
    await create();
    const begun = clock.now();
    clock.at(begun + 3000, () => void send('late'));
    const received = await clock.run(receive({ WaitTimeSeconds: 20 }));

    expect(bodies(received)).toEqual(['late']);
    expect(clock.now() - begun).toBe(3000);
  });

  it('a receiver waits no longer than it says', async () => {
    await create();
    const begun = clock.now();

    expect(await clock.run(receive({ WaitTimeSeconds: 2 }))).toEqual([]);
    expect(clock.now() - begun).toBe(2000);
  });

  it('of two who wait one gets the message, and the other waits on', async () => {
    await create();
    const begun = clock.now();
    clock.at(begun + 1000, () => void send('only'));
    const both = [receive({ WaitTimeSeconds: 5 }), receive({ WaitTimeSeconds: 5 })];

    expect((await clock.run(Promise.all(both))).flatMap(bodies)).toEqual(['only']);
    expect(clock.now() - begun).toBe(5000);
  });

  it('a receiver gets a message whose visibility timeout is over while it waits', async () => {
    await create();
    await send('again');
    await receive({ VisibilityTimeout: 4 });
    const begun = clock.now();

    expect(bodies(await clock.run(receive({ WaitTimeSeconds: 10 })))).toEqual(['again']);
    expect(clock.now() - begun).toBe(4000);
  });

  it('a message received with a visibility timeout of 0 stays for others', async () => {
    await create();
    await send('all');

    expect(bodies(await receive({ VisibilityTimeout: 0 }))).toEqual(['all']);
    expect(bodies(await receive({ VisibilityTimeout: 0 }))).toEqual(['all']);
  });

  it('a receiver is told when the queue is deleted', async () => {
    await create();
    clock.at(clock.now() + 1000, () => {
      void call(operator(), region, 'DeleteQueue', { QueueUrl: url });
    });

    await expect(clock.run(receive({ WaitTimeSeconds: 20 }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  it('a message that is older than the queue keeps any is gone', async () => {
    await create({ Attributes: { MessageRetentionPeriod: '60' } });
    await send();
    await clock.run(clock.sleep(60_000));

    expect(await receive()).toEqual([]);
  });

  it.each([
    { WaitTimeSeconds: 21 },
    { WaitTimeSeconds: -1 },
    { WaitTimeSeconds: 1.5 },
    { VisibilityTimeout: 43_201 },
    { MaxNumberOfMessages: 0 },
    { MaxNumberOfMessages: 11 },
  ])('ReceiveMessage refuses %j', async (input) => {
    await create();

    await expect(receive(input)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'may';
  } catch (error) {
    const { name } = error as Error;
    return name.startsWith('AccessDenied') ? "mayn't" : name;
  }
}

function policyFor(roleArn: string, actions: readonly string[]): string {
  const statement: PolicyStatement = {
    Effect: 'Allow',
    Principal: { AWS: roleArn },
    Action: actions,
    Resource: arn,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
