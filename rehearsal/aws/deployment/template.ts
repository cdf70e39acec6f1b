import { decideConditions } from './conditions.ts';
import { inOrder } from './dependencies.ts';
import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import type { Scope } from './intrinsics.ts';
import { takeParameters } from './parameters.ts';
import { checkProperties } from './property-table.ts';
import { providerOf } from './providers/provider.ts';
import type { Providers } from './providers/provider.ts';
import { checkPolicies, readResources } from './resource.ts';
import type { Resource } from './resource.ts';
import { checkRules } from './rules.ts';
import { expandServerless } from './serverless/expansion.ts';
import { readGlobals } from './serverless/globals.ts';
import { readTemplate } from './template-text.ts';
import { isList, isMap, show } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

const sections = new Set(
  'AWSTemplateFormatVersion Transform Description Metadata Parameters Rules Mappings Conditions Globals Resources Outputs'.split(
    ' ',
  ),
);

/** A template as far as it is decided before its first resource is made. */
export interface PreparedTemplate {
  /** The resources whose conditions hold, SAM's expanded, each after those it needs. */
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, TemplateValue>>;
  /** A scope that knows parameters, mappings and conditions, and no resource yet. */
  readonly scope: Scope;
}

/**
 * Reads a template and decides all that CloudFormation decides up front: parameters, rules,
 * conditions, SAM's expansion, the order. Pure: makes nothing, reads no file.
 * @param pseudo the pseudo-parameters, such as `AWS::Region`
 * @throws TemplateRefused, UnknownTemplateConstruct
 */
export function prepareTemplate(
  text: string,
  given: Readonly<Record<string, string>>,
  pseudo: Readonly<Record<string, string>>,
  providers: Providers,
): PreparedTemplate {
  const template = readTemplate(text);
  requireKnownSections(template);
  const parameters = takeParameters(section(template, 'Parameters'), given);
  const mappings = section(template, 'Mappings');
  const scopeWith = (condition: Scope['condition']): Scope => ({
    reference: (name) =>
      Object.hasOwn(parameters, name) ? parameters[name] : pseudoParameter(name, pseudo),
    attribute: () => undefined,
    condition,
    mappings,
  });
  const condition = decideConditions(section(template, 'Conditions'), scopeWith);
  const scope = scopeWith(condition);
  checkRules(section(template, 'Rules'), scope);
  // Each condition is decided, so that a mistake in one that nobody uses is found as well.
  for (const name of Object.keys(section(template, 'Conditions'))) {
    condition(name, `Conditions/${name}`);
  }
  const declared = readResources(template['Resources']);
  const transforms = transformsOf(template);
  requireServerlessTransform(template, transforms, declared);
  checkPolicies(template['Resources'], transforms.includes(languageExtensions), scope);
  for (const { type, logicalId } of declared) {
    if (providerOf(providers, type)?.derivedOnly === true) {
      throw new UnknownTemplateConstruct(
        `the resource type ${type} but as SAM makes it`,
        `Resources/${logicalId}`,
      );
    }
  }
  const expanded = expandServerless(
    declared,
    readGlobals(template['Globals']),
    pseudo['AWS::Partition'] ?? 'aws',
  );
  for (const resource of expanded) checkResource(resource, providers);
  const wanted = expanded.filter(
    ({ condition: name, logicalId }) =>
      name === undefined || condition(name, `Resources/${logicalId}/Condition`),
  );
  const all = new Set(expanded.map(({ logicalId }) => logicalId));
  return {
    resources: inOrder(wanted, all, condition),
    outputs: wantedOutputs(section(template, 'Outputs'), condition),
    scope,
  };
}

function pseudoParameter(
  name: string,
  pseudo: Readonly<Record<string, string>>,
): string | undefined {
  return Object.hasOwn(pseudo, name) ? pseudo[name] : undefined;
}

function checkResource(resource: Resource, providers: Providers): void {
  const path = `Resources/${resource.logicalId}`;
  const provider = providerOf(providers, resource.type);
  if (provider === undefined) {
    throw new UnknownTemplateConstruct(`the resource type ${resource.type}`, path);
  }
  if (provider.properties === 'any') return;
  checkProperties(resource.properties, provider.properties, `${path}/Properties`);
}

function requireKnownSections(template: TemplateMap): void {
  const extra = Object.keys(template).find((name) => !sections.has(name));
  if (extra !== undefined) throw new UnknownTemplateConstruct(`the section ${extra}`, '/');
}

const serverless = 'AWS::Serverless-2016-10-31';
const languageExtensions = 'AWS::LanguageExtensions';

/** The language extensions are there for deletion policies alone: what else they let is refused. */
function transformsOf({ Transform: written = [] }: TemplateMap): readonly string[] {
  const transforms = (isList(written) ? written : [written]).map(show);
  const unknown = transforms.find((one) => one !== serverless && one !== languageExtensions);
  if (unknown === undefined) return transforms;
  throw new UnknownTemplateConstruct(`the transform ${JSON.stringify(unknown)}`, 'Transform');
}

function requireServerlessTransform(
  template: TemplateMap,
  transforms: readonly string[],
  declared: readonly Resource[],
): void {
  const needs = declared.some(({ type }) => type.startsWith('AWS::Serverless::'));
  if (!transforms.includes(serverless) && (needs || 'Globals' in template)) {
    throw new TemplateRefused(`The template uses SAM and needs \`Transform: ${serverless}\`.`);
  }
}

function wantedOutputs(
  outputs: TemplateMap,
  condition: Scope['condition'],
): Readonly<Record<string, TemplateValue>> {
  const wanted: Record<string, TemplateValue> = {};
  for (const [name, output] of Object.entries(outputs)) {
    const path = `Outputs/${name}`;
    const {
      Value: value,
      Condition: when,
      Description: _text,
      ...others
    } = isMap(output) ? output : {};
    const [extra] = Object.keys(others);
    if (extra !== undefined) throw new UnknownTemplateConstruct(`the key ${extra}`, path);
    if (value === undefined) throw new TemplateRefused(`${path}: an output needs a Value`);
    if (when === undefined || condition(show(when), path)) wanted[name] = value;
  }
  return wanted;
}

function section(template: TemplateMap, name: string): TemplateMap {
  const value = template[name] ?? {};
  if (!isMap(value)) throw new TemplateRefused(`Template format error: ${name} must be a map.`);
  return value;
}
