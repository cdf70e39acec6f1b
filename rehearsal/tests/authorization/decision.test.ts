import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { CONDITION_CASES, IDENTITY_CASES } from './identity-cases.ts';
import { LAMBDA_TRUST, ROLE, TARGET_ROLE } from './people.ts';
import {
  CROSS_ACCOUNT_CASES,
  KEY_CASES,
  SAME_ACCOUNT_CASES,
  SERVICE_CASES,
} from './resource-cases.ts';

/** The evaluator's behaviour: a new behaviour is a new case. */
const CASES = [
  ...IDENTITY_CASES,
  ...CONDITION_CASES,
  ...SAME_ACCOUNT_CASES,
  ...CROSS_ACCOUNT_CASES,
  ...KEY_CASES,
  ...SERVICE_CASES,
];

describe.each(CASES)('the decision for the case: $name', ({ identity, request, answer }) => {
  it(`the decision is ${answer}`, () => {
    const authorizer = new Authorizer();
    for (const roleArn of [ROLE, TARGET_ROLE]) {
      authorizer.addRole(roleArn, {
        policies: identity,
        managedPolicyArns: [],
        trustPolicy: LAMBDA_TRUST,
      });
    }

    const decision = authorizer.decide(request);

    expect(decision.allowed ? 'allowed' : decision.reason).toBe(answer);
    expect(authorizer.allows(request)).toBe(answer === 'allowed');
  });
});
