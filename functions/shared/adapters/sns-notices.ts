import { PublishCommand } from '@aws-sdk/client-sns';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Notices } from '../ports/notices.ts';

/** A subject has at most 100 characters. Source: SNS API reference, Publish. */
const longestSubject = 100;

export function snsNotices(client: SNSClient): Notices {
  return {
    async publish(topicArn, subject, document) {
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject.slice(0, longestSubject),
          Message: JSON.stringify(document),
        }),
      );
    },
  };
}
