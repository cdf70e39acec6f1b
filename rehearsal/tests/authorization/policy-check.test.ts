import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { PolicyDocument } from '../../aws/contracts.ts';
import { lambdaTrust, copierArn } from './people.ts';

const validStatement = { Effect: 'Allow', Action: 'rds:DescribeDBClusters', Resource: '*' };

/** As a template would hold it, which no type has checked. */
function register(statement: object, document: object = {}): void {
  const policy = { Version: '2012-10-17', Statement: [statement], ...document };
  new Authorizer().addRole(copierArn, {
    policies: [policy as unknown as PolicyDocument],
    managedPolicyArns: [],
    trustPolicy: lambdaTrust,
  });
}

describe('the check of a policy', () => {
  it('a policy whose constructs are all known passes the check', () => {
    const Condition = { StringEquals: { 'aws:ResourceTag/understudy:run': ['1', '2'] } };
    expect(() => register({ Sid: 'Read', ...validStatement, Condition })).not.toThrow();
  });

  it.each([
    ['NotAction', { NotAction: 'rds:*' }],
    ['NotResource', { NotResource: '*' }],
    ['NotPrincipal', { NotPrincipal: '*' }],
    ['StringNotLike', { Condition: { StringNotLike: { 'aws:SourceArn': 'x' } } }],
    ['aws:SourceVpc', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }],
    ['aws:ResourceTag/', { Condition: { StringEquals: { 'aws:ResourceTag/': 'x' } } }],
    ['aws:TagKeys', { Condition: { StringEquals: { 'aws:TagKeys': 'x' } } }],
    ['aws:username', { Resource: 'arn:aws:s3:::bucket/${aws:username}' }],
    ['Fn::GetAtt', { Resource: { 'Fn::GetAtt': ['Topic', 'Arn'] } }],
    ['constructor', { Condition: { constructor: { 'aws:SourceArn': 'x' } } }],
  ])('a policy with %s is refused, and the refusal names the construct', (construct, elements) => {
    const attempt = (): void => register({ ...validStatement, ...elements });
    expect(attempt).toThrow(expect.objectContaining({ name: 'UnknownPolicyConstruct' }));
    expect(attempt).toThrow(construct);
  });

  it('a policy document with an unknown element is refused', () => {
    expect(() => register(validStatement, { Hash: 1 })).toThrow('Hash');
  });

  it.each([
    ['no Effect', { Effect: undefined }],
    ['no Action', { Action: undefined }],
    ['no Resource', { Resource: undefined }],
    ['a Principal', { Principal: '*' }],
    ['an action without a service', { Action: 'DescribeDBClusters' }],
  ])('a policy statement is malformed with %s', (_, elements) => {
    const statement = JSON.parse(JSON.stringify({ ...validStatement, ...elements })) as object;
    expect(() => register(statement)).toThrow(expect.objectContaining({ name: 'MalformedPolicy' }));
  });
});

describe('the principal of a resource policy', () => {
  const authorizer = new Authorizer();
  const check = (Principal: unknown): void => {
    const policy = { Statement: [{ ...validStatement, Principal }] } as unknown as PolicyDocument;
    authorizer.checkResourcePolicy(policy, 'a topic');
  };

  it.each([
    ['everybody', '*'],
    ['an account', { AWS: '111111111111' }],
    ['an account root', { AWS: ['arn:aws:iam::111111111111:root'] }],
    ['a role of another partition', { AWS: 'arn:aws-cn:iam::111111111111:role/path/copier' }],
    ['a service', { Service: ['sns.eu-south-1.amazonaws.com'] }],
  ])('a resource policy may name %s', (_, principal) => {
    expect(() => check(principal)).not.toThrow();
  });

  it.each([
    ['a federated user', { Federated: 'cognito' }],
    ['an IAM user', { AWS: 'arn:aws:iam::111111111111:user/jo' }],
    ['a role with a wildcard', { AWS: 'arn:aws:iam::111111111111:role/*' }],
    ['a host that is no service', { Service: 'example.com' }],
  ])('a resource policy may not name %s', (_, principal) => {
    expect(() => check(principal)).toThrow(
      expect.objectContaining({ name: 'UnknownPolicyConstruct' }),
    );
  });
});
