import { DefinitionError } from './definition-error.ts';
import type { Template } from './definition.ts';
import type { Fields } from './fields.ts';
import { isObject } from './json.ts';
import { requireTemplate, type StatesField } from './template.ts';

/** Unicode identifiers of up to 80 characters ("Passing data between states with variables"). */
const variableName = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/**
 * Reads an `Assign` field: variable names to templates.
 * @throws DefinitionError for a name that can't be a variable's, such as the reserved `states`
 */
export function parseAssign(
  fields: Fields,
  sees: readonly StatesField[],
): { assign?: Readonly<Record<string, Template>> } {
  if (!fields.has('Assign')) return {};
  const value = fields.raw('Assign');
  const location = fields.at('Assign');
  if (!isObject(value)) throw new DefinitionError(location, 'must be an object');
  for (const name of Object.keys(value)) {
    if (name === 'states') {
      throw new DefinitionError(location, "'states' is reserved and can't be assigned");
    }
    if (!variableName.test(name)) {
      throw new DefinitionError(
        location,
        `'${name}' is no variable name: expected a Unicode identifier of at most 80 characters`,
      );
    }
  }
  return { assign: requireTemplate(value, location, sees) as Readonly<Record<string, Template>> };
}
