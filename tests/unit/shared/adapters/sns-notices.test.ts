import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { snsAnswers } from '../../../../functions/shared/adapters/answers/sns.ts';
import { snsNotices } from '../../../../functions/shared/adapters/sns-notices.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ sns: ['Publish'] });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

describe('snsNotices', () => {
  const topic = 'arn:aws-cn:sns:cn-north-1:111111111111:captures';

  it.each([
    ['as it is', 'a snapshot is shared', 'a snapshot is shared'],
    ['cut to what SNS takes', 's'.repeat(120), 's'.repeat(100)],
  ])('a notice is published as JSON with its subject %s', async (_what, subject, sent) => {
    world.answer('Publish', () => ({ MessageId: 'a' }));
    await snsNotices(sortFailures(new SNSClient(world.simulator.client), snsAnswers)).publish(
      topic,
      subject,
      {
        a: ['ü', 1],
      },
    );
    expect(world.met[0]?.input).toEqual({
      TopicArn: topic,
      Subject: sent,
      Message: '{"a":["ü",1]}',
    });
  });
});
