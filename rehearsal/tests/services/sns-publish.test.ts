import { describe, expect, it } from '@jest/globals';
import { role, source, targetRole } from '../authorization/people.ts';
import { failure } from './failure.ts';
import { receiverArn, place, region, shared, simulator, noticesTopicArn } from './sns-simulator.ts';

async function deliveryTimes(): Promise<number[]> {
  const { topic, subscribe, publish, pass, delivered } = simulator();
  topic();
  subscribe();
  await publish();
  expect(delivered).toHaveLength(0);
  await pass(1000);
  return delivered.map(({ time }) => time);
}

describe('Publish', () => {
  it('a message reaches a function in another account and Region as Lambda gets it', async () => {
    const { topic, subscribe, publish, pass, delivered } = simulator();
    topic();
    const subscriptionArn = subscribe();
    const attributes = { run: { DataType: 'String', StringValue: 'r1' } };
    const { MessageId } = await publish({ Subject: 'Ready', MessageAttributes: attributes });
    await pass(1000);

    expect(delivered).toHaveLength(1);
    expect(delivered[0]).toMatchObject({
      functionArn: receiverArn,
      sourceArn: noticesTopicArn,
      principal: {
        service: 'sns.amazonaws.com',
        sourceArn: noticesTopicArn,
        sourceAccount: source,
      },
    });
    expect(delivered[0]?.event.Records[0]).toMatchObject({
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: subscriptionArn,
      Sns: {
        Type: 'Notification',
        MessageId,
        TopicArn: noticesTopicArn,
        Subject: 'Ready',
        Message: 'm',
        Timestamp: '2026-01-05T00:00:00.000Z',
        SignatureVersion: '1',
        MessageAttributes: { run: { Type: 'String', Value: 'r1' } },
      },
    });
  });

  it('a message arrives after some time, the same from the same seed', async () => {
    const [time = 0] = await deliveryTimes();
    expect(time).toBeGreaterThanOrEqual(20);
    expect(time).toBeLessThanOrEqual(300);
    expect(await deliveryTimes()).toEqual([time]);
  });

  it.each([
    [2, 0, 2],
    [0, 0, 0],
    [1, 5000, 0],
  ])('a message in %d copies, %d ms late, is delivered %d times', async (copies, delay, times) => {
    const { topic, subscribe, publish, pass, delivered, sns } = simulator();
    topic();
    subscribe();
    sns.setFaults({ copies, delayMilliseconds: delay });
    await publish();
    await pass(1000);
    expect(delivered).toHaveLength(times);
  });

  it('a published message can be listed afterwards', async () => {
    const { topic, publish, sns } = simulator();
    topic();
    await publish({ Subject: 'Failed' });
    expect(sns.publications(noticesTopicArn)).toMatchObject([{ subject: 'Failed', message: 'm' }]);
  });

  it.each([
    ['an empty message', { Message: '' }, 'Empty message'],
    ['a message of more than 256 KiB', { Message: 'x'.repeat(262_145) }, 'Message too long'],
    ['a subject of more than 100 characters', { Subject: 'x'.repeat(101) }, 'Subject'],
    ['a subject with a line break', { Subject: 'a\nb' }, 'Subject'],
    ['a subject beyond ASCII', { Subject: 'Wiederherstellung fällig' }, 'Subject'],
    [
      'the topic of another Region',
      { TopicArn: noticesTopicArn.replace(region, 'eu-west-2') },
      'TopicArn',
    ],
  ])('a message is refused for %s', async (_, input, message) => {
    const { topic, publish } = simulator();
    topic();
    await expect(publish(input)).rejects.toThrow(
      failure('InvalidParameterException', `Invalid parameter: ${message}`),
    );
  });

  it('a message may have exactly 256 KiB', async () => {
    const { topic, publish } = simulator();
    topic();
    await expect(publish({ Message: 'x'.repeat(262_144) })).resolves.toBeDefined();
  });

  it('a message with an option that is not simulated is refused', async () => {
    const { topic, publish } = simulator();
    topic();
    await expect(publish({ MessageStructure: 'json' })).rejects.toThrow(
      failure('NotSimulated', 'MessageStructure'),
    );
  });

  it('a message needs an existing topic', async () => {
    await expect(simulator().publish()).rejects.toThrow(
      failure('NotFoundException', 'Topic does not exist'),
    );
  });

  it('a message from another account needs the permission of the topic policy', async () => {
    const { topic, call } = simulator();
    topic({});
    await expect(
      call(role(targetRole), region, 'Publish', { TopicArn: noticesTopicArn, Message: 'm' }),
    ).rejects.toThrow(failure('AuthorizationErrorException', 'no resource-based policy'));
  });
});

describe('an encrypted topic', () => {
  it('an encrypted topic takes messages from its own account under alias/aws/sns', async () => {
    const { topic, publish } = simulator();
    topic({ kmsKeyArn: 'alias/aws/sns' });
    await expect(publish()).resolves.toBeDefined();
  });

  it('an encrypted topic takes no message from another account under alias/aws/sns', async () => {
    const { topic, call } = simulator();
    topic({ policy: shared, kmsKeyArn: 'alias/aws/sns' });
    await expect(
      call(role(targetRole), region, 'Publish', { TopicArn: noticesTopicArn, Message: 'm' }),
    ).rejects.toThrow(failure('KMSAccessDeniedException', 'kms:GenerateDataKey'));
  });

  it('an encrypted topic needs an enabled key', async () => {
    const { topic, kms, publish } = simulator();
    topic({ kmsKeyArn: kms.createKey(place, { enabled: false }) });
    await expect(publish()).rejects.toThrow(failure('KMSInvalidStateException', 'is disabled'));
  });
});
