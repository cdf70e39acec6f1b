import { describe, expect, it } from '@jest/globals';
import type {
  GetTopicAttributesResponse,
  ListSubscriptionsByTopicResponse,
  SubscribeResponse,
} from '@aws-sdk/client-sns';
import { operator, policy, source, target } from '../authorization/people.ts';
import { failure } from './failure.ts';
import {
  receiverArn,
  place,
  region,
  shared,
  simulator,
  targetPlace,
  noticesTopicArn,
} from './sns-simulator.ts';

/** Who calls a function in one Region for a topic in another. */
async function subscribeAcross(topicRegion: string, functionRegion: string) {
  const { sns, call, pass, delivered } = simulator();
  const topicArn = sns.createTopic({ accountId: source, region: topicRegion }, { name: 'n' });
  const endpoint = `arn:aws:lambda:${functionRegion}:${source}:function:f`;
  sns.subscribe(
    { accountId: source, region: functionRegion },
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

  it.each(['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'])(
    "a stack's subscription needs %s by the topic policy as well, whatever the protocol",
    (action) => {
      const { topic, subscribe } = simulator();
      const Condition = { StringEquals: { 'sns:Protocol': 'lambda' } };
      const [statement] = [shared.Statement].flat();
      const others = [statement?.Action ?? []].flat().filter((one) => one !== action);
      topic({
        policy: policy(
          { ...statement, Effect: 'Allow', Action: others },
          { ...statement, Effect: 'Allow', Action: action, Condition },
        ),
      });
      expect(() => subscribe()).toThrow(failure('AuthorizationErrorException', action));
    },
  );

  it('a subscription is made in the Region of the topic', () => {
    const { topic, sns } = simulator();
    topic();
    const settings = {
      topicArn: noticesTopicArn,
      protocol: 'lambda',
      endpoint: receiverArn,
    } as const;
    expect(() => sns.subscribe(targetPlace, settings)).toThrow(
      failure('InvalidParameterException', 'Invalid parameter: TopicArn'),
    );
  });

  it('a subscription is confirmed when the function’s owner subscribes, and pending otherwise', async () => {
    const { topic, call } = simulator();
    topic();
    const input = { TopicArn: noticesTopicArn, Protocol: 'lambda', Endpoint: receiverArn };
    const bySource = await call<SubscribeResponse>(operator(), region, 'Subscribe', input);
    expect(bySource.SubscriptionArn).toBe('pending confirmation');
    const other = { ...input, Endpoint: `${receiverArn}-2` };
    const byTarget = await call<SubscribeResponse>(operator(target), region, 'Subscribe', other);
    expect(byTarget.SubscriptionArn).toMatch(`${noticesTopicArn}:`);

    const listed = await call<ListSubscriptionsByTopicResponse>(
      operator(),
      region,
      'ListSubscriptionsByTopic',
      { TopicArn: noticesTopicArn },
    );
    expect(listed.Subscriptions).toEqual([
      expect.objectContaining({ SubscriptionArn: 'PendingConfirmation', Owner: source }),
      expect.objectContaining({ SubscriptionArn: byTarget.SubscriptionArn, Owner: target }),
    ]);
    const { Attributes } = await call<GetTopicAttributesResponse>(
      operator(),
      region,
      'GetTopicAttributes',
      { TopicArn: noticesTopicArn },
    );
    expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '1', SubscriptionsPending: '1' });
  });

  it('a pending subscription gets no message', async () => {
    const { topic, sns, publish, pass, delivered } = simulator();
    topic();
    sns.subscribe(place, { topicArn: noticesTopicArn, protocol: 'lambda', endpoint: receiverArn });
    await publish();
    await pass(1000);
    expect(delivered).toEqual([]);
  });

  it.each([
    ['another account', `arn:aws:sqs:${region}:${source}:undelivered`],
    ['the function’s Region', `arn:aws:sqs:eu-central-1:${target}:undelivered`],
    ['nowhere', `arn:aws:sqs:${region}:${target}:none`],
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
    const input = { TopicArn: noticesTopicArn, Protocol: 'lambda', Endpoint: receiverArn };
    const Attributes = { FilterPolicy: '{}' };
    await expect(
      call(operator(target), region, 'Subscribe', { ...input, Attributes }),
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
