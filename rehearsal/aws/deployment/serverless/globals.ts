import { TemplateRefused, UnknownTemplateConstruct } from '../errors.ts';
import { intrinsicOf, isList, isMap } from '../template-value.ts';
import type { TemplateMap, TemplateValue } from '../template-value.ts';

/** What SAM takes in `Globals.Function`, as far as the simulator knows the property. */
const functionGlobals = new Set(
  (
    'Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig Environment Tags ' +
    'Tracing KmsKeyArn ReservedConcurrentExecutions EventInvokeConfig Architectures EphemeralStorage ' +
    'LoggingConfig PermissionsBoundary RolePath'
  ).split(' '),
);

/**
 * Checks the `Globals` section. Of SAM's sections the simulator knows `Function`; SAM itself takes
 * nothing but PropagateTags for a state machine.
 * @returns the properties to merge into each function
 */
export function readGlobals(globals: TemplateValue | undefined): TemplateMap {
  if (globals === undefined) return {};
  if (!isMap(globals)) throw new TemplateRefused("'Globals' section is invalid. It must be a map.");
  for (const [section, properties] of Object.entries(globals)) {
    if (section !== 'Function' || !isMap(properties)) {
      throw new UnknownTemplateConstruct(`the section ${section}`, 'Globals');
    }
    const extra = Object.keys(properties).find((name) => !functionGlobals.has(name));
    if (extra !== undefined) {
      throw new UnknownTemplateConstruct(`the property ${extra}`, `Globals/${section}`);
    }
  }
  return isMap(globals['Function']) ? globals['Function'] : {};
}

/**
 * Merges global properties into a resource's own as SAM does: maps merge deeply, lists are
 * concatenated (the global ones first), and of anything else the resource's own wins. An intrinsic
 * function counts as a plain value.
 */
export function mergeGlobals(global: TemplateValue, own: TemplateValue): TemplateValue {
  if (isList(global) && isList(own)) return [...global, ...own];
  if (!isPlainMap(global) || !isPlainMap(own)) return own;
  const merged: Record<string, TemplateValue> = { ...global };
  for (const [key, value] of Object.entries(own)) {
    const inherited = global[key];
    merged[key] = inherited === undefined ? value : mergeGlobals(inherited, value);
  }
  return merged;
}

function isPlainMap(value: TemplateValue): value is TemplateMap {
  return isMap(value) && intrinsicOf(value) === undefined;
}
