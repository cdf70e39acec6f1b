import type { Member } from '../../shared/rules/database.ts';

/** Where a parameter names another class than members of the live cluster have, a sentence each. */
export function describeClassOverride(
  parameter: string | undefined,
  live: readonly Pick<Member, 'identifier' | 'instanceClass'>[],
): readonly string[] {
  if (parameter === undefined) return [];
  const others = live.filter(({ instanceClass }) => instanceClass !== parameter);
  return others.map(
    ({ identifier, instanceClass }) =>
      `DBInstanceClass is ${parameter}, as DBInstanceClass says; for "${identifier}" of the live cluster ` +
      `it is ${instanceClass}`,
  );
}
