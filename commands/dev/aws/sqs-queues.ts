import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { QueueGone } from '../ports/queues.ts';
import type { Queues } from '../ports/queues.ts';

/** Of the seconds that a message is kept: as few as SQS lets (`CreateQueueRequest` in the SDK's model). */
const retentionSeconds = 60;
/** As long as SQS lets a receiver wait. */
const waitSeconds = 20;

/** Queues as SQS has them. */
export function sqsQueues(client: SQSClient): Queues {
  return {
    async create(name, { roleArn, actions }) {
      const [, partition, , , accountId] = roleArn.split(':');
      const region = await client.config.region();
      const arn = `arn:${partition}:sqs:${region}:${accountId}:${name}`;
      const { QueueUrl: url = '' } = await client.send(
        new CreateQueueCommand({
          QueueName: name,
          Attributes: {
            SqsManagedSseEnabled: 'true',
            MessageRetentionPeriod: String(retentionSeconds),
            Policy: JSON.stringify(queuePolicy(arn, roleArn, actions)),
          },
        }),
      );
      return url;
    },
    async remove(url) {
      await client.send(new DeleteQueueCommand({ QueueUrl: url })).catch((error: unknown) => {
        if (!(error instanceof QueueDoesNotExist)) throw error;
      });
    },
    async send(url, body) {
      await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
    },
    async receive(url, signal) {
      const command = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateFirstReceiveTimestamp'],
      });
      const options = { abortSignal: signal };
      const { Messages: messages = [] } = await client
        .send(command, options)
        .catch((error: unknown) => {
          if (error instanceof QueueDoesNotExist) throw new QueueGone(url, { cause: error });
          throw error;
        });
      return messages.map(({ Body: body = '', ReceiptHandle: receipt = '', Attributes: all }) => ({
        body,
        receipt,
        waitedMilliseconds:
          Number(all?.ApproximateFirstReceiveTimestamp ?? 0) - Number(all?.SentTimestamp ?? 0),
      }));
    },
    async delete(url, receipt) {
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }));
    },
  };
}

/**
 * The function's role needs nothing of its own: within an account a queue's policy suffices. Source: AWS
 * re:Post, "What SQS access policy and IAM policy permissions are required to access the queue?".
 */
function queuePolicy(arn: string, roleArn: string, actions: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: roleArn }, Action: actions, Resource: arn }],
  };
}
