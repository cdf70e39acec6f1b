import { createHash } from 'node:crypto';
import type {
  DeleteMessageRequest,
  Message,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { serviceHost } from '../../authorization/arn.ts';
import type { Call, Keys, Operation } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import { operation } from '../typed-operation.ts';
import { calledQueue } from './called-queue.ts';
import type { Queues } from './called-queue.ts';
import { waitForMessage } from './long-poll.ts';
import type { LongPolls } from './long-poll.ts';
import { keptMessages, numberAttribute, numberAttributes } from './queue.ts';
import type { HeldMessage, Queue } from './queue.ts';

interface Parts {
  readonly keys: Pick<Keys, 'requireUse'>;
  readonly clock: { now(): number };
  readonly random: Random;
  /** Puts a message into a queue as whoever calls. */
  readonly put: (call: Call, queue: Queue, body: string) => HeldMessage;
  /** Where nobody can wait, `WaitTimeSeconds` is answered at once. */
  readonly polls: LongPolls | undefined;
}

/** What is done with messages: they are sent, received and deleted. */
export function messageOperations(
  queues: Queues,
  parts: Parts,
): Readonly<Record<string, Operation>> {
  return {
    SendMessage: operation<SendMessageRequest, SendMessageResult>(
      ['QueueUrl', 'MessageBody'],
      (input, call) => {
        const queue = calledQueue(queues, input.QueueUrl, call);
        const body = requireBody(queue, input.MessageBody ?? '');
        const { messageId } = parts.put(call, queue, body);
        return { MessageId: messageId, MD5OfMessageBody: digest(body) };
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
      (input, call) => receive(calledQueue(queues, input.QueueUrl, call), input, call, parts),
    ),
    DeleteMessage: operation<DeleteMessageRequest, void>(
      ['QueueUrl', 'ReceiptHandle'],
      (input, call) => {
        const queue = calledQueue(queues, input.QueueUrl, call);
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

/**
 * Source: `SendMessageRequest.MessageBody` in the SDK's model: at least one character, at most 1 MiB, and
 * XML's characters alone. The wording of the refusals is from memory, unverified.
 */
function requireBody({ attributes }: Queue, body: string): string {
  const largest = numberAttribute(attributes, 'MaximumMessageSize');
  if (body === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (Buffer.byteLength(body) > largest) {
    throw invalid(
      `One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`,
    );
  }
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(body)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  return body;
}

async function receive(
  queue: Queue,
  input: ReceiveMessageRequest,
  call: Call,
  { keys, clock, random, polls }: Parts,
): Promise<ReceiveMessageResult> {
  const most = input.MaxNumberOfMessages ?? 1;
  requireBetween('MaxNumberOfMessages', most, 1, 10);
  const hidden = input.VisibilityTimeout ?? numberAttribute(queue.attributes, 'VisibilityTimeout');
  const { lowest, highest } = numberAttributes.VisibilityTimeout;
  requireBetween('VisibilityTimeout', hidden, lowest, highest);
  const longest =
    input.WaitTimeSeconds ?? numberAttribute(queue.attributes, 'ReceiveMessageWaitTimeSeconds');
  requireBetween('WaitTimeSeconds', longest, 0, 20);
  if (queue.kmsKeyArn !== undefined) {
    const viaService = serviceHost('sqs', queue.location.region);
    keys.requireUse(call.principal, queue.kmsKeyArn, ['kms:Decrypt'], viaService);
  }
  const wanted = new Set<string>([
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  const deadline = clock.now() + longest * 1000;
  for (;;) {
    const now = clock.now();
    if (queue.deleted)
      throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    const received = keptMessages(queue, now)
      .filter((message) => message.visibleFrom <= now)
      .slice(0, most)
      .map((message) => {
        message.visibleFrom = now + hidden * 1000;
        message.firstReceived ??= now;
        const receipt = random.text(64);
        message.receipts.push(receipt);
        return shown(message, receipt, wanted);
      });
    if (received.length > 0) return { Messages: received };
    if (polls === undefined || now >= deadline) return {};
    await waitForMessage(queue, deadline, call.principal, polls);
  }
}

function requireBetween(parameter: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw invalid(
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${low} and ${high}, if provided.`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
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
    MD5OfBody: digest(message.body),
    Body: message.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
  };
}

function digest(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
