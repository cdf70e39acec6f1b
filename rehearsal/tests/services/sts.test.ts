import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { Sts } from '../../aws/services/sts/sts.ts';
import { LAMBDA_TRUST, operator, role, ROLE, SOURCE } from '../authorization/people.ts';
import { callerOf } from './caller.ts';

describe('GetCallerIdentity', () => {
  it('GetCallerIdentity tells a role its identity, without any permission', async () => {
    const authorizer = new Authorizer();
    authorizer.addRole(ROLE, { policies: [], managedPolicyArns: [], trustPolicy: LAMBDA_TRUST });
    const call = callerOf(new Sts(), authorizer);
    expect(await call(role(), 'eu-west-1', 'GetCallerIdentity')).toEqual({
      Account: SOURCE,
      Arn: `arn:aws:sts::${SOURCE}:assumed-role/copier/run`,
      UserId: 'copier:run',
    });
  });

  it('GetCallerIdentity tells the operator its identity', async () => {
    const call = callerOf(new Sts(), new Authorizer());
    expect(await call(operator(), 'eu-west-1', 'GetCallerIdentity')).toMatchObject({
      Account: SOURCE,
      Arn: `arn:aws:iam::${SOURCE}:user/operator`,
    });
  });
});
