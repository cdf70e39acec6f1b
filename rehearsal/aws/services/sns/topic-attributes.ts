import type { Topic } from './topic.ts';

/** A topic as GetTopicAttributes shows it. */
export function topicAttributes(topic: Topic): Record<string, string> {
  const confirmed = topic.subscriptions.filter((subscription) => subscription.confirmed).length;
  return {
    TopicArn: topic.arn,
    Owner: topic.location.accountId,
    DisplayName: '',
    Policy: JSON.stringify(topic.policy),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(topic.subscriptions.length - confirmed),
    SubscriptionsDeleted: '0',
    ...(topic.kmsKeyArn === undefined ? {} : { KmsMasterKeyId: topic.kmsKeyArn }),
  };
}
