import type { Template } from '../definition.ts';
import { unexpectedType } from '../expressions.ts';
import { evaluate, type Visit } from './visit.ts';

/**
 * A field that takes an integer, or an expression for one.
 * @throws StateError `States.QueryEvaluationError` where it is no integer of at least `least`
 */
export async function evaluateInteger(
  visit: Visit,
  template: Template | undefined,
  field: string,
  least: number,
): Promise<number | undefined> {
  if (template === undefined) return undefined;
  const value = await evaluate(visit, template, field);
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > 99_999_999) {
    throw unexpectedType(field, `integer from ${least} to 99999999`, value);
  }
  return value as number;
}

/**
 * A field that takes a string, or an expression for one.
 * @throws StateError `States.QueryEvaluationError` where it is none
 */
export async function evaluateText(
  visit: Visit,
  template: Template | undefined,
  field: string,
): Promise<string | undefined> {
  if (template === undefined) return undefined;
  const value = await evaluate(visit, template, field);
  if (typeof value !== 'string') throw unexpectedType(field, 'string', value);
  return value;
}
