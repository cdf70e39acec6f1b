import { holds, commonPredicates } from './conditions.ts';
import type { Predicate } from './conditions.ts';
import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { evaluate } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';
import { isList, isMap, under } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/**
 * What rules know besides conditions. `Fn::RefAll`, `Fn::ValueOf` and `Fn::ValueOfAll` ask about
 * resources of the account, and are refused by name.
 */
const rulePredicates: Readonly<Record<string, Predicate>> = {
  ...commonPredicates,
  'Fn::Contains': (operands, scope, path) => {
    const values = strings(operands[0], scope, path);
    return values.includes(string(operands[1], scope, path));
  },
  'Fn::EachMemberEquals': (operands, scope, path) => {
    const expected = string(operands[1], scope, path);
    return strings(operands[0], scope, path).every((value) => value === expected);
  },
  'Fn::EachMemberIn': (operands, scope, path) => {
    const allowed = new Set(strings(operands[1], scope, path));
    return strings(operands[0], scope, path).every((value) => allowed.has(value));
  },
};

/**
 * Checks a template's rules against its parameters, before anything is made.
 * @throws TemplateRefused with the `AssertDescription` of the first assertion that fails
 */
export function checkRules(rules: TemplateMap, scope: Scope): void {
  for (const [name, rule] of Object.entries(rules)) {
    const path = `Rules/${name}`;
    if (!isMap(rule)) throw new TemplateRefused(`${path}: a rule is a map`);
    requireKnownKeys(rule, ['RuleCondition', 'Assertions'], path);
    const { RuleCondition: condition, Assertions: assertions } = rule;
    if (!isList(assertions)) throw new TemplateRefused(`${path}: Assertions must be a list`);
    if (
      condition !== undefined &&
      !holds(condition, scope, under(path, 'RuleCondition'), rulePredicates)
    ) {
      continue;
    }
    assertions.forEach((assertion, index) =>
      checkAssertion(name, assertion, scope, `${path}/Assertions/${index}`),
    );
  }
}

function checkAssertion(rule: string, assertion: TemplateValue, scope: Scope, path: string): void {
  if (!isMap(assertion) || assertion['Assert'] === undefined) {
    throw new TemplateRefused(`${path}: an assertion is a map with Assert`);
  }
  requireKnownKeys(assertion, ['Assert', 'AssertDescription'], path);
  if (holds(assertion['Assert'], scope, under(path, 'Assert'), rulePredicates)) return;
  const description = assertion['AssertDescription'];
  throw new TemplateRefused(
    `Template rule ${rule} failed: ${typeof description === 'string' ? description : 'an assertion is false'}`,
  );
}

function requireKnownKeys(map: TemplateMap, known: readonly string[], path: string): void {
  const extra = Object.keys(map).find((key) => !known.includes(key));
  if (extra !== undefined) throw new UnknownTemplateConstruct(`the key ${extra}`, path);
}

function strings(value: TemplateValue | undefined, scope: Scope, path: string): string[] {
  const result = value === undefined ? undefined : evaluate(value, scope, path);
  if (isList(result)) return result.map(String);
  throw new TemplateRefused(`${path}: expected a list of strings, found ${JSON.stringify(result)}`);
}

function string(value: TemplateValue | undefined, scope: Scope, path: string): string {
  const result = value === undefined ? undefined : evaluate(value, scope, path);
  if (result !== undefined && typeof result !== 'object') return String(result);
  throw new TemplateRefused(`${path}: expected a string, found ${JSON.stringify(result)}`);
}
