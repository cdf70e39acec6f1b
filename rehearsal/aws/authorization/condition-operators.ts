import { matchesArn, matchesWildcard } from './wildcard.ts';

/**
 * A condition operator: does a request that carries `actual` meet a condition that lists `wanted`?
 * `actual` is undefined where the request doesn't carry the key.
 */
export type ConditionOperator = (
  actual: readonly string[] | undefined,
  wanted: readonly string[],
) => boolean;

/**
 * The operators that the evaluator knows, with IAM's rules for a key that a request doesn't carry:
 * a plain operator isn't met, a negated one and `…IfExists` are, `ForAllValues` is, `ForAnyValue`
 * isn't.
 */
export const conditionOperators: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: positive((value, wanted) => value === wanted),
  StringNotEquals: (actual, wanted) =>
    actual === undefined || !positive((value, other) => value === other)(actual, wanted),
  StringLike: positive((value, pattern) => matchesWildcard(pattern, value)),
  StringEqualsIfExists: (actual, wanted) =>
    actual === undefined || positive((value, other) => value === other)(actual, wanted),
  ArnLike: positive((value, pattern) => matchesArn(pattern, value)),
  ArnEquals: positive((value, pattern) => matchesArn(pattern, value)),
  Bool: positive((value, wanted) => value.toLowerCase() === wanted.toLowerCase()),
  Null: (actual, wanted) =>
    wanted.some((value) => (value.toLowerCase() === 'true') === (actual === undefined)),
  'ForAnyValue:StringEquals': (actual, wanted) =>
    (actual ?? []).some((value) => wanted.includes(value)),
  'ForAllValues:StringEquals': (actual, wanted) =>
    (actual ?? []).every((value) => wanted.includes(value)),
};

/** Operators that compare a set of values; all others take one value. */
export function comparesSets(operator: string): boolean {
  return operator.startsWith('ForAnyValue:') || operator.startsWith('ForAllValues:');
}

function positive(compare: (value: string, wanted: string) => boolean): ConditionOperator {
  return (actual, wanted) =>
    actual !== undefined && actual.some((value) => wanted.some((other) => compare(value, other)));
}
