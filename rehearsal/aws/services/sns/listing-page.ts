import type {
  ListSubscriptionsResponse,
  ListTopicsResponse,
  Subscription as SubscriptionDescription,
} from '@aws-sdk/client-sns';
import { AwsError } from '../../contracts.ts';
import { pageOf } from '../page.ts';
import type { Subscription, Topic } from './topic.ts';

/** A page of topics, as ListTopics answers. @throws AwsError `InvalidParameterException` */
export function topicPage(topics: readonly Topic[], token: string | undefined): ListTopicsResponse {
  const page = tokenPage(topics, token);
  return { Topics: page.items.map(({ arn }) => ({ TopicArn: arn })), ...page.next };
}

/** A page of subscriptions, all or a topic's. @throws AwsError `InvalidParameterException` */
export function subscriptionPage(
  subscriptions: readonly Subscription[],
  token: string | undefined,
): ListSubscriptionsResponse {
  const page = tokenPage(subscriptions, token);
  return { Subscriptions: page.items.map(describeSubscription), ...page.next };
}

/** A hundred at a time, as SNS lists. @throws AwsError `InvalidParameterException` */
function tokenPage<T>(
  items: readonly T[],
  token: string | undefined,
): { readonly items: T[]; readonly next: { NextToken?: string } } {
  const page = pageOf(items, 100, token);
  if (page === undefined) {
    throw new AwsError('InvalidParameterException', 'Invalid parameter: NextToken');
  }
  return { items: page.items, next: page.next === undefined ? {} : { NextToken: page.next } };
}

function describeSubscription({
  arn,
  owner,
  protocol,
  endpoint,
  confirmed,
  topicArn,
}: Subscription): SubscriptionDescription {
  return {
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}
