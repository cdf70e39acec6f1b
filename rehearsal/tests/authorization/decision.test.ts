import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { conditionCases, identityCases } from './identity-cases.ts';
import { lambdaTrust, copierArn, targetRole } from './people.ts';
import { crossAccountCases, keyCases, sameAccountCases, serviceCases } from './resource-cases.ts';

/** The evaluator's behaviour: a new behaviour is a new case. */
const cases = [
  ...identityCases,
  ...conditionCases,
  ...sameAccountCases,
  ...crossAccountCases,
  ...keyCases,
  ...serviceCases,
];

describe.each(cases)('the decision for the case: $name', ({ identity, request, answer }) => {
  it(`the decision is ${answer}`, () => {
    const authorizer = new Authorizer();
    for (const roleArn of [copierArn, targetRole]) {
      authorizer.addRole(roleArn, {
        policies: identity,
        managedPolicyArns: [],
        trustPolicy: lambdaTrust,
      });
    }

    const decision = authorizer.decide(request);

    expect(decision.allowed ? 'allowed' : decision.reason).toBe(answer);
    expect(authorizer.allows(request)).toBe(answer === 'allowed');
  });
});
