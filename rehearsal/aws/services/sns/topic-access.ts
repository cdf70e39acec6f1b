import type { AccessRequest } from '../../contracts.ts';
import type { SubscriptionRequest } from './subscription-rules.ts';
import type { Topic } from './topic.ts';

type Terms = Omit<AccessRequest, 'principal' | 'action' | 'resource'>;

/** What decides on a call to a topic, besides who calls what. */
export function termsOf(topic: Topic, request?: SubscriptionRequest): Terms {
  return {
    resourceAccountId: topic.location.accountId,
    resourcePolicy: topic.policy,
    ...(request && {
      context: { 'sns:Protocol': request.protocol, 'sns:Endpoint': request.endpoint },
    }),
  };
}
