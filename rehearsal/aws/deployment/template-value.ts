/** What a template holds once its YAML is read: JSON, with intrinsic functions in their long form. */
export type TemplateValue =
  string | number | boolean | null | readonly TemplateValue[] | TemplateMap;

export interface TemplateMap {
  readonly [key: string]: TemplateValue;
}

/** Says whether a value is a map, an intrinsic function among them. */
export function isMap(value: TemplateValue | undefined): value is TemplateMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Says whether a value is a list. */
export function isList(value: TemplateValue | undefined): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

/** An intrinsic function: a map whose one key is `Ref`, `Condition` or `Fn::…`. */
export interface Intrinsic {
  readonly name: string;
  readonly argument: TemplateValue;
}

/**
 * The intrinsic function that a value is.
 * @returns undefined for anything else; `{Condition: 'Name'}` counts as one, `{Condition: {…}}`,
 *   which a policy statement may hold, doesn't
 */
export function intrinsicOf(value: TemplateValue | undefined): Intrinsic | undefined {
  if (!isMap(value)) return undefined;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || more.length > 0) return undefined;
  const [name, argument] = entry;
  if (name === 'Condition') {
    return typeof argument === 'string' ? { name, argument } : undefined;
  }
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

/** A value as text: a scalar as it is, anything else as JSON. */
export function show(value: TemplateValue | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Joins the steps to a place in the template, as error messages show it. */
export function under(path: string, step: string | number): string {
  return path === '' ? String(step) : `${path}/${step}`;
}
