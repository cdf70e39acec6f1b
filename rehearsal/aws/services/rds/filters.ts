import type { Filter } from '@aws-sdk/client-rds';
import { AwsError } from '../../contracts.ts';
import { NotSimulated } from './not-simulated.ts';

/**
 * A filter's test of one item against one of its values, or that AWS has it and the simulator not.
 */
export type FilterRule<T> = ((item: T, value: string) => boolean) | 'not-simulated';

/**
 * Applies a Describe operation's filters: values of one filter are alternatives, filters add up.
 *
 * @throws AwsError `InvalidParameterValue` for a name that the operation doesn't document
 * @throws NotSimulated for one that it documents and the simulator lacks
 */
export function filtered<T>(
  operation: string,
  items: readonly T[],
  filters: readonly Filter[] | undefined,
  rules: Readonly<Record<string, FilterRule<T>>>,
): T[] {
  return (filters ?? []).reduce<T[]>(
    (left, { Name: name = '', Values: values = [] }) => {
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      if (rule === undefined) {
        throw new AwsError('InvalidParameterValue', `Unrecognized filter name: ${name}`);
      }
      if (rule === 'not-simulated') throw new NotSimulated(operation, `filter ${name}`);
      if (values.length === 0) {
        throw new AwsError('InvalidParameterValue', `The filter ${name} needs a value`);
      }
      return left.filter((item) => values.some((value) => rule(item, value.toLowerCase())));
    },
    [...items],
  );
}

/** Whether a filter's value names a resource by its identifier or its ARN. */
export function names(value: string, identifier: string, arn: string): boolean {
  return value === identifier || value === arn.toLowerCase();
}
