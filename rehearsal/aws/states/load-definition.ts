import { parse } from 'yaml';
import { DefinitionError } from './definition-error.ts';
import type { Definition } from './definition.ts';
import { isObject } from './json.ts';
import { parseDefinition } from './parse-definition.ts';

/**
 * Reads a state machine file: YAML (or JSON) with `${Name}` placeholders inside its strings, filled
 * in as SAM fills in `DefinitionSubstitutions`.
 * @throws DefinitionError also for a placeholder without a substitution, and for a substitution that
 *   no placeholder uses
 */
export function loadDefinition(
  text: string,
  substitutions: Readonly<Record<string, string | number | boolean>>,
): Definition {
  return parseDefinition(substitute(parse(text) as unknown, substitutions));
}

/** Fills the placeholders of a parsed definition in. @throws DefinitionError as `loadDefinition` does */
export function substitute(
  source: unknown,
  substitutions: Readonly<Record<string, string | number | boolean>>,
): unknown {
  const used = new Set<string>();
  const filled = fillIn(source, '', substitutions, used);
  const unused = Object.keys(substitutions).filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw new DefinitionError('', `no placeholder uses the substitution ${unused.join(', ')}`);
  }
  return filled;
}

function fillIn(
  value: unknown,
  location: string,
  substitutions: Readonly<Record<string, string | number | boolean>>,
  used: Set<string>,
): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (_, name: string) => {
      const substitution = Object.hasOwn(substitutions, name) ? substitutions[name] : undefined;
      if (substitution === undefined) {
        throw new DefinitionError(location, `the placeholder \${${name}} has no substitution`);
      }
      used.add(name);
      return String(substitution);
    });
  }
  if (Array.isArray(value)) {
    return (value as readonly unknown[]).map((part, index) =>
      fillIn(part, `${location}[${index}]`, substitutions, used),
    );
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key,
        fillIn(part, `${location}/${key}`, substitutions, used),
      ]),
    );
  }
  return value;
}
