import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { isList, isMap, show } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/** A parameter's value as `Ref` gives it: a string, or a list for the list types. */
export type ParameterValue = string | readonly string[];

const attributes = new Set(
  (
    'Type Default Description AllowedValues AllowedPattern ConstraintDescription MinLength MaxLength ' +
    'MinValue MaxValue NoEcho'
  ).split(' '),
);

/** AWS-specific types with the form of their values: CloudFormation checks that they exist. */
const resourceTypes: Readonly<Record<string, RegExp>> = {
  'AWS::EC2::VPC::Id': /^vpc-[0-9a-f]{8,17}$/,
  'AWS::EC2::Subnet::Id': /^subnet-[0-9a-f]{8,17}$/,
  'AWS::EC2::SecurityGroup::Id': /^sg-[0-9a-f]{8,17}$/,
};

/**
 * Takes the values given for a template's parameters, with defaults, and checks them as
 * CloudFormation does (template reference, "Parameters").
 * @param given every value as text; list types with commas
 * @throws TemplateRefused in CloudFormation's words when a value is missing, unknown or not allowed
 * @throws UnknownTemplateConstruct for a type or attribute that the simulator doesn't know
 */
export function takeParameters(
  declared: TemplateMap,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, ParameterValue>> {
  const extra = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (extra.length > 0) {
    throw new TemplateRefused(`Parameters: [${extra.join(', ')}] do not exist in the template`);
  }
  const missing = Object.entries(declared)
    .filter(
      ([name, declaration]) => given[name] === undefined && defaultOf(declaration) === undefined,
    )
    .map(([name]) => name);
  if (missing.length > 0) {
    throw new TemplateRefused(`Parameters: [${missing.join(', ')}] must have values`);
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => [
      name,
      takeOne(name, declaration, given[name]),
    ]),
  );
}

function takeOne(
  name: string,
  declaration: TemplateValue,
  given: string | undefined,
): ParameterValue {
  const path = `Parameters/${name}`;
  if (!isMap(declaration)) throw new TemplateRefused(`${path}: a parameter is a map`);
  const extra = Object.keys(declaration).find((key) => !attributes.has(key));
  if (extra !== undefined) throw new UnknownTemplateConstruct(`the attribute ${extra}`, path);
  const value = given ?? show(defaultOf(declaration));
  const type = show(declaration['Type']);
  const kind = /^List<(.+)>$/.exec(type)?.[1] ?? (type === 'CommaDelimitedList' ? 'String' : type);
  const isAList = kind !== type;
  // An AWS-specific list can't be empty: CloudFormation looks the empty name up, and fails.
  const members = isAList && !(value === '' && kind in resourceTypes) ? splitList(value) : [value];
  for (const member of members) checkMember(name, kind, declaration, member, path);
  return isAList ? members : value;
}

function checkMember(
  name: string,
  kind: string,
  declaration: TemplateMap,
  value: string,
  path: string,
): void {
  const explained = declaration['ConstraintDescription'];
  const refuse = (sentence: string): never => {
    throw new TemplateRefused(
      typeof explained === 'string'
        ? `Parameter ${name} failed to satisfy constraint: ${explained}`
        : sentence,
    );
  };
  const limit = (attribute: string): number | undefined =>
    declaration[attribute] === undefined ? undefined : Number(declaration[attribute]);
  const form = resourceTypes[kind];
  if (kind === 'Number') {
    if (value.trim() === '' || !Number.isFinite(Number(value))) {
      refuse(`Parameter '${name}' must be a number.`);
    }
    const [least, most] = [limit('MinValue'), limit('MaxValue')];
    if (least !== undefined && Number(value) < least) {
      refuse(`Parameter '${name}' must be a number not less than ${least}`);
    }
    if (most !== undefined && Number(value) > most) {
      refuse(`Parameter '${name}' must be a number not greater than ${most}`);
    }
  } else if (form !== undefined) {
    if (!form.test(value)) {
      throw new TemplateRefused(
        `Parameter validation failed: parameter value ${value} for parameter name ${name} does not exist. Expected the form of ${kind}.`,
      );
    }
  } else if (kind !== 'String') {
    throw new UnknownTemplateConstruct(`the parameter type ${show(declaration['Type'])}`, path);
  }
  const [shortest, longest] = [limit('MinLength'), limit('MaxLength')];
  if (shortest !== undefined && value.length < shortest) {
    refuse(`Parameter '${name}' must contain at least ${shortest} characters`);
  }
  if (longest !== undefined && value.length > longest) {
    refuse(`Parameter '${name}' must contain at most ${longest} characters`);
  }
  const pattern = declaration['AllowedPattern'];
  if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(value)) {
    refuse(`Parameter '${name}' must match pattern ${pattern}`);
  }
  const allowed = declaration['AllowedValues'];
  if (isList(allowed) && !allowed.map(String).includes(value)) {
    refuse(`Parameter '${name}' must be one of AllowedValues`);
  }
}

function defaultOf(declaration: TemplateValue): TemplateValue | undefined {
  return isMap(declaration) ? declaration['Default'] : undefined;
}

/** An empty text is an empty list, as in CloudFormation; blanks around members don't count. */
function splitList(value: string): string[] {
  return value === '' ? [] : value.split(',').map((member) => member.trim());
}
