import { UnknownTemplateConstruct } from './errors.ts';
import { intrinsicOf, isList, isMap, under } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

/**
 * The properties that the simulator knows of a resource type: `any` for a value that is checked by
 * who reads it, a table for a map, a list of one table for a list of maps.
 */
export interface PropertyTable {
  readonly [property: string]: 'any' | PropertyTable | readonly [PropertyTable];
}

/** A table of names that hold anything, from a line of names. */
export function properties(names: string): PropertyTable {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, 'any' as const]));
}

/**
 * Refuses a property that isn't in the table, also within both branches of an `Fn::If`.
 * @throws UnknownTemplateConstruct that names the property and its place
 */
export function checkProperties(value: TemplateValue, table: PropertyTable, path: string): void {
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined) {
    const branches = isList(intrinsic.argument) ? intrinsic.argument.slice(1) : [];
    if (intrinsic.name === 'Fn::If') {
      branches.forEach((branch) => checkProperties(branch, table, path));
    }
    return;
  }
  if (!isMap(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const known = Object.hasOwn(table, name) ? table[name] : undefined;
    if (known === undefined) throw new UnknownTemplateConstruct(`the property ${name}`, path);
    if (known === 'any') continue;
    if (isTableList(known)) checkList(inner, known[0], under(path, name));
    else checkProperties(inner, known, under(path, name));
  }
}

function checkList(value: TemplateValue, table: PropertyTable, path: string): void {
  const items = isList(value) ? value : [value];
  items.forEach((item, index) => checkProperties(item, table, under(path, index)));
}

function isTableList(
  known: PropertyTable | readonly [PropertyTable],
): known is readonly [PropertyTable] {
  return Array.isArray(known);
}
