import type { PublishResponse } from '@aws-sdk/client-sns';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { VirtualClock } from '../../aws/clock.ts';
import type { PolicyDocument, PolicyStatement, Principal } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import type { FunctionEvent } from '../../aws/services/sns/notification.ts';
import type { TopicSettings } from '../../aws/services/sns/sns.ts';
import { Sns } from '../../aws/services/sns/sns.ts';
import { Sqs } from '../../aws/services/sqs/sqs.ts';
import {
  lambdaTrust,
  policy,
  role,
  copierArn,
  source,
  target,
  targetRole,
} from '../authorization/people.ts';
import { callerOf } from './caller.ts';

export const region = 'eu-west-1';
export const place = { accountId: source, region: region };
export const targetPlace = { accountId: target, region: 'eu-central-1' };
export const noticesTopicArn = `arn:aws:sns:${region}:${source}:notices`;
export const receiverArn = `arn:aws:lambda:eu-central-1:${target}:function:receive`;
const start = Date.UTC(2026, 0, 5);

/** A topic policy that lets the target account subscribe and publish. */
export const shared: PolicyDocument = policy({
  Effect: 'Allow',
  Principal: { AWS: target },
  Action: [
    'sns:Subscribe',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:Publish',
  ],
  Resource: noticesTopicArn,
});

interface Delivered {
  readonly time: number;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly event: FunctionEvent;
  readonly principal: Principal;
}

/** SNS with its neighbours; `answers` says how each delivery to a function ends. */
export function simulator(answers: (attempt: number) => Error | undefined = () => undefined) {
  const clock = new VirtualClock(start);
  const authorizer = new Authorizer();
  const everything: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
  for (const roleArn of [copierArn, targetRole]) {
    authorizer.addRole(roleArn, {
      policies: [policy(everything)],
      managedPolicyArns: [],
      trustPolicy: lambdaTrust,
    });
  }
  const kms = new Kms(authorizer, clock, new Random(1));
  const sqs = new Sqs(authorizer, kms, clock, new Random(2));
  const delivered: Delivered[] = [];
  const sns = new Sns({
    authorizer,
    keys: kms,
    queues: sqs,
    clock,
    random: new Random(3),
    deliverToFunction: async (functionArn, sourceArn, event, principal) => {
      const answer = answers(delivered.length);
      delivered.push({ time: clock.now() - start, functionArn, sourceArn, event, principal });
      await Promise.resolve();
      if (answer !== undefined) throw answer;
    },
  });
  const call = callerOf(sns, authorizer);
  return {
    authorizer,
    kms,
    sqs,
    sns,
    call,
    delivered,
    topic: (settings: Partial<TopicSettings> = { policy: shared }) =>
      sns.createTopic(place, { name: 'notices', ...settings }),
    subscribe: (redriveQueueArn?: string) =>
      sns.subscribe(targetPlace, {
        topicArn: noticesTopicArn,
        protocol: 'lambda',
        endpoint: receiverArn,
        region: region,
        ...(redriveQueueArn && { redrivePolicy: { deadLetterTargetArn: redriveQueueArn } }),
      }),
    publish: (input: Record<string, unknown> = {}) =>
      call<PublishResponse>(role(), region, 'Publish', {
        TopicArn: noticesTopicArn,
        Message: 'm',
        ...input,
      }),
    pass: (milliseconds: number) => clock.run(clock.sleep(milliseconds)),
  };
}

/** A queue that the topic may redrive to. */
export function redriveQueue(sqs: Sqs): string {
  const queueArn = `arn:aws:sqs:${region}:${target}:undelivered`;
  return sqs.createQueue(
    { accountId: target, region: region },
    {
      name: 'undelivered',
      policy: policy({
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': noticesTopicArn } },
      }),
    },
  );
}
