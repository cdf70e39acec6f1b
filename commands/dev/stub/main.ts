import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { relayEvent } from './relay-event.ts';
import type { StubContext, StubSettings } from './relay-event.ts';

/** Put in by esbuild. */
declare const stubSettings: StubSettings;

// A queue's URL has a host that an interface endpoint's private DNS may not know.
const client = new SQSClient({ useQueueUrlAsEndpoint: false });

/** What stands in the function's place: the deployed handler's name, and none of its code. */
export const handler = (event: unknown, context: StubContext): Promise<unknown> =>
  relayEvent(event, context, {
    settings: stubSettings,
    environment: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    now: () => Date.now(),
    sleep: (milliseconds) => sleep(milliseconds),
    async send(body) {
      const { requestQueueUrl: QueueUrl } = stubSettings;
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    },
    async look(seconds) {
      const { Messages: messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: stubSettings.answerQueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 0,
          WaitTimeSeconds: seconds,
        }),
      );
      return messages.map(({ Body = '', ReceiptHandle = '' }) => ({
        body: Body,
        receipt: ReceiptHandle,
      }));
    },
    async remove(receipt) {
      const { answerQueueUrl: QueueUrl } = stubSettings;
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
    isGone: (error) => error instanceof QueueDoesNotExist,
  });
