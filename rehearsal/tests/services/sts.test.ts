import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { Sts } from '../../aws/services/sts/sts.ts';
import { lambdaTrust, operator, role, copierArn, source } from '../authorization/people.ts';
import { callerOf } from './caller.ts';

describe('GetCallerIdentity', () => {
  it('GetCallerIdentity tells a role its identity, without any permission', async () => {
    const authorizer = new Authorizer();
    authorizer.addRole(copierArn, {
      policies: [],
      managedPolicyArns: [],
      trustPolicy: lambdaTrust,
    });
    const call = callerOf(new Sts(), authorizer);
    expect(await call(role(), 'eu-west-1', 'GetCallerIdentity')).toEqual({
      Account: source,
      Arn: `arn:aws:sts::${source}:assumed-role/copier/run`,
      UserId: 'copier:run',
    });
  });

  it('GetCallerIdentity tells the operator its identity', async () => {
    const call = callerOf(new Sts(), new Authorizer());
    expect(await call(operator(), 'eu-west-1', 'GetCallerIdentity')).toMatchObject({
      Account: source,
      Arn: `arn:aws:iam::${source}:user/operator`,
    });
  });
});
