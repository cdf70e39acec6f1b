import { DefinitionError } from './definition-error.ts';

const open = '{%';
const close = '%}';

/**
 * The JSONata inside a template's string, or undefined where the string is a literal.
 * Step Functions: no space may stand before the opening or after the closing bracket.
 */
export function expressionIn(text: string): string | undefined {
  if (!text.startsWith(open) || !text.endsWith(close) || text.length < 4) return undefined;
  return text.slice(open.length, -close.length).trim();
}

/** @throws DefinitionError for a string that opens an expression without closing it, or the reverse */
export function requireBalanced(text: string, location: string): void {
  if (expressionIn(text) !== undefined) return;
  const trimmed = text.trim();
  if (trimmed.startsWith(open) || trimmed.endsWith(close)) {
    throw new DefinitionError(
      location,
      `an expression must start with '{%' and end with '%}', with nothing around them: '${text}'`,
    );
  }
}
