/** One field of a cron expression that lists plain numbers: what it may hold. */
export interface CronFieldRule {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names for numbers, the first for `from`. */
  readonly names?: readonly string[];
}

/**
 * Reads a step after `*`, and lists of them.
 * @returns the numbers that match, ascending; undefined when the field can't be read
 */
export function readCronField(field: string, rule: CronFieldRule): number[] | undefined {
  const numbers = new Set<number>();
  for (const part of field.split(',')) {
    const range = readRange(part, rule);
    if (range === undefined) return undefined;
    const { from, to, step } = range;
    for (let number = from; number <= to; number += step) numbers.add(number);
  }
  return [...numbers].toSorted((one, other) => one - other);
}

/** Reads a number or a name of a field. */
export function readCronNumber(text: string, rule: CronFieldRule): number | undefined {
  const named = rule.names?.indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? named + rule.from : /^\d+$/.test(text) ? Number(text) : undefined;
  return number !== undefined && number >= rule.from && number <= rule.to ? number : undefined;
}

function readRange(
  part: string,
  rule: CronFieldRule,
): { from: number; to: number; step: number } | undefined {
  const [span = '', stepText, ...rest] = part.split('/');
  const [first = '', last, ...more] = span.split('-');
  if (rest.length > 0 || more.length > 0) return undefined;
  const step = stepText === undefined ? 1 : /^[1-9]\d*$/.test(stepText) ? Number(stepText) : NaN;
  const from = first === '*' ? rule.from : readCronNumber(first, rule);
  const openEnded = first === '*' || stepText !== undefined;
  const to = last === undefined ? (openEnded ? rule.to : from) : readCronNumber(last, rule);
  if (Number.isNaN(step) || from === undefined || to === undefined || to < from) return undefined;
  return { from, to, step };
}
