import { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { PolicyStatement } from '../../aws/contracts.ts';
import { Random } from '../../aws/random.ts';
import { Kms } from '../../aws/services/kms/kms.ts';
import { lambdaTrust, policy, source, target, targetRole } from '../authorization/people.ts';
import { callerOf } from './caller.ts';

export const place = { accountId: source, region: 'eu-central-1' };
export const rds = 'rds.eu-central-1.amazonaws.com';
export const root: PolicyStatement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${source}:root` },
  Action: 'kms:*',
  Resource: '*',
};
/** What a recovery key's policy says of the target account. */
export const shared: PolicyStatement[] = [
  {
    Effect: 'Allow',
    Principal: { AWS: target },
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Resource: '*',
  },
  {
    Effect: 'Allow',
    Principal: { AWS: target },
    Action: 'kms:CreateGrant',
    Resource: '*',
    Condition: { Bool: { 'kms:GrantIsForAWSResource': true } },
  },
];

/** KMS, and a role of the target account that may do `targetActions`. */
export function simulator(targetActions: string[] = ['kms:*']) {
  const clock = { time: Date.UTC(2026, 0, 5), now: () => clock.time };
  const authorizer = new Authorizer();
  authorizer.addRole(targetRole, {
    policies: [policy({ Effect: 'Allow', Action: targetActions, Resource: '*' })],
    managedPolicyArns: [],
    trustPolicy: lambdaTrust,
  });
  const kms = new Kms(authorizer, clock, new Random(1));
  return { clock, kms, call: callerOf(kms, authorizer) };
}
