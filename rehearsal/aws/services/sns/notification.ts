import { parseArn, serviceHost } from '../../authorization/arn.ts';
import type { Publication, Subscription } from './topic.ts';

/** What SNS hands to a function: the shape of the Lambda Developer Guide's example event. */
export interface FunctionEvent {
  readonly Records: readonly [
    {
      readonly EventSource: 'aws:sns';
      readonly EventVersion: '1.0';
      readonly EventSubscriptionArn: string;
      readonly Sns: Readonly<Record<string, unknown>>;
    },
  ];
}

/** A message as a function gets it; without a subject, `Subject` is null. */
export function functionEvent(publication: Publication, subscription: Subscription): FunctionEvent {
  const { certificate, unsubscribe } = links(subscription);
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: 'Notification',
          MessageId: publication.messageId,
          TopicArn: publication.topicArn,
          Subject: publication.subject ?? null,
          Message: publication.message,
          Timestamp: publication.published.toISOString(),
          SignatureVersion: '1',
          Signature: signature(publication),
          SigningCertUrl: certificate,
          UnsubscribeUrl: unsubscribe,
          MessageAttributes: attributesOf(publication),
        },
      },
    ],
  };
}

/** A message as a queue gets it, as a subscriber and as a dead-letter queue. */
export function queueBody(publication: Publication, subscription: Subscription): string {
  const { certificate, unsubscribe } = links(subscription);
  const attributes = attributesOf(publication);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: publication.messageId,
    TopicArn: publication.topicArn,
    ...(publication.subject === undefined ? {} : { Subject: publication.subject }),
    Message: publication.message,
    Timestamp: publication.published.toISOString(),
    SignatureVersion: '1',
    Signature: signature(publication),
    SigningCertURL: certificate,
    UnsubscribeURL: unsubscribe,
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes }),
  });
}

function attributesOf(publication: Publication): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    Object.entries(publication.attributes).map(([name, { type, value }]) => [
      name,
      { Type: type, Value: value },
    ]),
  );
}

/** Nothing in the simulator checks signatures; this one only looks like one. */
function signature(publication: Publication): string {
  return Buffer.from(`${publication.topicArn} ${publication.messageId}`).toString('base64');
}

function links(subscription: Subscription): { certificate: string; unsubscribe: string } {
  const region = parseArn(subscription.topicArn)?.region ?? '';
  const host = serviceHost('sns', region);
  return {
    certificate: `https://${host}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`,
    unsubscribe: `https://${host}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
  };
}
