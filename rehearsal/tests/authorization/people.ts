import type { PolicyDocument, PolicyStatement, Principal } from '../../aws/contracts.ts';

export const source = '111111111111';
export const target = '222222222222';
export const copierArn = `arn:aws:iam::${source}:role/copier`;
export const targetRole = `arn:aws:iam::${target}:role/restorer`;

type Caller<Kind extends Principal['kind']> = Extract<Principal, { kind: Kind }>;

export function role(roleArn = copierArn): Caller<'role'> {
  const accountId = roleArn.split(':')[4] ?? '';
  const name = roleArn.split('/').at(-1) ?? '';
  const sessionArn = `arn:aws:sts::${accountId}:assumed-role/${name}/run`;
  return { kind: 'role', accountId, roleArn, sessionArn };
}

export function operator(accountId = source): Caller<'operator'> {
  return { kind: 'operator', accountId, sessionArn: `arn:aws:iam::${accountId}:user/operator` };
}

export function service(name: string, sourceArn: string): Caller<'service'> {
  const sourceAccount = sourceArn.split(':')[4] ?? '';
  return { kind: 'service', service: name, sourceArn, sourceAccount };
}

export function policy(...statements: PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** A trust policy for Lambda, which most roles here have. */
export const lambdaTrust = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
