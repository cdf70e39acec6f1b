import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { evaluate } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';
import { isList, isMap, show } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/** A resource as a template declares it, or as SAM expands it, its functions not yet evaluated. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: TemplateMap;
  readonly condition?: string;
  readonly dependsOn: readonly string[];
  readonly metadata?: TemplateMap;
}

const attributes = new Set(
  'Type Properties Condition DependsOn Metadata DeletionPolicy UpdateReplacePolicy'.split(' '),
);

/** `Snapshot` for what takes one of itself. Source: CloudFormation, "DeletionPolicy attribute". */
const policies = new Set(['Delete', 'Retain', 'RetainExceptOnCreate']);
const snapshotTypes = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/**
 * Reads the `Resources` section.
 * @throws UnknownTemplateConstruct for an attribute of a resource that the simulator doesn't know
 */
export function readResources(section: TemplateValue | undefined): Resource[] {
  if (!isMap(section) || Object.keys(section).length === 0) {
    throw new TemplateRefused(
      'Template format error: At least one Resources member must be defined.',
    );
  }
  return Object.entries(section).map(([logicalId, declaration]) =>
    readResource(logicalId, declaration),
  );
}

function readResource(logicalId: string, declaration: TemplateValue): Resource {
  const path = `Resources/${logicalId}`;
  if (!/^[A-Za-z0-9]+$/.test(logicalId)) {
    throw new TemplateRefused(
      `Template format error: Resource name ${logicalId} is non alphanumeric.`,
    );
  }
  if (!isMap(declaration)) throw new TemplateRefused(`${path}: a resource is a map`);
  const extra = Object.keys(declaration).find((key) => !attributes.has(key));
  if (extra !== undefined) throw new UnknownTemplateConstruct(`the attribute ${extra}`, path);
  const {
    Type: type,
    Properties: properties = {},
    Condition: condition,
    Metadata: metadata,
  } = declaration;
  if (typeof type !== 'string') {
    throw new TemplateRefused(
      `Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`,
    );
  }
  if (!isMap(properties)) throw new TemplateRefused(`${path}: Properties must be a map`);
  if (condition !== undefined && typeof condition !== 'string') {
    throw new TemplateRefused('Template format error: Every Condition member must be a string.');
  }
  return {
    logicalId,
    type,
    properties,
    dependsOn: namesOf(declaration['DependsOn'], path),
    ...(condition === undefined ? {} : { condition }),
    ...(isMap(metadata) ? { metadata } : {}),
  };
}

/**
 * Checks what is to become of a resource. The language extensions let functions say it; CloudFormation
 * decides those from parameters and mappings. Source: CloudFormation, "Intrinsic function references in
 * DeletionPolicy and UpdateReplacePolicy attributes".
 */
export function checkPolicies(
  section: TemplateValue | undefined,
  extended: boolean,
  scope: Scope,
): void {
  for (const [logicalId, declaration] of Object.entries(isMap(section) ? section : {})) {
    const path = `Resources/${logicalId}`;
    if (!isMap(declaration)) continue;
    for (const attribute of ['DeletionPolicy', 'UpdateReplacePolicy']) {
      const written = declaration[attribute];
      if (written === undefined) continue;
      const policy = isMap(written) && extended ? evaluate(written, scope, path) : written;
      const known =
        policies.has(show(policy)) ||
        (policy === 'Snapshot' && snapshotTypes.has(show(declaration['Type'])));
      if (!known) {
        throw new UnknownTemplateConstruct(`the ${attribute} ${JSON.stringify(policy)}`, path);
      }
    }
  }
}

function namesOf(value: TemplateValue | undefined, path: string): string[] {
  if (value === undefined) return [];
  const names = isList(value) ? value : [value];
  return names.map((name) => {
    if (typeof name === 'string') return name;
    throw new TemplateRefused(`${path}: DependsOn takes logical ids`);
  });
}
