import type { AccessRequest, PolicyStatement } from '../../aws/contracts.ts';
import type { Condition, DecisionCase } from './decision-case.ts';
import { allow, deny, when } from './decision-case.ts';
import { policy, role, copierArn, source } from './people.ts';

const cluster = `arn:aws:rds:eu-west-1:${source}:cluster:orders`;
const snapshot = `arn:aws:rds:eu-west-1:${source}:cluster-snapshot:orders-1`;
const topic = `arn:aws:sns:eu-west-1:${source}:notices`;

const deletion: AccessRequest = {
  principal: role(),
  action: 'rds:DeleteDBCluster',
  resource: cluster,
};

/** A role's call on its own account's cluster, under one identity policy. */
function own(
  name: string,
  statements: PolicyStatement[],
  answer: DecisionCase['answer'],
  request: Partial<AccessRequest> = {},
): DecisionCase {
  return { name, identity: [policy(...statements)], request: { ...deletion, ...request }, answer };
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
export const identityCases: readonly DecisionCase[] = [
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
  own('the resource is allowed by ARN', [allow('rds:*', cluster)], 'allowed'),
  own('another resource is allowed', [allow('rds:*', snapshot)], 'identity-implicit'),
  own('one of several resources', [allow('rds:*', [snapshot, cluster])], 'allowed'),
  own(
    'a resource by * at its end',
    [allow('rds:*', `arn:aws:rds:eu-west-1:${source}:cluster:*`)],
    'allowed',
  ),
  own(
    'a resource in any Region',
    [allow('rds:*', `arn:aws:rds:*:${source}:cluster:orders`)],
    'allowed',
  ),
  own('* reaches across colons', [allow('rds:*', 'arn:aws:rds:*:orders')], 'allowed'),
  own(
    'resources mind case',
    [allow('rds:*', cluster.replace('orders', 'Orders'))],
    'identity-implicit',
  ),
  own('a dot is a dot', [allow('rds:*', cluster.replace('orders', 'or.ers'))], 'identity-implicit'),
  own('a deny wins', [allow('rds:*'), deny('rds:Delete*')], 'identity-explicit'),
  own('a deny of something else', [allow('rds:*'), deny('rds:Modify*')], 'allowed'),
  own('a deny of another resource', [allow('rds:*'), deny('rds:*', snapshot)], 'allowed'),
  own('an action without a resource', [allow('rds:Describe*')], 'allowed', {
    action: 'rds:DescribeDBClusters',
    resource: '*',
  }),
  own(
    'an ARN does not cover an action without a resource',
    [allow('rds:Describe*', cluster)],
    'identity-implicit',
    { action: 'rds:DescribeDBClusters', resource: '*' },
  ),
  own(
    'a secret by ? suffix',
    [allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:db-??????')],
    'allowed',
    {
      action: 'secretsmanager:GetSecretValue',
      resource: `arn:aws:secretsmanager:eu-west-1:${source}:secret:db-a1B2c3`,
    },
  ),
];

const tag = 'aws:ResourceTag/understudy:part';
/** What the condition operators compare. */
export const conditionCases: readonly DecisionCase[] = [
  condition('StringEquals, equal', { StringEquals: { [tag]: 'copy' } }, { [tag]: 'copy' }, true),
  condition('StringEquals, other', { StringEquals: { [tag]: 'copy' } }, { [tag]: 'Copy' }, false),
  condition('StringEquals, missing', { StringEquals: { [tag]: 'copy' } }, {}, false),
  condition(
    'StringEquals, one of several values',
    { StringEquals: { [tag]: ['live', 'copy'] } },
    { [tag]: 'copy' },
    true,
  ),
  condition(
    'a key in other case',
    { StringEquals: { 'AWS:resourcetag/understudy:part': 'copy' } },
    { [tag]: 'copy' },
    true,
  ),
  condition(
    'all keys must be met',
    { StringEquals: { [tag]: 'copy', 'rds:cluster-tag/run': '1' } },
    { [tag]: 'copy' },
    false,
  ),
  condition(
    'all operators must be met',
    { StringEquals: { [tag]: 'copy' }, Bool: { 'kms:GrantIsForAWSResource': true } },
    { [tag]: 'copy', 'kms:GrantIsForAWSResource': 'false' },
    false,
  ),
  condition('StringNotEquals, other', { StringNotEquals: { [tag]: 'live' } }, { [tag]: 'x' }, true),
  condition(
    'StringNotEquals, equal',
    { StringNotEquals: { [tag]: 'live' } },
    { [tag]: 'live' },
    false,
  ),
  condition('StringNotEquals, missing', { StringNotEquals: { [tag]: 'live' } }, {}, true),
  condition('StringLike, alike', { StringLike: { [tag]: 'co*' } }, { [tag]: 'copy' }, true),
  condition('StringLike, unlike', { StringLike: { [tag]: 'co?' } }, { [tag]: 'copy' }, false),
  condition('StringLike, missing', { StringLike: { [tag]: '*' } }, {}, false),
  condition('…IfExists, missing', { StringEqualsIfExists: { [tag]: 'copy' } }, {}, true),
  condition(
    '…IfExists, other',
    { StringEqualsIfExists: { [tag]: 'copy' } },
    { [tag]: 'live' },
    false,
  ),
  condition(
    'Bool, true',
    { Bool: { 'kms:GrantIsForAWSResource': true } },
    { 'kms:GrantIsForAWSResource': 'true' },
    true,
  ),
  condition('Bool, missing', { Bool: { 'kms:GrantIsForAWSResource': false } }, {}, false),
  condition('Null true, missing', { Null: { [tag]: true } }, {}, true),
  condition('Null true, present', { Null: { [tag]: 'true' } }, { [tag]: 'x' }, false),
  condition('Null false, present', { Null: { [tag]: 'false' } }, { [tag]: 'x' }, true),
  condition(
    'ArnLike, alike',
    { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:not*' } },
    { 'aws:SourceArn': topic },
    true,
  ),
  condition(
    "ArnLike, * doesn't reach across colons",
    { ArnLike: { 'aws:SourceArn': 'arn:aws:*:notices' } },
    { 'aws:SourceArn': topic },
    false,
  ),
  condition(
    'ArnEquals behaves like ArnLike',
    { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:*:${source}:notices` } },
    { 'aws:SourceArn': topic },
    true,
  ),
  condition('ArnEquals, missing', { ArnEquals: { 'aws:SourceArn': topic } }, {}, false),
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
    { StringEquals: { 'aws:PrincipalAccount': source } },
    {},
    true,
  ),
  condition(
    'the role of the caller is known',
    { ArnEquals: { 'aws:PrincipalArn': copierArn } },
    {},
    true,
  ),
];
