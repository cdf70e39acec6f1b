import { describe, expect, it } from '@jest/globals';
import type {
  GetTopicAttributesResponse,
  ListSubscriptionsByTopicResponse,
  SubscribeResponse,
} from '@aws-sdk/client-sns';
import { operator, SOURCE, TARGET } from '../authorization/people.ts';
import { failure } from './failure.ts';
import { FUNCTION, PLACE, REGION, simulator, TARGET_PLACE, TOPIC } from './sns-simulator.ts';

/** Who calls a function in one Region for a topic in another. */
async function subscribeAcross(topicRegion: string, functionRegion: string) {
  const { sns, call, pass, delivered } = simulator();
  const topicArn = sns.createTopic({ accountId: SOURCE, region: topicRegion }, { name: 'n' });
  const endpoint = `arn:aws:lambda:${functionRegion}:${SOURCE}:function:f`;
  sns.subscribe(
    { accountId: SOURCE, region: functionRegion },
    { topicArn, protocol: 'lambda', endpoint, region: topicRegion },
  );
  await call(operator(), topicRegion, 'Publish', { TopicArn: topicArn, Message: 'm' });
  await pass(1000);
  return delivered[0]?.principal;
}

describe('Subscribe', () => {
  it('a subscription from another account needs the permission of the topic policy', () => {
    const { topic, subscribe } = simulator();
    topic({});
    expect(() => subscribe()).toThrow(
      failure('AuthorizationErrorException', 'no resource-based policy allows the sns:Subscribe'),
    );
  });

  it('a subscription is made in the Region of the topic', () => {
    const { topic, sns } = simulator();
    topic();
    const settings = { topicArn: TOPIC, protocol: 'lambda', endpoint: FUNCTION } as const;
    expect(() => sns.subscribe(TARGET_PLACE, settings)).toThrow(
      failure('InvalidParameterException', 'Invalid parameter: TopicArn'),
    );
  });

  it('a subscription is confirmed when the function’s owner subscribes, and pending otherwise', async () => {
    const { topic, call } = simulator();
    topic();
    const input = { TopicArn: TOPIC, Protocol: 'lambda', Endpoint: FUNCTION };
    const bySource = await call<SubscribeResponse>(operator(), REGION, 'Subscribe', input);
    expect(bySource.SubscriptionArn).toBe('pending confirmation');
    const other = { ...input, Endpoint: `${FUNCTION}-2` };
    const byTarget = await call<SubscribeResponse>(operator(TARGET), REGION, 'Subscribe', other);
    expect(byTarget.SubscriptionArn).toMatch(`${TOPIC}:`);

    const listed = await call<ListSubscriptionsByTopicResponse>(
      operator(),
      REGION,
      'ListSubscriptionsByTopic',
      { TopicArn: TOPIC },
    );
    expect(listed.Subscriptions).toEqual([
      expect.objectContaining({ SubscriptionArn: 'PendingConfirmation', Owner: SOURCE }),
      expect.objectContaining({ SubscriptionArn: byTarget.SubscriptionArn, Owner: TARGET }),
    ]);
    const { Attributes } = await call<GetTopicAttributesResponse>(
      operator(),
      REGION,
      'GetTopicAttributes',
      { TopicArn: TOPIC },
    );
    expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '1', SubscriptionsPending: '1' });
  });

  it('a pending subscription gets no message', async () => {
    const { topic, sns, publish, pass, delivered } = simulator();
    topic();
    sns.subscribe(PLACE, { topicArn: TOPIC, protocol: 'lambda', endpoint: FUNCTION });
    await publish();
    await pass(1000);
    expect(delivered).toEqual([]);
  });

  it.each([
    ['another account', `arn:aws:sqs:${REGION}:${SOURCE}:undelivered`],
    ['the function’s Region', `arn:aws:sqs:eu-central-1:${TARGET}:undelivered`],
    ['nowhere', `arn:aws:sqs:${REGION}:${TARGET}:none`],
  ])('a subscription takes no dead-letter queue in %s', (_, queueArn) => {
    const { topic, subscribe } = simulator();
    topic();
    expect(() => subscribe(queueArn)).toThrow(
      failure('InvalidParameterException', 'RedrivePolicy'),
    );
  });

  it('a subscription refuses attributes that it would ignore', async () => {
    const { topic, call } = simulator();
    topic();
    const input = { TopicArn: TOPIC, Protocol: 'lambda', Endpoint: FUNCTION };
    const Attributes = { FilterPolicy: '{}' };
    await expect(
      call(operator(TARGET), REGION, 'Subscribe', { ...input, Attributes }),
    ).rejects.toThrow(failure('NotSimulated', 'FilterPolicy'));
  });
});

describe('opt-in Regions', () => {
  it.each([
    ['eu-south-1', 'eu-west-1', 'sns.eu-south-1.amazonaws.com'],
    ['eu-south-1', 'eu-south-1', 'sns.amazonaws.com'],
    ['eu-west-1', 'eu-central-1', 'sns.amazonaws.com'],
  ])('a topic in %s calls a function in %s as %s', async (from, to, service) => {
    expect(await subscribeAcross(from, to)).toMatchObject({ service });
  });

  it.each([
    ['eu-west-1', 'eu-south-1'],
    ['eu-south-1', 'eu-south-2'],
  ])('a topic in %s reaches no function in %s', async (from, to) => {
    await expect(subscribeAcross(from, to)).rejects.toThrow(
      failure('InvalidParameterException', `opt-in Region ${to}`),
    );
  });
});
