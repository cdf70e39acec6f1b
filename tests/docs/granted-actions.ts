import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTemplate } from '../../rehearsal/aws/deployment/template-text.ts';
import { intrinsicOf, isList, isMap } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';

/** Sorted actions by the name of the function or state machine. */
export type Actions = ReadonlyMap<string, readonly string[]>;

const actors = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

/**
 * What the functions and state machines of a stack are granted under any parameters: both branches of
 * an `Fn::If` count, and each value that an `Fn::FindInMap` can find.
 */
export async function grantedActions(file: string): Promise<Actions> {
  const template = readTemplate(await readFile(file, 'utf8'));
  const nested = await nestedTemplates(file, template);
  const granted = Object.entries(map(template['Resources'])).flatMap(([name, resource]) => {
    const { Type: type, Properties: properties } = map(resource);
    if (!actors.includes(type as string)) return [];
    const actions = list(map(properties)['Policies']).flatMap((policy) =>
      documentsOf(policy, nested).flatMap((document) =>
        list(document['Statement']).flatMap((statement) => actionsOf(statement, template, nested)),
      ),
    );
    return [[name, [...new Set(actions)].toSorted()] as const];
  });
  return new Map(granted);
}

/** The templates nested in a stack's, by the logical ids of the stacks that they make. */
async function nestedTemplates(file: string, template: TemplateMap): Promise<Nested> {
  const templates = new Map<string, TemplateMap>();
  for (const [name, resource] of Object.entries(map(template['Resources']))) {
    const { Type: type, Properties: properties } = map(resource);
    if (type !== 'AWS::Serverless::Application') continue;
    const location = path.join(path.dirname(file), map(properties)['Location'] as string);
    templates.set(name, readTemplate(await readFile(location, 'utf8')));
  }
  return templates;
}

type Nested = ReadonlyMap<string, TemplateMap>;

/** A policy's document: its own, or that of the managed policy that a nested stack puts out. */
function documentsOf(policy: TemplateValue, nested: Nested): readonly TemplateMap[] {
  const intrinsic = intrinsicOf(policy);
  if (intrinsic === undefined) return [map(policy)];
  if (intrinsic.name === 'Fn::If') {
    return list(intrinsic.argument)
      .slice(1)
      .flatMap((branch) => documentsOf(branch, nested));
  }
  if (intrinsic.argument === 'AWS::NoValue') return [];
  const [stack = '', attribute = ''] = list(intrinsic.argument) as string[];
  const managed = map(map(nested.get(stack)?.['Resources'])[attribute.replace('Outputs.', '')]);
  return [map(map(managed['Properties'])['PolicyDocument'])];
}

function actionsOf(statement: TemplateValue, template: TemplateMap, nested: Nested): string[] {
  const intrinsic = intrinsicOf(statement);
  if (intrinsic?.name === 'Ref') return [];
  if (intrinsic?.name === 'Fn::If') {
    return list(intrinsic.argument)
      .slice(1)
      .flatMap((branch) => actionsOf(branch, template, nested));
  }
  const action = map(statement)['Action'];
  const actions = isList(action) ? action : [action ?? null];
  return actions.flatMap((one) =>
    typeof one === 'string' ? [one] : found(one, [template, ...nested.values()]),
  );
}

/** Every value of the mapping's key, in whichever template, whatever the parameter that picks one. */
function found(value: TemplateValue, templates: readonly TemplateMap[]): string[] {
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name !== 'Fn::FindInMap') throw new Error(`unexpected action ${show(value)}`);
  const [mapping, , key] = list(intrinsic.argument);
  return templates
    .flatMap((template) => map(template['Mappings'] ?? {})[mapping as string] ?? [])
    .flatMap((rows) => Object.values(map(rows)).map((row) => map(row)[key as string]))
    .filter((action): action is string => action !== undefined);
}

function map(value: TemplateValue | undefined): TemplateMap {
  if (isMap(value)) return value;
  throw new Error(`expected a map, found ${show(value)}`);
}

function list(value: TemplateValue | undefined): readonly TemplateValue[] {
  if (isList(value)) return value;
  throw new Error(`expected a list, found ${show(value)}`);
}

function show(value: TemplateValue | undefined): string {
  return JSON.stringify(value) ?? 'nothing';
}
