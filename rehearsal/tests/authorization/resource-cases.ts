import type { AccessRequest, PolicyStatement } from '../../aws/contracts.ts';
import type { DecisionCase } from './decision-case.ts';
import { allow, deny, to, when } from './decision-case.ts';
import { operator, policy, role, ROLE, service, SOURCE, TARGET, TARGET_ROLE } from './people.ts';

const TOPIC = `arn:aws:sns:eu-west-1:${SOURCE}:notices`;
const KEY = `arn:aws:kms:eu-central-1:${SOURCE}:key/0b0a`;
const FUNCTION = `arn:aws:lambda:eu-central-1:${TARGET}:function:receive`;

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

const publish = { action: 'sns:Publish', resource: TOPIC, owner: SOURCE } as const;
const subscribe = { action: 'sns:Subscribe', resource: TOPIC, owner: SOURCE } as const;
const decrypt = { action: 'kms:Decrypt', resource: KEY, owner: SOURCE, rule: 'key' } as const;
const grant = { action: 'kms:CreateGrant', resource: KEY, owner: SOURCE, rule: 'key' } as const;
const invoke = { action: 'lambda:InvokeFunction', resource: FUNCTION, owner: TARGET } as const;

const SOURCE_ROOT = { AWS: `arn:aws:iam::${SOURCE}:root` };
const VIA = { 'kms:ViaService': 'rds.eu-central-1.amazonaws.com' };

/** Identity and resource policies within an account. */
export const SAME_ACCOUNT_CASES: readonly DecisionCase[] = [
  met(publish, 'a topic without a policy', role(), [allow('sns:Publish')], undefined, 'allowed'),
  met(
    publish,
    'a topic policy that names the role suffices',
    role(),
    [],
    [to({ AWS: ROLE }, allow('sns:Publish'))],
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
    [to({ AWS: SOURCE }, allow('sns:Publish'))],
    'identity-implicit',
  ),
  met(
    publish,
    'a topic policy denies what the role may',
    role(),
    [allow('sns:*')],
    [to(SOURCE_ROOT, deny('sns:Publish'))],
    'resource-explicit',
  ),
  met(
    publish,
    'the operator needs no policy',
    operator(),
    [],
    [to({ AWS: TARGET }, allow('sns:Subscribe'))],
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
export const CROSS_ACCOUNT_CASES: readonly DecisionCase[] = [
  met(
    subscribe,
    'both policies allow',
    role(TARGET_ROLE),
    [allow('sns:Subscribe')],
    [to({ AWS: TARGET }, allow('sns:Subscribe'))],
    'allowed',
  ),
  met(
    subscribe,
    'the topic names the role, whose policies are silent',
    role(TARGET_ROLE),
    [],
    [to({ AWS: TARGET_ROLE }, allow('sns:Subscribe'))],
    'identity-implicit',
  ),
  met(
    subscribe,
    'only the role allows',
    role(TARGET_ROLE),
    [allow('sns:*')],
    [to(SOURCE_ROOT, allow('sns:Subscribe'))],
    'resource-implicit',
  ),
  met(
    subscribe,
    'the operator of another account isn’t named',
    operator(TARGET),
    [],
    undefined,
    'resource-implicit',
  ),
  met(
    subscribe,
    'the operator of another account is named',
    operator(TARGET),
    [],
    [to({ AWS: `arn:aws:iam::${TARGET}:root` }, allow('sns:Subscribe'))],
    'allowed',
  ),
  met(
    subscribe,
    'a condition on the protocol',
    operator(TARGET),
    [],
    [to({ AWS: TARGET }, when({ StringEquals: { 'sns:Protocol': 'lambda' } }, allow('sns:*')))],
    'resource-implicit',
    { 'sns:Protocol': 'email' },
  ),
];

/** The rule of KMS. */
export const KEY_CASES: readonly DecisionCase[] = [
  met(
    decrypt,
    'a key policy that names the account lets the role’s policies count',
    role(),
    [allow('kms:Decrypt', KEY)],
    [to(SOURCE_ROOT, allow('kms:*'))],
    'allowed',
  ),
  met(
    decrypt,
    'naming the account isn’t enough by itself',
    role(),
    [],
    [to(SOURCE_ROOT, allow('kms:*'))],
    'identity-implicit',
  ),
  met(
    decrypt,
    'the role’s policies don’t count without the key’s',
    role(),
    [allow('kms:*')],
    [to({ AWS: TARGET }, allow('kms:*'))],
    'resource-implicit',
  ),
  met(
    decrypt,
    'a key policy that names the role suffices',
    role(),
    [],
    [to({ AWS: ROLE }, allow('kms:Decrypt'))],
    'allowed',
  ),
  met(
    decrypt,
    'the operator can’t pass a key policy by',
    operator(),
    [],
    [to({ AWS: ROLE }, allow('kms:*'))],
    'resource-implicit',
  ),
  met(
    decrypt,
    'another account needs both',
    role(TARGET_ROLE),
    [allow('kms:Decrypt', KEY)],
    [to({ AWS: TARGET }, allow(['kms:Decrypt', 'kms:DescribeKey']))],
    'allowed',
  ),
  met(
    decrypt,
    'another account’s role policy is missing',
    role(TARGET_ROLE),
    [],
    [to({ AWS: TARGET }, allow('kms:Decrypt'))],
    'identity-implicit',
  ),
  met(
    grant,
    'a grant for a service of AWS',
    role(TARGET_ROLE),
    [allow('kms:CreateGrant')],
    [
      to(
        { AWS: TARGET },
        when({ Bool: { 'kms:GrantIsForAWSResource': 'true' } }, allow('kms:CreateGrant')),
      ),
    ],
    'allowed',
    { 'kms:GrantIsForAWSResource': 'true' },
  ),
  met(
    grant,
    'a grant of one’s own',
    role(TARGET_ROLE),
    [allow('kms:CreateGrant')],
    [
      to(
        { AWS: TARGET },
        when({ Bool: { 'kms:GrantIsForAWSResource': 'true' } }, allow('kms:CreateGrant')),
      ),
    ],
    'resource-implicit',
    { 'kms:GrantIsForAWSResource': 'false' },
  ),
  met(
    decrypt,
    'through RDS as the policy wants',
    role(TARGET_ROLE),
    [when({ StringEquals: VIA }, allow('kms:*'))],
    [to({ AWS: TARGET }, when({ StringEquals: VIA }, allow('kms:*')))],
    'allowed',
    VIA,
  ),
  met(
    decrypt,
    'directly, where the policy wants RDS',
    role(TARGET_ROLE),
    [allow('kms:*')],
    [to({ AWS: TARGET }, when({ StringEquals: VIA }, allow('kms:*')))],
    'resource-implicit',
  ),
  met(
    decrypt,
    'the account of the caller, for anybody through a service',
    role(),
    [],
    [to({ AWS: '*' }, when({ StringEquals: { 'kms:CallerAccount': SOURCE } }, allow('kms:*')))],
    'allowed',
  ),
];

const sns = service('sns.amazonaws.com', TOPIC);
/** Services as callers. */
export const SERVICE_CASES: readonly DecisionCase[] = [
  met(invoke, 'no policy names the service', sns, [], undefined, 'resource-implicit'),
  met(
    invoke,
    'the service for this topic',
    sns,
    [],
    [
      to(
        { Service: 'sns.amazonaws.com' },
        when({ ArnLike: { 'aws:SourceArn': TOPIC } }, allow('lambda:InvokeFunction', FUNCTION)),
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
        when({ ArnLike: { 'aws:SourceArn': `${TOPIC}-2` } }, allow('lambda:InvokeFunction')),
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
        when({ StringEquals: { 'aws:SourceAccount': TARGET } }, allow('lambda:*')),
      ),
    ],
    'resource-implicit',
  ),
  met(
    invoke,
    'another service',
    service('events.amazonaws.com', TOPIC),
    [],
    [to({ Service: 'sns.amazonaws.com' }, allow('lambda:*'))],
    'resource-implicit',
  ),
  met(
    invoke,
    'a service is none of an account’s principals',
    sns,
    [],
    [to({ AWS: SOURCE }, allow('lambda:*'))],
    'resource-implicit',
  ),
];
