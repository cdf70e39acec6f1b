import { evaluate } from '../../rehearsal/aws/deployment/intrinsics.ts';
import type { Scope } from '../../rehearsal/aws/deployment/intrinsics.ts';
import type { Resource } from '../../rehearsal/aws/deployment/resource.ts';
import { intrinsicOf, isList, isMap } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TranslatedResource } from '../../scripts/sam/tools.ts';

/** A resource in the form in which the rehearsal's expansion and SAM's are compared. */
export interface Comparable {
  readonly type: string;
  readonly condition?: string;
  readonly dependsOn: readonly string[];
  readonly properties: TemplateMap;
}

/** Where code, definitions and templates are: SAM's validation puts a place in a bucket instead. */
const locations = new Set(['CodeUri', 'Code', 'DefinitionUri', 'DefinitionS3Location']);

/**
 * The rehearsal keeps some of SAM's names where CloudFormation has others: a provider takes them as
 * they are.
 */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::StepFunctions::StateMachine': {
    Name: 'StateMachineName',
    Type: 'StateMachineType',
    Role: 'RoleArn',
    Logging: 'LoggingConfiguration',
    Tracing: 'TracingConfiguration',
  },
  'AWS::CloudFormation::Stack': { Location: 'TemplateURL' },
};

/** Marks that SAM puts on what it makes; nothing here reads them. */
const marks = new Set(['lambda:createdBy', 'stateMachine:createdBy']);

/** What the rehearsal makes of a resource, under CloudFormation's names. */
export function ours(resource: Resource): Comparable {
  const names = renamed[resource.type] ?? {};
  const entries = Object.entries(resource.properties)
    .filter(([name]) => !locations.has(name))
    .map(([name, value]) => [names[name] ?? name, partitionResolved(name, value)]);
  return {
    type: resource.type,
    dependsOn: resource.dependsOn,
    properties: withoutEmptyLists(Object.fromEntries(entries) as TemplateMap),
    ...(resource.condition === undefined ? {} : { condition: resource.condition }),
  };
}

/** What SAM makes of a resource, without its marks. */
export function theirs(resource: TranslatedResource): Comparable {
  const entries = Object.entries(resource.Properties ?? {})
    .filter(([name]) => !locations.has(name))
    .map(([name, value]) => [name, name === 'Tags' ? unmarked(value as TemplateValue) : value]);
  return {
    type: resource.Type,
    dependsOn: [resource.DependsOn ?? []].flat(),
    properties: withoutEmptyLists(Object.fromEntries(entries) as TemplateMap),
    ...(resource.Condition === undefined ? {} : { condition: resource.Condition }),
  };
}

/** SAM decides the partition of AWS's managed policies by its Region; the rehearsal leaves it open. */
function partitionResolved(name: string, value: TemplateValue): TemplateValue | undefined {
  if (name !== 'ManagedPolicyArns' || !isList(value)) return value;
  return value.map((policy) =>
    intrinsicOf(policy)?.name === 'Fn::Sub' ? (evaluate(policy, inAws, name) ?? null) : policy,
  );
}

const inAws: Scope = {
  reference: (reference) => (reference === 'AWS::Partition' ? 'aws' : undefined),
  attribute: () => undefined,
  condition: () => false,
  mappings: {},
};

function unmarked(tags: TemplateValue): TemplateValue {
  if (!Array.isArray(tags)) return tags;
  return (tags as TemplateValue[]).filter(
    (tag) => !isMap(tag) || typeof tag['Key'] !== 'string' || !marks.has(tag['Key']),
  );
}

/** To CloudFormation, no policies and an empty list of them are one. */
function withoutEmptyLists(properties: TemplateMap): TemplateMap {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}
