import { DefinitionError } from './definition-error.ts';
import type { Template } from './definition.ts';
import { readsOf } from './expression-reads.ts';
import { expressionIn, requireBalanced } from './expression-text.ts';
import { isObject } from './json.ts';

/** What `$states` holds besides `input` and `context`, which are always there. */
export type StatesField = 'result' | 'errorOutput';

/** One expression of a template with its place, written as Step Functions writes it: `Output/a[0]`. */
export interface PlacedExpression {
  readonly expression: string;
  readonly place: string;
}

/** All expressions of a template, in document order. */
export function expressionsOf(template: Template, place: string): readonly PlacedExpression[] {
  if (typeof template === 'string') {
    const expression = expressionIn(template);
    return expression === undefined ? [] : [{ expression, place }];
  }
  if (Array.isArray(template)) {
    return (template as readonly Template[]).flatMap((part, index) =>
      expressionsOf(part, `${place}[${index}]`),
    );
  }
  if (isObject(template)) {
    return Object.entries(template).flatMap(([key, part]) =>
      expressionsOf(part, `${place}/${key}`),
    );
  }
  return [];
}

/**
 * Checks a template at load time, as CreateStateMachine does: expressions parse, start from
 * `$states` or a variable, and read of `$states` only what the field can see.
 * @throws DefinitionError
 */
export function requireTemplate(
  value: unknown,
  location: string,
  sees: readonly StatesField[] = [],
): Template {
  const template = value as Template;
  requireBalancedStrings(template, location);
  for (const { expression, place } of expressionsOf(template, location)) {
    requireExpression(expression, place, sees);
  }
  return template;
}

function requireExpression(
  expression: string,
  location: string,
  sees: readonly StatesField[],
): void {
  let reads;
  try {
    reads = readsOf(expression);
  } catch (error) {
    const problem = (error as Error).message;
    throw new DefinitionError(
      location,
      `INVALID_JSONATA_EXPRESSION: ${problem} in '${expression}'`,
    );
  }
  const [contextRead] = reads.contextReads;
  if (contextRead !== undefined) {
    throw new DefinitionError(
      location,
      `UNSUPPORTED_JSONATA_EXPRESSION: '${contextRead}' reads a context item, and there is none; ` +
        `start from $states or a variable in '${expression}'`,
    );
  }
  const known = ['input', 'context', '*', ...sees];
  for (const field of reads.statesFields) {
    if (known.includes(field)) continue;
    throw new DefinitionError(
      location,
      `UNSUPPORTED_JSONATA_EXPRESSION: $states.${field} is not available here; available: ` +
        ['input', 'context', ...sees].join(', '),
    );
  }
}

function requireBalancedStrings(template: Template, location: string): void {
  if (typeof template === 'string') requireBalanced(template, location);
  else if (Array.isArray(template)) {
    (template as readonly Template[]).forEach((part, index) =>
      requireBalancedStrings(part, `${location}[${index}]`),
    );
  } else if (isObject(template)) {
    for (const [key, part] of Object.entries(template)) {
      requireBalancedStrings(part, `${location}/${key}`);
    }
  }
}
