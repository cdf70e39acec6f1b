import { asItIs } from './fit.ts';
import type { Fit, Place } from './fit.ts';

/** A group that a database is to have. */
export interface WantedGroup {
  /** What AWS calls it where it describes the database. */
  readonly member: string;
  /** The stack's parameter for it, and its value. */
  readonly parameter: string;
  readonly explicit: string | undefined;
  /** The live database's. */
  readonly live: string | undefined;
}

/** The group's name; undefined for AWS's default. */
export interface FittedGroup extends Fit {
  readonly name: string | undefined;
}

/** A family by the name of its group: undefined where there is no such group, absent where unknown. */
export type Families = ReadonlyMap<string, string | undefined>;

/**
 * The group that fits the version: the stack's, else the live database's, else AWS's default. A live
 * default of another major is replaced by the version's; an own group isn't, for what it sets would be
 * lost. A family is of one major version. Source: RDS User Guide, "Overview of parameter groups".
 * @param family that of the version; undefined where it is unknown
 */
export function fitGroup(
  group: WantedGroup,
  family: string | undefined,
  families: Families,
  place: Place,
): FittedGroup {
  const { member, parameter, explicit, live } = group;
  if (explicit !== undefined) {
    const misfit = misfitOf(explicit, family, families, place);
    if (misfit !== undefined) {
      return refused(
        `${member} is "${explicit}" by the parameter ${parameter}, ${misfit}: set ${parameter} to ` +
          `${aGroupOf(family)}, or leave it empty`,
      );
    }
    const differences =
      live === undefined || live === explicit
        ? []
        : [`${member} is ${explicit}, as ${parameter} says; in the live database it is ${live}`];
    return { name: explicit, differences, misfits: [] };
  }
  if (live === undefined) return { name: undefined, ...asItIs };
  const misfit = misfitOf(live, family, families, place);
  if (misfit === undefined) return { name: live, ...asItIs };
  if (familyOfDefault(live) === undefined) {
    return refused(
      `${member} is "${live}" at the live database, ${misfit}: set ${parameter} to ${aGroupOf(family)}`,
    );
  }
  const difference =
    `${member} is AWS's default for ${place.version}; in the live database it is ${live}, which is for ` +
    'another major version';
  return { name: undefined, differences: [difference], misfits: [] };
}

/** Why a group can't go with the version; undefined where it can, or where that is unknown. */
function misfitOf(
  name: string,
  family: string | undefined,
  families: Families,
  { region, version }: Place,
): string | undefined {
  const inherent = familyOfDefault(name);
  if (inherent === undefined && !families.has(name)) return undefined;
  const found = inherent ?? families.get(name);
  if (found === undefined) return `and there is no such group in ${region}`;
  if (family === undefined || found === '' || found === family) return undefined;
  return `which is of the family ${found}, while the version ${version} takes ${family}`;
}

function aGroupOf(family: string | undefined): string {
  return family === undefined ? 'a group that is there' : `a group of the family ${family}`;
}

function refused(misfit: string): FittedGroup {
  return { name: undefined, differences: [], misfits: [misfit] };
}

/**
 * What the name of a default group says: `default.mysql8.0`, and of an option group
 * `default:mysql-8-0`. Own groups have neither sign in their names.
 * Source: RDS API reference, CreateDBParameterGroup and CreateOptionGroup, constraints of the names.
 */
export function familyOfDefault(name: string): string | undefined {
  const family = /^default\.(.+)$/.exec(name)?.[1];
  if (family !== undefined) return family;
  const [, engine, major] = /^default:(\D+)-(\d[\d-]*)$/.exec(name) ?? [];
  return engine === undefined ? undefined : `${engine}${major?.replaceAll('-', '.')}`;
}
