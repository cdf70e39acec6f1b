import { AwsError } from '../../../contracts.ts';

/** @throws AwsError `fault` for a value that isn't one of `allowed` */
export function oneOf<Value extends string | number>(
  member: string,
  value: Value,
  allowed: readonly Value[],
  fault = 'InvalidParameterValue',
): Value {
  if (allowed.includes(value)) return value;
  throw new AwsError(
    fault,
    `Invalid value for ${member}: expected one of ${allowed.join(', ')}. Found: ${value}`,
  );
}

/** @throws AwsError `InvalidParameterValue` for what is no whole number from `least` to `most` */
export function within(member: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid value for ${member}: must be between ${least} and ${most}. Found: ${value}`,
  );
}

/** @throws AwsError `InvalidParameterCombination` where members don't go together */
export function requireTogether(holds: boolean, message: string): void {
  if (!holds) throw new AwsError('InvalidParameterCombination', message);
}
