import { addressAfter, readRange } from '../network/ranges.ts';
import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { intrinsicOf, isList, isMap, show, under } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/** What intrinsic functions look things up in. */
export interface Scope {
  /** A parameter's, a pseudo-parameter's or a resource's value; undefined when there is none. */
  reference(name: string, path: string): TemplateValue | undefined;
  /** An attribute of a resource; undefined when there is no such resource. */
  attribute(logicalId: string, attribute: string, path: string): TemplateValue | undefined;
  /** Whether a named condition holds. */
  condition(name: string, path: string): boolean;
  readonly mappings: TemplateMap;
}

/** `!Ref AWS::NoValue`: takes the property or list element away that it stands for. */
const noValue = Symbol('AWS::NoValue');
type Evaluated = TemplateValue | typeof noValue;

type IntrinsicFunction = (argument: TemplateValue, scope: Scope, path: string) => Evaluated;

/** Functions that give a value; those that give a truth are in `conditions.ts`. */
const functions: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: reference,
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::If': choose,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::Cidr': cutRange,
  'Fn::GetAZs': zones,
};

/**
 * Evaluates every intrinsic function in a value.
 * @returns undefined when the whole value is `AWS::NoValue`
 * @throws UnknownTemplateConstruct for a function that the simulator doesn't have
 * @throws TemplateRefused for a function used wrongly, or a name that nothing has
 */
export function evaluate(
  value: TemplateValue,
  scope: Scope,
  path: string,
): TemplateValue | undefined {
  const result = evaluateAny(value, scope, path);
  return result === noValue ? undefined : result;
}

function evaluateAny(value: TemplateValue, scope: Scope, path: string): Evaluated {
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined && intrinsic.name !== 'Condition') {
    const apply = functions[intrinsic.name];
    if (apply === undefined) {
      throw new UnknownTemplateConstruct(`the function ${intrinsic.name} here`, path);
    }
    return apply(intrinsic.argument, scope, under(path, intrinsic.name));
  }
  if (isList(value)) {
    return value
      .map((item, index) => evaluateAny(item, scope, under(path, index)))
      .filter((item) => item !== noValue);
  }
  if (typeof value === 'string') return withoutReferences(value, path);
  if (!isMap(value)) return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, evaluateAny(item, scope, under(path, key))] as const)
    .filter((entry): entry is readonly [string, TemplateValue] => entry[1] !== noValue);
  return Object.fromEntries(entries);
}

function reference(argument: TemplateValue, scope: Scope, path: string): Evaluated {
  if (typeof argument !== 'string') throw misuse('Ref', 'a name', argument, path);
  if (argument === 'AWS::NoValue') return noValue;
  const value = scope.reference(argument, path);
  if (value === undefined) throw unresolved(argument, path);
  return value;
}

function getAttribute(argument: TemplateValue, scope: Scope, path: string): Evaluated {
  const [logicalId, attribute] = isList(argument) ? argument : [];
  if (typeof logicalId !== 'string' || attribute === undefined) {
    throw misuse('Fn::GetAtt', 'a logical id and an attribute', argument, path);
  }
  const name = text(attribute, scope, 'Fn::GetAtt', path);
  const value = scope.attribute(logicalId, name, path);
  if (value === undefined) throw unresolved(logicalId, path);
  return value;
}

function substitute(argument: TemplateValue, scope: Scope, path: string): string {
  const [pattern, variables = {}] = isList(argument) ? argument : [argument];
  if (typeof pattern !== 'string' || !isMap(variables)) {
    throw misuse('Fn::Sub', 'a string, or a string and a map', argument, path);
  }
  return withoutReferences(pattern, path).replaceAll(/\$\{([^}]*)\}/g, (_match, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const variable = variables[name];
    if (variable !== undefined) return text(variable, scope, 'Fn::Sub', under(path, name));
    const dot = name.indexOf('.');
    const target: TemplateMap =
      dot < 0 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
    return text(target, scope, 'Fn::Sub', path);
  });
}

function choose(argument: TemplateValue, scope: Scope, path: string): Evaluated {
  const [name, whenTrue, whenFalse] = isList(argument) ? argument : [];
  if (typeof name !== 'string' || whenTrue === undefined || whenFalse === undefined) {
    throw misuse('Fn::If', "a condition's name and two values", argument, path);
  }
  return evaluateAny(scope.condition(name, path) ? whenTrue : whenFalse, scope, path);
}

function join(argument: TemplateValue, scope: Scope, path: string): string {
  const [delimiter, items] = isList(argument) ? argument : [];
  if (typeof delimiter !== 'string' || items === undefined) {
    throw misuse('Fn::Join', 'a delimiter and a list', argument, path);
  }
  return list(items, scope, 'Fn::Join', path)
    .map((item) => scalarText(item, 'Fn::Join', path))
    .join(delimiter);
}

function select(argument: TemplateValue, scope: Scope, path: string): Evaluated {
  const [index, items] = isList(argument) ? argument : [];
  if (index === undefined || items === undefined) {
    throw misuse('Fn::Select', 'an index and a list', argument, path);
  }
  const values = list(items, scope, 'Fn::Select', path);
  const value = values[Number(text(index, scope, 'Fn::Select', path))];
  if (value === undefined) {
    throw new TemplateRefused(
      `Template error: Fn::Select cannot select nonexistent value at index ${show(index)} (${path}: ${values.length} values)`,
    );
  }
  return value;
}

function split(argument: TemplateValue, scope: Scope, path: string): TemplateValue {
  const [delimiter, source] = isList(argument) ? argument : [];
  if (typeof delimiter !== 'string' || source === undefined) {
    throw misuse('Fn::Split', 'a delimiter and a string', argument, path);
  }
  return text(source, scope, 'Fn::Split', path).split(delimiter);
}

function findInMap(argument: TemplateValue, scope: Scope, path: string): TemplateValue {
  if (!isList(argument) || argument.length !== 3) {
    throw misuse('Fn::FindInMap', "a mapping's name and two keys", argument, path);
  }
  const [name = '', first = '', second = ''] = argument.map((key) =>
    text(key, scope, 'Fn::FindInMap', path),
  );
  const top = scope.mappings[name];
  const middle = isMap(top) ? top[first] : undefined;
  const value = isMap(middle) ? middle[second] : undefined;
  if (value === undefined) {
    throw new TemplateRefused(
      `Template error: Unable to get mapping for ${name}::${first}::${second} (${path})`,
    );
  }
  return value;
}

/** `Fn::Cidr`: the first ranges of a range, of so many bits each. Source: CloudFormation, Fn::Cidr. */
function cutRange(argument: TemplateValue, scope: Scope, path: string): TemplateValue {
  const [range, count, bits] = isList(argument) ? argument : [];
  if (range === undefined || count === undefined || bits === undefined) {
    throw misuse('Fn::Cidr', 'a range, a count and bits', argument, path);
  }
  const given = text(range, scope, 'Fn::Cidr', path);
  const outer = readRange(given);
  const [parts, size] = [count, bits].map((one) => Number(text(one, scope, 'Fn::Cidr', path)));
  const length = 32 - (size ?? 0);
  const room = outer === undefined ? 0 : 2 ** (length - outer.length);
  if (outer === undefined || !(parts && parts >= 1 && parts <= 256 && parts <= room)) {
    throw new TemplateRefused(
      `Template error: Fn::Cidr can't cut ${given} into ${parts} ranges of ${size} bits (${path})`,
    );
  }
  const start = outer.range.split('/')[0] ?? '';
  return Array.from(
    { length: parts },
    (_, index) => `${addressAfter(start, index * 2 ** (32 - length))}/${length}`,
  );
}

/** `Fn::GetAZs`: the zones of a Region, three of them here. */
function zones(argument: TemplateValue, scope: Scope, path: string): TemplateValue {
  const named = text(argument, scope, 'Fn::GetAZs', path);
  const region = named === '' ? text({ Ref: 'AWS::Region' }, scope, 'Fn::GetAZs', path) : named;
  return ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
}

/** CloudFormation fills `{{resolve:ssm:…}}` and its like in when it makes the resource. */
function withoutReferences(value: string, path: string): string {
  if (!value.includes('{{resolve:')) return value;
  throw new UnknownTemplateConstruct(`the dynamic reference ${value}`, path);
}

function text(value: TemplateValue, scope: Scope, user: string, path: string): string {
  const result = evaluateAny(value, scope, path);
  return scalarText(result === noValue ? null : result, user, path);
}

function scalarText(value: TemplateValue, user: string, path: string): string {
  if (value === null || typeof value === 'object') throw misuse(user, 'a string', value, path);
  return String(value);
}

function list(
  value: TemplateValue,
  scope: Scope,
  user: string,
  path: string,
): readonly TemplateValue[] {
  const result = evaluateAny(value, scope, path);
  if (result === noValue || !isList(result)) {
    throw misuse(user, 'a list', result === noValue ? null : result, path);
  }
  return result;
}

function misuse(
  name: string,
  expected: string,
  found: TemplateValue,
  path: string,
): TemplateRefused {
  return new TemplateRefused(
    `Template error: ${name} takes ${expected}, and found ${JSON.stringify(found)} (${path})`,
  );
}

function unresolved(name: string, path: string): TemplateRefused {
  return new TemplateRefused(
    `Template format error: Unresolved resource dependencies [${name}] in the ${path.split('/')[0] ?? ''} block of the template (${path})`,
  );
}
