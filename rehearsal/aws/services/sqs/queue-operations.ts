import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
} from '@aws-sdk/client-sqs';
import { arnIn } from '../../authorization/arn.ts';
import type { Call, Operation } from '../../contracts.ts';
import { operation } from '../typed-operation.ts';
import { calledQueue } from './called-queue.ts';
import type { Queues } from './called-queue.ts';
import { keptMessages, numberAttribute, queueUrl } from './queue.ts';
import type { Queue } from './queue.ts';

interface Parts {
  readonly clock: { now(): number };
  /** Makes a queue, or finds the one that is just like it. */
  readonly make: (call: Call, input: CreateQueueRequest) => Queue;
  readonly remove: (queue: Queue) => void;
}

/** What is done with queues as a whole: they are made, found, counted and deleted. */
export function queueOperations(queues: Queues, parts: Parts): Readonly<Record<string, Operation>> {
  return {
    CreateQueue: operation<CreateQueueRequest, CreateQueueResult>(
      ['QueueName', 'Attributes', 'tags'],
      (input, call) => {
        const arn = arnIn(call.location, 'sqs', input.QueueName ?? '');
        call.authorize('sqs:CreateQueue', arn);
        // SQS API reference, CreateQueue: tags need a permission of their own.
        if (input.tags !== undefined) call.authorize('sqs:TagQueue', arn);
        return { QueueUrl: queueUrl(parts.make(call, input)) };
      },
    ),
    DeleteQueue: operation<DeleteQueueRequest, void>(['QueueUrl'], (input, call) => {
      parts.remove(calledQueue(queues, input.QueueUrl, call));
    }),
    ListQueues: operation<ListQueuesRequest, ListQueuesResult>(
      ['QueueNamePrefix'],
      ({ QueueNamePrefix: prefix = '' }, call) => {
        call.authorize('sqs:ListQueues', arnIn(call.location, 'sqs', '*'));
        const { accountId, region } = call.location;
        const urls = queues
          .all()
          .filter(({ location }) => location.accountId === accountId && location.region === region)
          .filter(({ name }) => name.startsWith(prefix))
          .map(queueUrl);
        // SQS leaves an empty list out.
        return urls.length === 0 ? {} : { QueueUrls: urls };
      },
    ),
    GetQueueUrl: operation<GetQueueUrlRequest, GetQueueUrlResult>(
      ['QueueName', 'QueueOwnerAWSAccountId'],
      (input, call) => {
        const accountId = input.QueueOwnerAWSAccountId ?? call.location.accountId;
        const url = `https://sqs/${accountId}/${input.QueueName ?? ''}`;
        return { QueueUrl: queueUrl(calledQueue(queues, url, call)) };
      },
    ),
    GetQueueAttributes: operation<GetQueueAttributesRequest, GetQueueAttributesResult>(
      ['QueueUrl', 'AttributeNames'],
      (input, call) => {
        const all = attributesOf(calledQueue(queues, input.QueueUrl, call), parts.clock.now());
        const wanted = input.AttributeNames ?? [];
        const attributes = Object.entries(all).filter(
          ([name]) => wanted.includes('All') || wanted.some((one) => one === name),
        );
        return attributes.length === 0 ? {} : { Attributes: Object.fromEntries(attributes) };
      },
    ),
  };
}

function attributesOf(queue: Queue, now: number): Readonly<Record<string, string>> {
  const kept = keptMessages(queue, now);
  const visible = kept.filter(({ visibleFrom }) => visibleFrom <= now).length;
  const number = (name: Parameters<typeof numberAttribute>[1]): Record<string, string> => ({
    [name]: String(numberAttribute(queue.attributes, name)),
  });
  const managed = queue.attributes['SqsManagedSseEnabled'];
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(kept.length - visible),
    CreatedTimestamp: String(Math.floor(queue.created.getTime() / 1000)),
    ...number('MaximumMessageSize'),
    ...number('MessageRetentionPeriod'),
    ...number('ReceiveMessageWaitTimeSeconds'),
    ...number('VisibilityTimeout'),
    ...(queue.policy && { Policy: JSON.stringify(queue.policy) }),
    ...(queue.kmsKeyArn !== undefined && { KmsMasterKeyId: queue.kmsKeyArn }),
    ...(managed !== undefined && { SqsManagedSseEnabled: managed }),
  };
}
