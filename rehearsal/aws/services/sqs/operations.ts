import { createHash } from 'node:crypto';
import type {
  DeleteMessageRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListQueuesRequest,
  ListQueuesResult,
  Message,
  ReceiveMessageRequest,
  ReceiveMessageResult,
} from '@aws-sdk/client-sqs';
import { arnIn, serviceHost } from '../../authorization/arn.ts';
import type { Call, Keys, Operation } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { operation } from '../typed-operation.ts';
import { queueUrl } from './queue.ts';
import type { HeldMessage, Queue } from './queue.ts';

/** Seconds for which a received message is hidden where nobody says otherwise (SQS's default). */
const visibilityTimeout = 30;

/** The queues, as the operations find them. */
interface Queues {
  all(): readonly Queue[];
  /** @throws AwsError `QueueDoesNotExist` */
  get(arn: string): Queue;
}

interface Parts {
  readonly keys: Pick<Keys, 'requireUse'>;
  readonly clock: { now(): number };
  readonly random: Random;
}

/**
 * What an operator does with a dead-letter queue: find it, count its messages, read and delete them.
 * Waiting for messages (`WaitTimeSeconds`) is answered at once.
 */
export function queueOperations(queues: Queues, parts: Parts): Readonly<Record<string, Operation>> {
  const called = (url: string | undefined, call: Call): Queue => {
    const queue = queues.get(arnOf(url ?? '', call));
    call.authorize(`sqs:${call.operation}`, queue.arn, {
      resourceAccountId: queue.location.accountId,
      ...(queue.policy && { resourcePolicy: queue.policy }),
    });
    return queue;
  };
  return {
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
        return { QueueUrl: queueUrl(called(url, call)) };
      },
    ),
    GetQueueAttributes: operation<GetQueueAttributesRequest, GetQueueAttributesResult>(
      ['QueueUrl', 'AttributeNames'],
      (input, call) => {
        const all = attributesOf(called(input.QueueUrl, call), parts.clock.now());
        const wanted = input.AttributeNames ?? [];
        const attributes = Object.entries(all).filter(
          ([name]) => wanted.includes('All') || wanted.some((one) => one === name),
        );
        return attributes.length === 0 ? {} : { Attributes: Object.fromEntries(attributes) };
      },
    ),
    ReceiveMessage: operation<ReceiveMessageRequest, ReceiveMessageResult>(
      [
        'QueueUrl',
        'MaxNumberOfMessages',
        'VisibilityTimeout',
        'WaitTimeSeconds',
        'AttributeNames',
        'MessageSystemAttributeNames',
        'MessageAttributeNames',
      ],
      (input, call) => receive(called(input.QueueUrl, call), input, call, parts),
    ),
    DeleteMessage: operation<DeleteMessageRequest, void>(
      ['QueueUrl', 'ReceiptHandle'],
      (input, call) => {
        const queue = called(input.QueueUrl, call);
        const message = queue.messages.find(({ receipts }) =>
          receipts.includes(input.ReceiptHandle ?? ''),
        );
        if (message === undefined) {
          throw new AwsError(
            'ReceiptHandleIsInvalid',
            `The input receipt handle "${input.ReceiptHandle}" is not a valid receipt handle.`,
          );
        }
        message.deleted = true;
      },
    ),
  };
}

function receive(
  queue: Queue,
  input: ReceiveMessageRequest,
  call: Call,
  { keys, clock, random }: Parts,
): ReceiveMessageResult {
  const most = input.MaxNumberOfMessages ?? 1;
  if (most < 1 || most > 10) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
    );
  }
  if (queue.kmsKeyArn !== undefined) {
    const viaService = serviceHost('sqs', queue.location.region);
    keys.requireUse(call.principal, queue.kmsKeyArn, ['kms:Decrypt'], viaService);
  }
  const now = clock.now();
  const hidden = (input.VisibilityTimeout ?? visibilityTimeout) * 1000;
  const wanted = new Set<string>([
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  const received = queue.messages
    .filter((message) => !message.deleted && message.visibleFrom <= now)
    .slice(0, most)
    .map((message) => {
      message.visibleFrom = now + hidden;
      message.firstReceived ??= now;
      const receipt = random.text(64);
      message.receipts.push(receipt);
      return shown(message, receipt, wanted);
    });
  return received.length === 0 ? {} : { Messages: received };
}

function shown(message: HeldMessage, receipt: string, wanted: ReadonlySet<string>): Message {
  const attributes = Object.entries({
    SentTimestamp: String(message.sent.getTime()),
    ApproximateReceiveCount: String(message.receipts.length),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
  }).filter(([name]) => wanted.has('All') || wanted.has(name));
  return {
    MessageId: message.messageId,
    ReceiptHandle: receipt,
    MD5OfBody: createHash('md5').update(message.body).digest('hex'),
    Body: message.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
  };
}

function attributesOf(queue: Queue, now: number): Readonly<Record<string, string>> {
  const kept = queue.messages.filter(({ deleted }) => !deleted);
  const visible = kept.filter(({ visibleFrom }) => visibleFrom <= now).length;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(kept.length - visible),
    CreatedTimestamp: String(Math.floor(queue.created.getTime() / 1000)),
    VisibilityTimeout: String(visibilityTimeout),
    ...(queue.policy && { Policy: JSON.stringify(queue.policy) }),
    ...(queue.kmsKeyArn !== undefined && { KmsMasterKeyId: queue.kmsKeyArn }),
  };
}

/** A queue's URL says whose it is; the Region is the call's. */
function arnOf(url: string, call: Call): string {
  const [, accountId, name] = /^https?:\/\/[^/]+\/(\d{12})\/([\w-]+)$/.exec(url) ?? [];
  if (accountId === undefined || name === undefined) {
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  }
  return arnIn({ accountId, region: call.location.region }, 'sqs', name);
}
