import type { Location, PolicyDocument } from '../../contracts.ts';

/** A standard queue. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly location: Location;
  readonly created: Date;
  readonly kmsKeyArn?: string;
  policy?: PolicyDocument;
  /** The attributes that were given, as texts. */
  readonly attributes: Readonly<Record<string, string>>;
  /** All that were ever sent, oldest first. */
  readonly messages: HeldMessage[];
  /** Those who wait for a message. Called when one is sent, and when the queue is deleted. */
  readonly waiting: Set<() => void>;
  deleted: boolean;
}

export interface HeldMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sent: Date;
  /** Virtual milliseconds: a receiver has it to itself until then. */
  visibleFrom: number;
  /** The handles of its receptions; any of them deletes it. */
  readonly receipts: string[];
  firstReceived?: number;
  deleted: boolean;
}

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` */
export function queueUrl({ location, name }: Pick<Queue, 'location' | 'name'>): string {
  return `https://sqs.${location.region}.amazonaws.com/${location.accountId}/${name}`;
}

/** What lies in a queue at a moment: neither deleted nor older than the queue keeps messages. */
export function keptMessages(queue: Queue, now: number): HeldMessage[] {
  const seconds = numberAttribute(queue.attributes, 'MessageRetentionPeriod');
  const oldest = now - seconds * 1000;
  return queue.messages.filter(({ deleted, sent }) => !deleted && sent.getTime() > oldest);
}

/** A number among a queue's attributes, or its default. */
export function numberAttribute(
  attributes: Queue['attributes'],
  name: keyof typeof numberAttributes,
): number {
  return Number(attributes[name] ?? numberAttributes[name].default);
}

/** Source: `CreateQueueRequest.Attributes` in the SDK's model of SQS. */
export const numberAttributes = {
  MaximumMessageSize: { lowest: 1024, highest: 1_048_576, default: 1_048_576 },
  MessageRetentionPeriod: { lowest: 60, highest: 1_209_600, default: 345_600 },
  ReceiveMessageWaitTimeSeconds: { lowest: 0, highest: 20, default: 0 },
  VisibilityTimeout: { lowest: 0, highest: 43_200, default: 30 },
} as const;
