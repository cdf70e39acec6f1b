// One file: a table of cases, in the order of the services.
import type { AccessRequest, PolicyStatement } from '../../aws/contracts.ts';
import type { DecisionCase } from './decision-case.ts';
import { allow, deny, to, when } from './decision-case.ts';
import {
  operator,
  policy,
  role,
  copierArn,
  service,
  source,
  target,
  targetRole,
} from './people.ts';

const topic = `arn:aws:sns:eu-west-1:${source}:notices`;
const key = `arn:aws:kms:eu-central-1:${source}:key/0b0a`;
const receiverArn = `arn:aws:lambda:eu-central-1:${target}:function:receive`;

/** A call in which the policies of a role and of a resource meet. */
function met(
  resource: Pick<AccessRequest, 'action' | 'resource' | 'rule'> & { owner: string },
  name: string,
  principal: AccessRequest['principal'],
  identity: PolicyStatement[],
  resourceStatements: PolicyStatement[] | undefined,
  answer: DecisionCase['answer'],
  context: AccessRequest['context'] = {},
): DecisionCase {
  const { owner, ...asked } = resource;
  return {
    name,
    identity: [policy(...identity)],
    request: {
      principal,
      ...asked,
      resourceAccountId: owner,
      context,
      ...(resourceStatements ? { resourcePolicy: policy(...resourceStatements) } : {}),
    },
    answer,
  };
}

const publish = { action: 'sns:Publish', resource: topic, owner: source } as const;
const subscribe = { action: 'sns:Subscribe', resource: topic, owner: source } as const;
const decrypt = { action: 'kms:Decrypt', resource: key, owner: source, rule: 'key' } as const;
const grant = { action: 'kms:CreateGrant', resource: key, owner: source, rule: 'key' } as const;
const invoke = { action: 'lambda:InvokeFunction', resource: receiverArn, owner: target } as const;

const sourceRoot = { AWS: `arn:aws:iam::${source}:root` };
const via = { 'kms:ViaService': 'rds.eu-central-1.amazonaws.com' };

/** Identity and resource policies within an account. */
export const sameAccountCases: readonly DecisionCase[] = [
  met(publish, 'a topic without a policy', role(), [allow('sns:Publish')], undefined, 'allowed'),
  met(
    publish,
    'a topic policy that names the role suffices',
    role(),
    [],
    [to({ AWS: copierArn }, allow('sns:Publish'))],
    'allowed',
  ),
  met(
    publish,
    'a topic policy that names everybody suffices',
    role(),
    [],
    [to('*', allow('sns:Publish'))],
    'allowed',
  ),
  met(
    publish,
    'a topic policy that names the account leaves it to the role',
    role(),
    [],
    [to({ AWS: source }, allow('sns:Publish'))],
    'identity-implicit',
  ),
  met(
    publish,
    'a topic policy denies what the role may',
    role(),
    [allow('sns:*')],
    [to(sourceRoot, deny('sns:Publish'))],
    'resource-explicit',
  ),
  met(
    publish,
    'the operator needs no policy',
    operator(),
    [],
    [to({ AWS: target }, allow('sns:Subscribe'))],
    'allowed',
  ),
  met(
    publish,
    'a topic policy denies the operator',
    operator(),
    [],
    [to('*', deny('sns:*'))],
    'resource-explicit',
  ),
];

/** Identity and resource policies across accounts. */
export const crossAccountCases: readonly DecisionCase[] = [
  met(
    subscribe,
    'both policies allow',
    role(targetRole),
    [allow('sns:Subscribe')],
    [to({ AWS: target }, allow('sns:Subscribe'))],
    'allowed',
  ),
  met(
    subscribe,
    'the topic names the role, whose policies are silent',
    role(targetRole),
    [],
    [to({ AWS: targetRole }, allow('sns:Subscribe'))],
    'identity-implicit',
  ),
  met(
    subscribe,
    'only the role allows',
    role(targetRole),
    [allow('sns:*')],
    [to(sourceRoot, allow('sns:Subscribe'))],
    'resource-implicit',
  ),
  met(
    subscribe,
    'the operator of another account isn’t named',
    operator(target),
    [],
    undefined,
    'resource-implicit',
  ),
  met(
    subscribe,
    'the operator of another account is named',
    operator(target),
    [],
    [to({ AWS: `arn:aws:iam::${target}:root` }, allow('sns:Subscribe'))],
    'allowed',
  ),
  met(
    subscribe,
    'a condition on the protocol',
    operator(target),
    [],
    [to({ AWS: target }, when({ StringEquals: { 'sns:Protocol': 'lambda' } }, allow('sns:*')))],
    'resource-implicit',
    { 'sns:Protocol': 'email' },
  ),
];

/** The rule of KMS. */
export const keyCases: readonly DecisionCase[] = [
  met(
    decrypt,
    'a key policy that names the account lets the role’s policies count',
    role(),
    [allow('kms:Decrypt', key)],
    [to(sourceRoot, allow('kms:*'))],
    'allowed',
  ),
  met(
    decrypt,
    'naming the account isn’t enough by itself',
    role(),
    [],
    [to(sourceRoot, allow('kms:*'))],
    'identity-implicit',
  ),
  met(
    decrypt,
    'the role’s policies don’t count without the key’s',
    role(),
    [allow('kms:*')],
    [to({ AWS: target }, allow('kms:*'))],
    'resource-implicit',
  ),
  met(
    decrypt,
    'a key policy that names the role suffices',
    role(),
    [],
    [to({ AWS: copierArn }, allow('kms:Decrypt'))],
    'allowed',
  ),
  met(
    decrypt,
    'the operator can’t pass a key policy by',
    operator(),
    [],
    [to({ AWS: copierArn }, allow('kms:*'))],
    'resource-implicit',
  ),
  met(
    decrypt,
    'another account needs both',
    role(targetRole),
    [allow('kms:Decrypt', key)],
    [to({ AWS: target }, allow(['kms:Decrypt', 'kms:DescribeKey']))],
    'allowed',
  ),
  met(
    decrypt,
    'another account’s role policy is missing',
    role(targetRole),
    [],
    [to({ AWS: target }, allow('kms:Decrypt'))],
    'identity-implicit',
  ),
  met(
    grant,
    'a grant for a service of AWS',
    role(targetRole),
    [allow('kms:CreateGrant')],
    [
      to(
        { AWS: target },
        when({ Bool: { 'kms:GrantIsForAWSResource': 'true' } }, allow('kms:CreateGrant')),
      ),
    ],
    'allowed',
    { 'kms:GrantIsForAWSResource': 'true' },
  ),
  met(
    grant,
    'a grant of one’s own',
    role(targetRole),
    [allow('kms:CreateGrant')],
    [
      to(
        { AWS: target },
        when({ Bool: { 'kms:GrantIsForAWSResource': 'true' } }, allow('kms:CreateGrant')),
      ),
    ],
    'resource-implicit',
    { 'kms:GrantIsForAWSResource': 'false' },
  ),
  met(
    decrypt,
    'through RDS as the policy wants',
    role(targetRole),
    [when({ StringEquals: via }, allow('kms:*'))],
    [to({ AWS: target }, when({ StringEquals: via }, allow('kms:*')))],
    'allowed',
    via,
  ),
  met(
    decrypt,
    'directly, where the policy wants RDS',
    role(targetRole),
    [allow('kms:*')],
    [to({ AWS: target }, when({ StringEquals: via }, allow('kms:*')))],
    'resource-implicit',
  ),
  met(
    decrypt,
    'the account of the caller, for anybody through a service',
    role(),
    [],
    [to({ AWS: '*' }, when({ StringEquals: { 'kms:CallerAccount': source } }, allow('kms:*')))],
    'allowed',
  ),
];

const sns = service('sns.amazonaws.com', topic);
/** Services as callers. */
export const serviceCases: readonly DecisionCase[] = [
  met(invoke, 'no policy names the service', sns, [], undefined, 'resource-implicit'),
  met(
    invoke,
    'the service for this topic',
    sns,
    [],
    [
      to(
        { Service: 'sns.amazonaws.com' },
        when({ ArnLike: { 'aws:SourceArn': topic } }, allow('lambda:InvokeFunction', receiverArn)),
      ),
    ],
    'allowed',
  ),
  met(
    invoke,
    'the service for another topic',
    sns,
    [],
    [
      to(
        { Service: 'sns.amazonaws.com' },
        when({ ArnLike: { 'aws:SourceArn': `${topic}-2` } }, allow('lambda:InvokeFunction')),
      ),
    ],
    'resource-implicit',
  ),
  met(
    invoke,
    'the service for another account',
    sns,
    [],
    [
      to(
        { Service: 'sns.amazonaws.com' },
        when({ StringEquals: { 'aws:SourceAccount': target } }, allow('lambda:*')),
      ),
    ],
    'resource-implicit',
  ),
  met(
    invoke,
    'another service',
    service('events.amazonaws.com', topic),
    [],
    [to({ Service: 'sns.amazonaws.com' }, allow('lambda:*'))],
    'resource-implicit',
  ),
  met(
    invoke,
    'a service is none of an account’s principals',
    sns,
    [],
    [to({ AWS: source }, allow('lambda:*'))],
    'resource-implicit',
  ),
];
