import type { Location, PolicyDocument } from '../../contracts.ts';

/** A standard topic. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly location: Location;
  readonly kmsKeyArn: string | undefined;
  policy: PolicyDocument;
  readonly subscriptions: Subscription[];
}

/** The protocols that a subscription may have here; only functions and queues get anything. */
export type Protocol = 'lambda' | 'sqs' | 'email' | 'https';

/** A subscription lives in its topic's Region, and belongs to the account that subscribed. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  /** The account that subscribed. */
  readonly owner: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly confirmed: boolean;
  /** The dead-letter queue's ARN. */
  readonly redriveQueueArn: string | undefined;
}

/** A message as it was published. */
export interface Publication {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, PublishedAttribute>>;
  readonly published: Date;
}

/** `value` is base64 where the type is `Binary`. */
export interface PublishedAttribute {
  readonly type: string;
  readonly value: string;
}
