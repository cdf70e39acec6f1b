import { AnswerUnreadable } from '../ports/conditions.ts';

/**
 * What AWS tells resources apart by. Its models call every field optional; without these two things
 * would be taken for one, so what lacks them isn't acted upon.
 * @throws AnswerUnreadable where it is missing or empty
 */
export function required<Value extends string | number>(
  value: Value | undefined,
  field: string,
): Value {
  if (value !== undefined && value !== '') return value;
  throw new AnswerUnreadable(
    `expected AWS's answer to have ${field}, found none: nothing was done about it`,
  );
}
