import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../../rehearsal/authorization/authorizer.ts';
import type { PolicyDocument, PolicyStatement } from '../../../rehearsal/contracts.ts';
import { Random } from '../../../rehearsal/random.ts';
import { Kms } from '../../../rehearsal/services/kms/kms.ts';
import { Sqs } from '../../../rehearsal/services/sqs/sqs.ts';
import { operator, policy, service, SOURCE, TARGET } from '../authorization/people.ts';
import { failure } from './failure.ts';

const PLACE = { accountId: SOURCE, region: 'eu-west-1' };
const TOPIC = `arn:aws:sns:eu-west-1:${SOURCE}:notices`;
const SNS = service('sns.amazonaws.com', TOPIC);
const FROM_SNS: PolicyStatement = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: ['sqs:SendMessage', 'kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
};

function stage(keyPolicy?: PolicyDocument) {
  const clock = { now: () => 5 };
  const authorizer = new Authorizer();
  const kms = new Kms(authorizer, clock, new Random(1));
  const sqs = new Sqs(authorizer, kms, clock, new Random(2));
  const queueArn = sqs.createQueue(PLACE, {
    name: 'undelivered',
    policy: policy(FROM_SNS),
    ...(keyPolicy && { kmsKeyArn: kms.createKey(PLACE, { policy: keyPolicy }) }),
  });
  return { sqs, queueArn };
}

describe('a queue', () => {
  it('keeps what its policy lets in', () => {
    const { sqs, queueArn } = stage();
    sqs.send(SNS, queueArn, 'one');
    sqs.send(operator(), queueArn, 'two');
    expect(queueArn).toBe(`arn:aws:sqs:eu-west-1:${SOURCE}:undelivered`);
    expect(sqs.messages(queueArn)).toMatchObject([
      { body: 'one', sent: new Date(5) },
      { body: 'two' },
    ]);
  });

  it('keeps others out', () => {
    const { sqs, queueArn } = stage();
    const send = (): void => sqs.send(operator(TARGET), queueArn, 'one');
    expect(send).toThrow(failure('AccessDenied', 'sqs:SendMessage'));
    expect(sqs.messages(queueArn)).toEqual([]);
  });

  it('under a key asks the key too', () => {
    const open = stage(policy(FROM_SNS));
    open.sqs.send(SNS, open.queueArn, 'one');
    expect(open.sqs.messages(open.queueArn)).toHaveLength(1);
    const closed = stage(policy());
    expect(() => closed.sqs.send(SNS, closed.queueArn, 'one')).toThrow(
      failure('AccessDeniedException', 'kms:GenerateDataKey'),
    );
  });

  it('must be there', () => {
    const { sqs, queueArn } = stage();
    expect(sqs.has(queueArn)).toBe(true);
    expect(() => sqs.messages(`${queueArn}-2`)).toThrow(
      failure('QueueDoesNotExist', 'undelivered-2'),
    );
  });
});
