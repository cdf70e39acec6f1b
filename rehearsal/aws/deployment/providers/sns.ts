import { properties } from '../property-table.ts';
import type { TopicsPort } from './messaging-ports.ts';
import type { Providers } from './provider.ts';

/** `AWS::SNS::Topic`, its policy, and subscriptions, also to topics elsewhere. */
export function snsProviders(topics: TopicsPort): Providers {
  return {
    'AWS::SNS::Topic': {
      properties: properties('TopicName DisplayName KmsMasterKeyId Tags'),
      create({ properties: given, location, name }) {
        const topicName = given.optionalText('TopicName') ?? name(256);
        const displayName = given.optionalText('DisplayName');
        const kmsKeyId = given.optionalText('KmsMasterKeyId');
        const { arn } = topics.createTopic(location, {
          name: topicName,
          tags: given.tags(),
          ...(displayName === undefined ? {} : { displayName }),
          ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        });
        return { ref: arn, arn, attributes: { TopicArn: arn, TopicName: topicName } };
      },
    },
    'AWS::SNS::TopicPolicy': {
      properties: properties('Topics PolicyDocument'),
      create({ properties: given, name }) {
        const policy = given.policy('PolicyDocument');
        for (const topicArn of given.texts('Topics')) topics.setPolicy(topicArn, policy);
        return { ref: name() };
      },
    },
    'AWS::SNS::Subscription': {
      properties: {
        ...properties(
          'TopicArn Protocol Endpoint Region RawMessageDelivery FilterPolicy FilterPolicyScope',
        ),
        RedrivePolicy: properties('deadLetterTargetArn'),
      },
      create({ properties: given, location }) {
        const queue = given.reader('RedrivePolicy')?.text('deadLetterTargetArn');
        const filterPolicy = given.map('FilterPolicy');
        const filterPolicyScope = given.optionalText('FilterPolicyScope');
        const { arn } = topics.subscribe(location, {
          topicArn: given.text('TopicArn'),
          region: given.optionalText('Region') ?? location.region,
          protocol: given.text('Protocol'),
          endpoint: given.text('Endpoint'),
          rawMessageDelivery: given.boolean('RawMessageDelivery') ?? false,
          ...(queue === undefined ? {} : { deadLetterQueueArn: queue }),
          ...(filterPolicy === undefined ? {} : { filterPolicy }),
          ...(filterPolicyScope === undefined ? {} : { filterPolicyScope }),
        });
        return { ref: arn, arn, attributes: { Arn: arn } };
      },
    },
  };
}
