import type { PolicyDocument, PolicyStatement } from '../contracts.ts';
import { arityOf } from './condition-keys.ts';
import { conditionOperators, comparesSets } from './condition-operators.ts';
import { asList } from './as-list.ts';
import { MalformedPolicy, UnknownPolicyConstruct } from './policy-errors.ts';

/** What a policy is attached to: that says which elements its statements need. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

const documentElements = new Set(['Version', 'Id', 'Statement']);
const statementElements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'Resource',
  'Condition',
]);
const principalKinds = new Set(['AWS', 'Service']);

/**
 * Checks that the evaluator can decide by a policy.
 * @param where names the policy in an error
 * @throws UnknownPolicyConstruct for elements, principals, operators, keys and variables it
 *   doesn't know
 * @throws MalformedPolicy for what AWS wouldn't take
 */
export function checkPolicy(policy: PolicyDocument, kind: PolicyKind, where: string): void {
  for (const element of Object.keys(policy)) {
    if (!documentElements.has(element)) throw new UnknownPolicyConstruct(element, where);
  }
  if (!Array.isArray(policy.Statement)) throw new MalformedPolicy('has no Statement list', where);
  policy.Statement.forEach((statement: PolicyStatement, index) => {
    checkStatement(statement, kind, `${where}, statement ${statement.Sid ?? index}`);
  });
}

function checkStatement(statement: PolicyStatement, kind: PolicyKind, where: string): void {
  for (const element of Object.keys(statement)) {
    if (!statementElements.has(element)) throw new UnknownPolicyConstruct(element, where);
  }
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw new MalformedPolicy('has no Effect', where);
  }
  requireElement(statement, 'Action', true, where);
  requireElement(statement, 'Resource', kind !== 'trust', where);
  requireElement(statement, 'Principal', kind !== 'identity', where);
  for (const action of asList(statement.Action)) checkAction(action, where);
  for (const resource of asList(statement.Resource)) checkText(resource, where);
  checkPrincipal(statement.Principal, where);
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    checkCondition(operator, keys, where);
  }
}

function requireElement(
  statement: PolicyStatement,
  element: 'Action' | 'Resource' | 'Principal',
  expected: boolean,
  where: string,
): void {
  const found = statement[element] !== undefined;
  if (expected && !found) throw new MalformedPolicy(`has no ${element}`, where);
  if (!expected && found) throw new MalformedPolicy(`has a ${element}, and may not`, where);
}

function checkAction(action: unknown, where: string): void {
  checkText(action, where);
  if (action !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(String(action))) {
    throw new MalformedPolicy(`has the action "${String(action)}"`, where);
  }
}

/** A value that isn't text is an intrinsic function that nobody resolved. */
function checkText(text: unknown, where: string): void {
  if (typeof text !== 'string') {
    throw new UnknownPolicyConstruct(`the value ${JSON.stringify(text)}`, where);
  }
  if (text.includes('${'))
    throw new UnknownPolicyConstruct(`the policy variable in "${text}"`, where);
}

function checkPrincipal(principal: PolicyStatement['Principal'], where: string): void {
  if (principal === undefined || principal === '*') return;
  if (typeof principal === 'string') throw new MalformedPolicy('has a bare Principal', where);
  for (const [kind, names] of Object.entries(principal)) {
    if (!principalKinds.has(kind)) throw new UnknownPolicyConstruct(`Principal.${kind}`, where);
    for (const name of asList(names)) {
      checkText(name, where);
      if (!isKnownPrincipal(kind, name)) {
        throw new UnknownPolicyConstruct(`the principal "${name}" of kind ${kind}`, where);
      }
    }
  }
}

function isKnownPrincipal(kind: string, name: string): boolean {
  if (kind === 'Service') return /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name);
  return (
    name === '*' ||
    /^\d{12}$/.test(name) ||
    /^arn:[^:*?]+:iam::\d{12}:(root|role\/[^*?]+)$/.test(name)
  );
}

function checkCondition(
  operator: string,
  keys: Readonly<Record<string, string | boolean | number | readonly string[]>>,
  where: string,
): void {
  if (!Object.hasOwn(conditionOperators, operator)) {
    throw new UnknownPolicyConstruct(`the condition operator ${operator}`, where);
  }
  for (const [key, values] of Object.entries(keys)) {
    const arity = arityOf(key);
    if (arity === undefined) throw new UnknownPolicyConstruct(`the condition key ${key}`, where);
    if (arity === 'multiple' && !comparesSets(operator) && operator !== 'Null') {
      throw new UnknownPolicyConstruct(`${operator} on ${key}, which has several values,`, where);
    }
    for (const value of asList(values)) checkText(conditionText(value), where);
  }
}

function conditionText(value: unknown): unknown {
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : value;
}
