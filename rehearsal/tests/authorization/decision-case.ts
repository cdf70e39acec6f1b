import type { DenialReason } from '../../aws/authorization/denial.ts';
import type { AccessRequest, PolicyDocument, PolicyStatement } from '../../aws/contracts.ts';

export interface DecisionCase {
  readonly name: string;
  /** The policies of both roles. */
  readonly identity: readonly PolicyDocument[];
  readonly request: AccessRequest;
  readonly answer: 'allowed' | DenialReason;
}

export type Condition = NonNullable<PolicyStatement['Condition']>;
export type Named = NonNullable<PolicyStatement['Principal']>;

export function allow(
  action: string | string[],
  resource: string | string[] = '*',
): PolicyStatement {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

export function deny(action: string, resource = '*'): PolicyStatement {
  return { Effect: 'Deny', Action: action, Resource: resource };
}

export function when(
  condition: Condition,
  statement = allow('rds:DeleteDBCluster'),
): PolicyStatement {
  return { ...statement, Condition: condition };
}

export function to(principal: Named, statement: PolicyStatement): PolicyStatement {
  return { ...statement, Principal: principal };
}
