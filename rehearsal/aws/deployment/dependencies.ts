import { TemplateRefused } from './errors.ts';
import type { Resource } from './resource.ts';
import { intrinsicOf, isList, isMap, show } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

/**
 * Orders resources so that each comes after those it refers to by `Ref`, `Fn::GetAtt`, `Fn::Sub` or
 * `DependsOn`; otherwise in the order of the template.
 * @param resources those whose conditions hold
 * @param condition decides which branch of an `Fn::If` counts
 * @throws TemplateRefused for a circle, and for a DependsOn that names no resource of `all`
 */
export function inOrder(
  resources: readonly Resource[],
  all: ReadonlySet<string>,
  condition: (name: string, path: string) => boolean,
): Resource[] {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const ordered = new Set<Resource>();
  const visit = (resource: Resource, trail: readonly string[]): void => {
    if (ordered.has(resource)) return;
    if (trail.includes(resource.logicalId)) {
      const circle = trail.slice(trail.indexOf(resource.logicalId));
      throw new TemplateRefused(`Circular dependency between resources: [${circle.join(', ')}]`);
    }
    const names = new Set(resource.dependsOn);
    for (const name of names) {
      if (all.has(name)) continue;
      throw new TemplateRefused(
        `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
      );
    }
    collect(resource.properties, names, condition, `Resources/${resource.logicalId}`);
    for (const name of names) {
      const other = byId.get(name);
      if (other !== undefined) visit(other, [...trail, resource.logicalId]);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource, []);
  return [...ordered];
}

function collect(
  value: TemplateValue,
  names: Set<string>,
  condition: (name: string, path: string) => boolean,
  path: string,
): void {
  const inner = (values: Iterable<TemplateValue>): void => {
    for (const item of values) collect(item, names, condition, path);
  };
  const intrinsic = intrinsicOf(value);
  const argument = intrinsic?.argument ?? null;
  switch (intrinsic?.name ?? '') {
    case 'Ref':
      names.add(show(argument));
      return;
    case 'Fn::GetAtt':
      if (isList(argument)) names.add(show(argument[0]));
      return;
    case 'Fn::If':
      if (isList(argument)) {
        const [name, whenTrue = null, whenFalse = null] = argument;
        inner([condition(show(name), path) ? whenTrue : whenFalse]);
      }
      return;
    case 'Fn::Sub':
      substitutions(argument, names);
      break;
    default:
  }
  if (isList(value)) inner(value);
  else if (isMap(value)) inner(Object.values(value));
}

function substitutions(argument: TemplateValue, names: Set<string>): void {
  const [pattern, variables = {}] = isList(argument) ? argument : [argument];
  if (typeof pattern !== 'string') return;
  for (const [, name = ''] of pattern.matchAll(/\$\{([^!}][^}]*)\}/g)) {
    if (isMap(variables) && Object.hasOwn(variables, name)) continue;
    names.add(name.split('.')[0] ?? name);
  }
}
