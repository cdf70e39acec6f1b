import type { AccessRequest, PolicyStatement } from '../contracts.ts';
import { asList } from './as-list.ts';
import { comparesSets, conditionOperators } from './condition-operators.ts';
import { UnknownPolicyConstruct } from './policy-errors.ts';
import type { RequestContext } from './request-context.ts';
import { matchesWildcard } from './wildcard.ts';

/** Whether a statement speaks of a request's action, resource and conditions (not of its caller). */
export function covers(
  statement: PolicyStatement,
  request: Pick<AccessRequest, 'action' | 'resource'>,
  context: RequestContext,
): boolean {
  return (
    asList(statement.Action).some((pattern) => matchesAction(pattern, request.action)) &&
    (statement.Resource === undefined ||
      asList(statement.Resource).some((pattern) => matchesWildcard(pattern, request.resource))) &&
    meetsConditions(statement, context)
  );
}

/** The action patterns of a statement that match; actions ignore case. */
export function matchingActions(statement: PolicyStatement, action: string): string[] {
  return asList(statement.Action).filter((pattern) => matchesAction(pattern, action));
}

function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern, action, { ignoreCase: true });
}

/** The resource patterns of a statement that match. */
export function matchingResources(statement: PolicyStatement, resource: string): string[] {
  return asList(statement.Resource).filter((pattern) => matchesWildcard(pattern, resource));
}

/** All operators and all keys must be met; of a key's values, one. */
function meetsConditions(statement: PolicyStatement, context: RequestContext): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) => {
    const compare = conditionOperators[operator];
    if (compare === undefined) {
      throw new UnknownPolicyConstruct(`the condition operator ${operator}`, 'a statement');
    }
    return Object.entries(keys).every(([key, wanted]) => {
      const actual = context.get(key.toLowerCase());
      if (
        actual !== undefined &&
        actual.length > 1 &&
        !comparesSets(operator) &&
        operator !== 'Null'
      ) {
        throw new UnknownPolicyConstruct(`${operator} on the several values of ${key}`, 'a call');
      }
      return compare(actual, asList<string | boolean | number>(wanted).map(String));
    });
  });
}
