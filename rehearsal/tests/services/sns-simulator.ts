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
  LAMBDA_TRUST,
  policy,
  role,
  ROLE,
  SOURCE,
  TARGET,
  TARGET_ROLE,
} from '../authorization/people.ts';
import { callerOf } from './caller.ts';

export const REGION = 'eu-west-1';
export const PLACE = { accountId: SOURCE, region: REGION };
export const TARGET_PLACE = { accountId: TARGET, region: 'eu-central-1' };
export const TOPIC = `arn:aws:sns:${REGION}:${SOURCE}:notices`;
export const FUNCTION = `arn:aws:lambda:eu-central-1:${TARGET}:function:receive`;
const START = Date.UTC(2026, 0, 5);

/** A topic policy that lets the target account subscribe and publish. */
export const SHARED: PolicyDocument = policy({
  Effect: 'Allow',
  Principal: { AWS: TARGET },
  Action: ['sns:Subscribe', 'sns:Publish'],
  Resource: TOPIC,
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
  const clock = new VirtualClock(START);
  const authorizer = new Authorizer();
  const everything: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
  for (const roleArn of [ROLE, TARGET_ROLE]) {
    authorizer.addRole(roleArn, {
      policies: [policy(everything)],
      managedPolicyArns: [],
      trustPolicy: LAMBDA_TRUST,
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
      delivered.push({ time: clock.now() - START, functionArn, sourceArn, event, principal });
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
    topic: (settings: Partial<TopicSettings> = { policy: SHARED }) =>
      sns.createTopic(PLACE, { name: 'notices', ...settings }),
    subscribe: (redriveQueueArn?: string) =>
      sns.subscribe(TARGET_PLACE, {
        topicArn: TOPIC,
        protocol: 'lambda',
        endpoint: FUNCTION,
        region: REGION,
        ...(redriveQueueArn && { redrivePolicy: { deadLetterTargetArn: redriveQueueArn } }),
      }),
    publish: (input: Record<string, unknown> = {}) =>
      call<PublishResponse>(role(), REGION, 'Publish', { TopicArn: TOPIC, Message: 'm', ...input }),
    pass: (milliseconds: number) => clock.run(clock.sleep(milliseconds)),
  };
}

/** A queue that the topic may redrive to. */
export function redriveQueue(sqs: Sqs): string {
  const queueArn = `arn:aws:sqs:${REGION}:${TARGET}:undelivered`;
  return sqs.createQueue(
    { accountId: TARGET, region: REGION },
    {
      name: 'undelivered',
      policy: policy({
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
      }),
    },
  );
}
