import type { Resource } from '../../rehearsal/aws/deployment/resource.ts';
import { intrinsicOf, isList, isMap, show } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';
import { stacks } from './stacks.ts';
import type { Stack } from './stacks.ts';

/** A statement of a policy, of whatever kind, and whose it is. */
export interface Statement {
  readonly stack: string;
  /** The function, workflow or event that has the role; or the key, topic or queue with the policy. */
  readonly holder: string;
  readonly type: string;
  readonly written: TemplateMap;
  /** An action of a mapping goes by its name there, in angle brackets. */
  readonly actions: readonly string[];
  /** ARNs without partition; a part of a mapping goes by its name there, in angle brackets. */
  readonly resources: readonly string[];
}

/** Every statement that a stack makes, under whatever condition. */
export function statementsOf(stack: Stack): readonly Statement[] {
  const managed = managedPolicies;
  return stack.expanded.flatMap((resource) =>
    documentsOf(resource, managed).flatMap((document) =>
      alternatives(document['Statement'] ?? []).map((written) => ({
        stack: stack.file.replace(/^stacks\/|\.yaml$/g, ''),
        holder: resource.logicalId.replace(/Role$/, ''),
        type: resource.type,
        written,
        actions: texts(written['Action'] ?? []),
        resources: texts(written['Resource'] ?? []),
      })),
    ),
  );
}

/** Of all stacks: a nested one puts out its policies under their own names. */
const managedPolicies: ReadonlyMap<string, TemplateValue> = new Map(
  stacks.flatMap(({ expanded }) =>
    expanded
      .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
      .map(
        ({ logicalId, properties }) => [logicalId, properties['PolicyDocument'] ?? null] as const,
      ),
  ),
);

/** A managed policy counts for each role that names it, and not by itself. */
function documentsOf(
  { type, properties }: Resource,
  managed: ReadonlyMap<string, TemplateValue>,
): readonly TemplateMap[] {
  if (type === 'AWS::IAM::ManagedPolicy') return [];
  const { Policies: inline = [], PolicyDocument: own, KeyPolicy: key } = properties;
  const policies = isList(inline) ? inline.flatMap(alternatives) : [];
  const named = outputsIn(properties['ManagedPolicyArns'] ?? []).map((name) => managed.get(name));
  return [...policies.map((policy) => policy['PolicyDocument']), ...named, own, key].filter(isMap);
}

/** The policies that nested stacks' outputs name, those in the branches of `Fn::If` included. */
function outputsIn(value: TemplateValue): readonly string[] {
  if (isList(value)) return value.flatMap(outputsIn);
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Fn::GetAtt') return [lastPart(intrinsic.argument)];
  return intrinsic?.name === 'Fn::If' ? outputsIn(intrinsic.argument) : [];
}

function lastPart(value: TemplateValue): string {
  const parts = isList(value) ? value.map(show) : show(value).split('.');
  return parts.join('.').split('.').at(-1) ?? '';
}

/** The maps that a value may come to: those of a list, and those in the branches of `Fn::If`. */
function alternatives(value: TemplateValue): readonly TemplateMap[] {
  if (isList(value)) return value.flatMap(alternatives);
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Fn::If' && isList(intrinsic.argument)) {
    return intrinsic.argument.slice(1).flatMap(alternatives);
  }
  return isMap(value) && intrinsic === undefined ? [value] : [];
}

/** The texts that a value may come to, names of mappings and variables left in them. */
function texts(value: TemplateValue): string[] {
  if (isList(value)) return value.flatMap(texts);
  const intrinsic = intrinsicOf(value);
  if (intrinsic === undefined || !isList(intrinsic.argument)) {
    return [
      withoutPartition(intrinsic?.name === 'Fn::Sub' ? show(intrinsic.argument) : show(value)),
    ];
  }
  const [first = '', second = ''] = intrinsic.argument;
  switch (intrinsic.name) {
    case 'Fn::If':
      return intrinsic.argument.slice(1).flatMap(texts);
    case 'Fn::FindInMap':
      return [`<${show(intrinsic.argument[2])}>`];
    case 'Fn::Sub': {
      const type = isMap(second) ? second['Type'] : undefined;
      const [name = ''] = type === undefined ? [] : texts(type);
      return [withoutPartition(show(first).replace('${Type}', name))];
    }
    default:
      return [show(value)];
  }
}

function withoutPartition(arn: string): string {
  return arn.replace('arn:${AWS::Partition}:', '');
}
