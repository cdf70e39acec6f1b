/** A number as its digits say it: `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The furthest exponent of a double is 324, of PostgreSQL's `numeric` 16,383 digits behind the point. */
const numeral = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Whether a text is a number that can be compared: digits, or a number beyond all others. */
export function isNumeral(text: string): boolean {
  return numeral.test(text) || infinities.has(text);
}

/** What PostgreSQL puts above and below every number. `NaN` isn't compared. */
const infinities: ReadonlyMap<string, number> = new Map([
  ['Infinity', 1],
  ['-Infinity', -1],
]);

/**
 * Compares two numerals without rounding either: what a driver makes of them, a double, has 53 bits.
 * @returns below 0 where `one` is less than `other`
 */
export function compareNumerals(one: string, other: string): number {
  const [left, right] = [infinities.get(one) ?? 0, infinities.get(other) ?? 0];
  if (left !== 0 || right !== 0) return left - right;
  const [a, b] = [decimalOf(one), decimalOf(other)];
  const lowest = Math.min(a.exponent, b.exponent);
  const difference = shifted(a, lowest) - shifted(b, lowest);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function decimalOf(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = numeral.exec(text) ?? [];
  const digits = BigInt(whole + fraction);
  return { digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length };
}

function shifted({ digits, exponent }: Decimal, lowest: number): bigint {
  return digits * 10n ** BigInt(exponent - lowest);
}
