import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { evaluate } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';
import { intrinsicOf, isList, show, under } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/** A function that is true or false of its arguments; rules know more of them than conditions. */
export type Predicate = (
  operands: readonly TemplateValue[],
  scope: Scope,
  path: string,
  decide: (value: TemplateValue, path: string) => boolean,
) => boolean;

/** What both `Conditions` and `Rules` know. */
export const commonPredicates: Readonly<Record<string, Predicate>> = {
  'Fn::Equals': (operands, scope, path) => {
    const [one, other, ...more] = operands;
    if (one === undefined || other === undefined || more.length > 0) {
      throw new TemplateRefused(`Template error: Fn::Equals takes two values (${path})`);
    }
    return comparable(one, scope, path) === comparable(other, scope, path);
  },
  'Fn::And': (operands, _scope, path, decide) => {
    requireTwoToTen('Fn::And', operands, path);
    return operands.map((operand, index) => decide(operand, under(path, index))).every(Boolean);
  },
  'Fn::Or': (operands, _scope, path, decide) => {
    requireTwoToTen('Fn::Or', operands, path);
    return operands.map((operand, index) => decide(operand, under(path, index))).some(Boolean);
  },
  'Fn::Not': (operands, _scope, path, decide) => {
    const [operand, ...more] = operands;
    if (operand === undefined || more.length > 0) {
      throw new TemplateRefused(`Template error: Fn::Not takes one condition (${path})`);
    }
    return !decide(operand, path);
  },
};

/**
 * Decides whether a condition holds.
 * @throws UnknownTemplateConstruct for a function that isn't among `predicates`
 */
export function holds(
  value: TemplateValue,
  scope: Scope,
  path: string,
  predicates: Readonly<Record<string, Predicate>> = commonPredicates,
): boolean {
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Condition') return scope.condition(show(intrinsic.argument), path);
  const predicate = intrinsic === undefined ? undefined : predicates[intrinsic.name];
  if (intrinsic === undefined || predicate === undefined) {
    const found = intrinsic?.name ?? JSON.stringify(value);
    throw new UnknownTemplateConstruct(`the condition ${found}`, path);
  }
  if (!isList(intrinsic.argument)) {
    throw new TemplateRefused(`Template error: ${intrinsic.name} takes a list (${path})`);
  }
  const place = under(path, intrinsic.name);
  return predicate(intrinsic.argument, scope, place, (inner, innerPath) =>
    holds(inner, scope, innerPath, predicates),
  );
}

/**
 * Decides all of a template's conditions, each when it is first asked for.
 * @returns a function from a condition's name to its truth
 * @throws TemplateRefused (when asked) for a name that isn't there, or conditions in a circle
 */
export function decideConditions(
  conditions: TemplateMap,
  scope: (condition: Scope['condition']) => Scope,
): (name: string, path: string) => boolean {
  const decided = new Map<string, boolean>();
  const underway = new Set<string>();
  const decide = (name: string, path: string): boolean => {
    const known = decided.get(name);
    if (known !== undefined) return known;
    const condition = conditions[name];
    if (condition === undefined) {
      throw new TemplateRefused(
        `Template format error: Unresolved condition dependency ${name} in the ${path.split('/')[0] ?? ''} block of the template (${path})`,
      );
    }
    if (underway.has(name)) {
      throw new TemplateRefused(
        `Template format error: Circular dependency between conditions: [${[...underway].join(', ')}]`,
      );
    }
    underway.add(name);
    const result = holds(condition, scope(decide), `Conditions/${name}`);
    underway.delete(name);
    decided.set(name, result);
    return result;
  };
  return decide;
}

/** CloudFormation compares as strings: the number 1 equals '1', and true equals 'true'. */
function comparable(value: TemplateValue, scope: Scope, path: string): string {
  const result = evaluate(value, scope, path);
  return typeof result === 'object' ? JSON.stringify(result) : String(result);
}

function requireTwoToTen(name: string, operands: readonly TemplateValue[], path: string): void {
  if (operands.length >= 2 && operands.length <= 10) return;
  throw new TemplateRefused(
    `Template error: every ${name} takes 2 to 10 conditions, and found ${operands.length} (${path})`,
  );
}
