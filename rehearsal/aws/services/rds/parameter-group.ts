import type { Location } from '../../contracts.ts';
import type { Groups } from './groups.ts';

/** A parameter group that is there before anybody asks for it. */
export interface NewParameterGroup {
  readonly name: string;
  /** Such as `aurora-postgresql18`. */
  readonly family: string;
  readonly description?: string;
}

/** The group as the service keeps it, without tags. */
export function madeGroup(
  location: Location,
  group: NewParameterGroup,
): Parameters<Groups['parameters']['add']>[0] {
  const { name, family, description = name } = group;
  return { location, identifier: name.toLowerCase(), family, description, tags: new Map() };
}
