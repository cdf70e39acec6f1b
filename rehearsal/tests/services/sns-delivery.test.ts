import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../aws/contracts.ts';
import { target } from '../authorization/people.ts';
import { redriveQueue, region, simulator } from './sns-simulator.ts';

describe('failing deliveries of SNS', () => {
  it('a failing delivery is retried at growing intervals', async () => {
    const { topic, subscribe, publish, pass, delivered } = simulator((attempt) =>
      attempt < 7 ? new AwsError('ServiceException', 'down') : undefined,
    );
    topic();
    subscribe();
    await publish();
    await pass(600_000);
    const [first = 0] = delivered.map(({ time }) => time);
    expect(delivered.map(({ time }) => time - first)).toEqual([0, 0, 0, 0, 1000, 2000, 3000, 4395]);
  });

  it('a failing delivery ends in the dead-letter queue when the retries are used up', async () => {
    const { topic, subscribe, publish, pass, delivered, sqs, sns } = simulator(
      () => new AwsError('ServiceException', 'down'),
    );
    topic();
    const queueArn = redriveQueue(sqs);
    subscribe(queueArn);
    const { MessageId } = await publish();
    await pass(600_000);
    expect(delivered.length).toBeGreaterThan(15);
    const [message, ...others] = sqs.messages(queueArn);
    expect(others).toEqual([]);
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ MessageId, Message: 'm' });
    expect(sns.lostMessages()).toEqual([]);
  });

  it.each(['AccessDeniedException', 'ResourceNotFoundException'])(
    'a delivery that fails with %s goes to the dead-letter queue at once',
    async (name) => {
      const { topic, subscribe, publish, pass, delivered, sqs } = simulator(
        () => new AwsError(name, 'no'),
      );
      topic();
      const queueArn = redriveQueue(sqs);
      subscribe(queueArn);
      await publish();
      await pass(1000);
      expect(delivered).toHaveLength(1);
      expect(sqs.messages(queueArn)).toHaveLength(1);
    },
  );

  it('a failing delivery without a dead-letter queue is lost', async () => {
    const { topic, subscribe, publish, pass, sns } = simulator(
      () => new AwsError('AccessDeniedException', 'no'),
    );
    topic();
    const subscriptionArn = subscribe();
    const { MessageId } = await publish();
    await pass(1000);
    expect(sns.lostMessages()).toEqual([
      { subscriptionArn, messageId: MessageId, reason: expect.stringContaining('no') },
    ]);
  });

  it('a failing delivery is lost when the queue policy does not name the topic', async () => {
    const { topic, subscribe, publish, pass, sns, sqs } = simulator(
      () => new AwsError('AccessDeniedException', 'no'),
    );
    topic();
    const queueArn = sqs.createQueue({ accountId: target, region: region }, { name: 'closed' });
    subscribe(queueArn);
    await publish();
    await pass(1000);
    expect(sqs.messages(queueArn)).toEqual([]);
    expect(sns.lostMessages()).toMatchObject([
      { reason: expect.stringContaining('sqs:SendMessage') },
    ]);
  });
});
