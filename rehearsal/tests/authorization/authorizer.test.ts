import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { PolicyStatement } from '../../aws/contracts.ts';
import { lambdaTrust, policy, role, copierArn, source } from './people.ts';

const cluster = `arn:aws:rds:eu-west-1:${source}:cluster:orders`;
const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

function authorizerWith(
  statements: PolicyStatement[],
  managedPolicyArns: string[] = [],
): Authorizer {
  const authorizer = new Authorizer();
  const policies = [policy(...statements)];
  authorizer.addRole(copierArn, { policies, managedPolicyArns, trustPolicy: lambdaTrust });
  return authorizer;
}

describe('AccessDenied errors', () => {
  it.each([
    ['rds:DeleteDBCluster', 'AccessDenied', 403],
    ['sns:Publish', 'AuthorizationErrorException', 403],
    ['ec2:DescribeSubnets', 'UnauthorizedOperation', 403],
    ['kms:DescribeKey', 'AccessDeniedException', 400],
    ['states:StartExecution', 'AccessDeniedException', 400],
    ['secretsmanager:GetSecretValue', 'AccessDeniedException', 400],
  ])('a denial of %s has the error name of its service', (action, name, status) => {
    const ask = (): void =>
      authorizerWith([]).require({ principal: role(), action, resource: '*' });
    expect(ask).toThrow(expect.objectContaining({ name, status }));
  });

  it('a denial tells the principal, the action and the reason, as AWS does', () => {
    const request = { principal: role(), action: 'rds:DeleteDBCluster', resource: cluster };
    expect(() => authorizerWith([]).require(request)).toThrow(
      `User: arn:aws:sts::${source}:assumed-role/copier/run is not authorized to perform: ` +
        `rds:DeleteDBCluster on resource: ${cluster} ` +
        'because no identity-based policy allows the rds:DeleteDBCluster action',
    );
  });

  it('a denial by an explicit Deny statement says so', () => {
    const authorizer = authorizerWith([{ Effect: 'Deny', Action: 'rds:*', Resource: '*' }]);
    const request = { principal: role(), action: 'rds:DeleteDBCluster', resource: cluster };
    expect(() => authorizer.require(request)).toThrow(
      'with an explicit deny in an identity-based policy',
    );
  });
});

describe('IAM roles', () => {
  it('a role takes the managed policies that SAM attaches', () => {
    const authorizer = authorizerWith([], [basic]);
    const ask = (action: string): boolean =>
      authorizer.allows({ principal: role(), action, resource: '*' });
    expect(ask('logs:PutLogEvents')).toBe(true);
    expect(ask('ec2:CreateNetworkInterface')).toBe(false);
  });

  it('a role refuses any other managed policy by name', () => {
    expect(() => authorizerWith([], ['arn:aws:iam::aws:policy/AdministratorAccess'])).toThrow(
      'arn:aws:iam::aws:policy/AdministratorAccess',
    );
  });

  it('a role takes further policies under their names', () => {
    const authorizer = authorizerWith([]);
    const document = policy({ Effect: 'Allow', Action: 'rds:DeleteDBCluster', Resource: cluster });
    authorizer.attachPolicy(copierArn, { name: 'Deleting', document });
    authorizer.require({ principal: role(), action: 'rds:DeleteDBCluster', resource: cluster });
    expect(authorizer.usedStatements()).toMatchObject([{ policy: 'Deleting', statement: '0' }]);
  });

  it('a role must be registered before it calls', () => {
    const request = { principal: role(), action: 'rds:DeleteDBCluster', resource: cluster };
    expect(() => new Authorizer().allows(request)).toThrow(
      expect.objectContaining({ name: 'UnknownRole' }),
    );
  });

  it('a role can be assumed by a service that it trusts', () => {
    const principal = authorizerWith([]).assume('lambda.amazonaws.com', copierArn, 'fn', cluster);
    expect(principal).toEqual({
      kind: 'role',
      accountId: source,
      roleArn: copierArn,
      sessionArn: `arn:aws:sts::${source}:assumed-role/copier/fn`,
    });
  });

  it('a role can be assumed by no service that it does not trust', () => {
    expect(() =>
      authorizerWith([]).assume('states.amazonaws.com', copierArn, 's', cluster),
    ).toThrow(expect.objectContaining({ name: 'AccessDenied' }));
  });
});

describe('the record of used permissions', () => {
  const statements: PolicyStatement[] = [
    {
      Sid: 'Manage',
      Effect: 'Allow',
      Action: ['rds:DeleteDBCluster', 'rds:ModifyDBCluster'],
      Resource: [cluster, `${cluster}-2`],
    },
    { Effect: 'Deny', Action: 'rds:CreateDBCluster', Resource: '*' },
  ];

  it('the record of used permissions names the statement that allowed each call, once', () => {
    const authorizer = authorizerWith(statements, [basic]);
    const request = { principal: role(), action: 'rds:DeleteDBCluster', resource: cluster };
    authorizer.require(request);
    authorizer.require(request);
    expect(authorizer.usedStatements()).toEqual([
      {
        roleArn: copierArn,
        action: 'rds:DeleteDBCluster',
        resource: cluster,
        origin: 'inline',
        policy: '0',
        statement: 'Manage',
      },
    ]);
  });

  it('the record of used permissions lists unused patterns, denials and managed policies apart', () => {
    const authorizer = authorizerWith(statements, [basic]);
    authorizer.require({ principal: role(), action: 'rds:DeleteDBCluster', resource: cluster });
    expect(authorizer.unusedStatements().map(({ element, pattern }) => [element, pattern])).toEqual(
      [
        ['Action', 'rds:ModifyDBCluster'],
        ['Resource', `${cluster}-2`],
      ],
    );
  });

  it('the record of used permissions counts no refused call', () => {
    const authorizer = authorizerWith(statements);
    authorizer.allows({ principal: role(), action: 'rds:DeleteDBCluster', resource: '*' });
    expect(authorizer.usedStatements()).toEqual([]);
  });

  it('the record of used permissions forgets a role that is removed', () => {
    const authorizer = authorizerWith(statements);
    authorizer.removeRole(copierArn);
    expect(authorizer.unusedStatements()).toEqual([]);
    expect(authorizer.hasRole(copierArn)).toBe(false);
  });
});
