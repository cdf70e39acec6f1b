import { properties } from '../property-table.ts';
import type { QueuesPort } from './messaging-ports.ts';
import type { Providers } from './provider.ts';

/** `AWS::SQS::Queue` (standard queues) and its policy. */
export function sqsProviders(queues: QueuesPort): Providers {
  return {
    'AWS::SQS::Queue': {
      properties: {
        ...properties(
          'QueueName MessageRetentionPeriod VisibilityTimeout KmsMasterKeyId SqsManagedSseEnabled Tags',
        ),
        RedrivePolicy: properties('deadLetterTargetArn maxReceiveCount'),
      },
      create({ properties: given, location, name }) {
        const queueName = given.optionalText('QueueName') ?? name(80);
        const retentionSeconds = given.number('MessageRetentionPeriod');
        const visibilityTimeoutSeconds = given.number('VisibilityTimeout');
        const kmsKeyId = given.optionalText('KmsMasterKeyId');
        const managedEncryption = given.boolean('SqsManagedSseEnabled');
        const redrivePolicy = given.map('RedrivePolicy');
        const queue = queues.createQueue(location, {
          name: queueName,
          tags: given.tags(),
          ...(retentionSeconds === undefined ? {} : { retentionSeconds }),
          ...(visibilityTimeoutSeconds === undefined ? {} : { visibilityTimeoutSeconds }),
          ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
          ...(managedEncryption === undefined ? {} : { managedEncryption }),
          ...(redrivePolicy === undefined ? {} : { redrivePolicy }),
        });
        return {
          ref: queue.url,
          arn: queue.arn,
          attributes: { Arn: queue.arn, QueueName: queueName, QueueUrl: queue.url },
        };
      },
    },
    'AWS::SQS::QueuePolicy': {
      properties: properties('Queues PolicyDocument'),
      create({ properties: given, name }) {
        const policy = given.policy('PolicyDocument');
        for (const url of given.texts('Queues')) queues.setPolicy(url, policy);
        return { ref: name() };
      },
    },
  };
}
