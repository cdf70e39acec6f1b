import { invalidPattern } from './pattern-errors.ts';

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** Reads `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower and an upper bound. */
export function readNumeric(wanted: unknown, field: string): (value: unknown) => boolean {
  const parts: unknown[] = Array.isArray(wanted) ? wanted : [];
  if (parts.length !== 2 && parts.length !== 4) {
    throw invalidPattern(`numeric of ${field} must be one comparison or two`);
  }
  const tests = [0, 2]
    .filter((index) => index < parts.length)
    .map((index) => readComparison(parts[index], parts[index + 1], field));
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function readComparison(
  operator: unknown,
  bound: unknown,
  field: string,
): (value: number) => boolean {
  const compare =
    typeof operator === 'string' && Object.hasOwn(comparisons, operator)
      ? comparisons[operator]
      : undefined;
  if (compare === undefined || typeof bound !== 'number') {
    throw invalidPattern(`numeric of ${field} can't compare by ${String(operator)}`);
  }
  return (value) => compare(value, bound);
}
