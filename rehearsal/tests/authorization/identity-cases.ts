import type { AccessRequest, PolicyStatement } from '../../aws/contracts.ts';
import type { Condition, DecisionCase } from './decision-case.ts';
import { allow, deny, when } from './decision-case.ts';
import { policy, role, ROLE, SOURCE } from './people.ts';

const CLUSTER = `arn:aws:rds:eu-west-1:${SOURCE}:cluster:orders`;
const SNAPSHOT = `arn:aws:rds:eu-west-1:${SOURCE}:cluster-snapshot:orders-1`;
const TOPIC = `arn:aws:sns:eu-west-1:${SOURCE}:notices`;

const DELETE: AccessRequest = {
  principal: role(),
  action: 'rds:DeleteDBCluster',
  resource: CLUSTER,
};

/** A role's call on its own account's cluster, under one identity policy. */
function own(
  name: string,
  statements: PolicyStatement[],
  answer: DecisionCase['answer'],
  request: Partial<AccessRequest> = {},
): DecisionCase {
  return { name, identity: [policy(...statements)], request: { ...DELETE, ...request }, answer };
}

/** A call that meets a condition, or doesn't: the cluster may be deleted when it is met. */
function condition(
  name: string,
  conditions: Condition,
  context: NonNullable<AccessRequest['context']>,
  isMet: boolean,
): DecisionCase {
  return own(name, [when(conditions)], isMet ? 'allowed' : 'identity-implicit', { context });
}

/** What identity policies allow by action and resource. */
export const IDENTITY_CASES: readonly DecisionCase[] = [
  own('nothing allows', [], 'identity-implicit'),
  own('an action is allowed by name', [allow('rds:DeleteDBCluster')], 'allowed'),
  own('an action is allowed in other case', [allow('RDS:deletedbcluster')], 'allowed'),
  own('an action is allowed by *', [allow('rds:Delete*')], 'allowed'),
  own('an action is allowed by ?', [allow('rds:DeleteD?Cluster')], 'allowed'),
  own('? stands for one character only', [allow('rds:Delete?Cluster')], 'identity-implicit'),
  own('a longer action is another', [allow('rds:DeleteDBClusterSnapshot')], 'identity-implicit'),
  own('every action is allowed', [allow('*')], 'allowed'),
  own('another service is allowed', [allow('ec2:*')], 'identity-implicit'),
  own('one of several actions', [allow(['rds:AddTags', 'rds:DeleteDBCluster'])], 'allowed'),
  own('the resource is allowed by ARN', [allow('rds:*', CLUSTER)], 'allowed'),
  own('another resource is allowed', [allow('rds:*', SNAPSHOT)], 'identity-implicit'),
  own('one of several resources', [allow('rds:*', [SNAPSHOT, CLUSTER])], 'allowed'),
  own(
    'a resource by * at its end',
    [allow('rds:*', `arn:aws:rds:eu-west-1:${SOURCE}:cluster:*`)],
    'allowed',
  ),
  own(
    'a resource in any Region',
    [allow('rds:*', `arn:aws:rds:*:${SOURCE}:cluster:orders`)],
    'allowed',
  ),
  own('* reaches across colons', [allow('rds:*', 'arn:aws:rds:*:orders')], 'allowed'),
  own(
    'resources mind case',
    [allow('rds:*', CLUSTER.replace('orders', 'Orders'))],
    'identity-implicit',
  ),
  own('a dot is a dot', [allow('rds:*', CLUSTER.replace('orders', 'or.ers'))], 'identity-implicit'),
  own('a deny wins', [allow('rds:*'), deny('rds:Delete*')], 'identity-explicit'),
  own('a deny of something else', [allow('rds:*'), deny('rds:Modify*')], 'allowed'),
  own('a deny of another resource', [allow('rds:*'), deny('rds:*', SNAPSHOT)], 'allowed'),
  own('an action without a resource', [allow('rds:Describe*')], 'allowed', {
    action: 'rds:DescribeDBClusters',
    resource: '*',
  }),
  own(
    'an ARN does not cover an action without a resource',
    [allow('rds:Describe*', CLUSTER)],
    'identity-implicit',
    { action: 'rds:DescribeDBClusters', resource: '*' },
  ),
  own(
    'a secret by ? suffix',
    [allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:db-??????')],
    'allowed',
    {
      action: 'secretsmanager:GetSecretValue',
      resource: `arn:aws:secretsmanager:eu-west-1:${SOURCE}:secret:db-a1B2c3`,
    },
  ),
];

const TAG = 'aws:ResourceTag/understudy:part';
/** What the condition operators compare. */
export const CONDITION_CASES: readonly DecisionCase[] = [
  condition('StringEquals, equal', { StringEquals: { [TAG]: 'copy' } }, { [TAG]: 'copy' }, true),
  condition('StringEquals, other', { StringEquals: { [TAG]: 'copy' } }, { [TAG]: 'Copy' }, false),
  condition('StringEquals, missing', { StringEquals: { [TAG]: 'copy' } }, {}, false),
  condition(
    'StringEquals, one of several values',
    { StringEquals: { [TAG]: ['live', 'copy'] } },
    { [TAG]: 'copy' },
    true,
  ),
  condition(
    'a key in other case',
    { StringEquals: { 'AWS:resourcetag/understudy:part': 'copy' } },
    { [TAG]: 'copy' },
    true,
  ),
  condition(
    'all keys must be met',
    { StringEquals: { [TAG]: 'copy', 'rds:cluster-tag/run': '1' } },
    { [TAG]: 'copy' },
    false,
  ),
  condition(
    'all operators must be met',
    { StringEquals: { [TAG]: 'copy' }, Bool: { 'kms:GrantIsForAWSResource': true } },
    { [TAG]: 'copy', 'kms:GrantIsForAWSResource': 'false' },
    false,
  ),
  condition('StringNotEquals, other', { StringNotEquals: { [TAG]: 'live' } }, { [TAG]: 'x' }, true),
  condition(
    'StringNotEquals, equal',
    { StringNotEquals: { [TAG]: 'live' } },
    { [TAG]: 'live' },
    false,
  ),
  condition('StringNotEquals, missing', { StringNotEquals: { [TAG]: 'live' } }, {}, true),
  condition('StringLike, alike', { StringLike: { [TAG]: 'co*' } }, { [TAG]: 'copy' }, true),
  condition('StringLike, unlike', { StringLike: { [TAG]: 'co?' } }, { [TAG]: 'copy' }, false),
  condition('StringLike, missing', { StringLike: { [TAG]: '*' } }, {}, false),
  condition('…IfExists, missing', { StringEqualsIfExists: { [TAG]: 'copy' } }, {}, true),
  condition(
    '…IfExists, other',
    { StringEqualsIfExists: { [TAG]: 'copy' } },
    { [TAG]: 'live' },
    false,
  ),
  condition(
    'Bool, true',
    { Bool: { 'kms:GrantIsForAWSResource': true } },
    { 'kms:GrantIsForAWSResource': 'true' },
    true,
  ),
  condition('Bool, missing', { Bool: { 'kms:GrantIsForAWSResource': false } }, {}, false),
  condition('Null true, missing', { Null: { [TAG]: true } }, {}, true),
  condition('Null true, present', { Null: { [TAG]: 'true' } }, { [TAG]: 'x' }, false),
  condition('Null false, present', { Null: { [TAG]: 'false' } }, { [TAG]: 'x' }, true),
  condition(
    'ArnLike, alike',
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:not*' } },
    { 'aws:SourceArn': TOPIC },
    true,
  ),
  condition(
    "ArnLike, * doesn't reach across colons",
    { ArnLike: { 'aws:SourceArn': 'arn:aws:*:notices' } },
    { 'aws:SourceArn': TOPIC },
    false,
  ),
  condition(
    'ArnEquals behaves like ArnLike',
    { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:*:${SOURCE}:notices` } },
    { 'aws:SourceArn': TOPIC },
    true,
  ),
  condition('ArnEquals, missing', { ArnEquals: { 'aws:SourceArn': TOPIC } }, {}, false),
  condition(
    'ForAnyValue, one of them',
    { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'run' } },
    { 'aws:TagKeys': ['run', 'other'] },
    true,
  ),
  condition(
    'ForAnyValue, missing',
    { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'run' } },
    {},
    false,
  ),
  condition(
    'ForAllValues, one too many',
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'run' } },
    { 'aws:TagKeys': ['run', 'other'] },
    false,
  ),
  condition(
    'ForAllValues, all of them',
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['run', 'other'] } },
    { 'aws:TagKeys': ['run'] },
    true,
  ),
  condition(
    'ForAllValues, missing',
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'run' } },
    {},
    true,
  ),
  condition(
    'the account of the caller is known',
    { StringEquals: { 'aws:PrincipalAccount': SOURCE } },
    {},
    true,
  ),
  condition(
    'the role of the caller is known',
    { ArnEquals: { 'aws:PrincipalArn': ROLE } },
    {},
    true,
  ),
];
