import { createHash } from 'node:crypto';
import { InvalidIdentifier } from './errors.ts';

/**
 * The rule for names of clusters, instances and DB cluster snapshots: 1 to 63 letters, digits and
 * hyphens, a letter first, no hyphen last, none doubled; RDS keeps them in lower case.
 * Source: the RDS API reference, CreateDBCluster and CreateDBClusterSnapshot.
 */
const maximumLength = 63;

/**
 * Checks a name that a parameter gives or a rule makes.
 * @param role what the name is for, as the message shall call it
 * @throws InvalidIdentifier saying which rule the name breaks
 */
export function checkIdentifier(identifier: string, role: string): string {
  const problem = problemOf(identifier);
  if (problem !== undefined) {
    throw new InvalidIdentifier(
      `${role} "${identifier}" ${problem}; RDS takes 1 to ${maximumLength} lower-case letters, ` +
        'digits and single hyphens, with a letter first and no hyphen last: choose another name',
    );
  }
  return identifier;
}

function problemOf(identifier: string): string | undefined {
  if (identifier.length > maximumLength) return `has ${identifier.length} characters`;
  if (!/^[a-z]/.test(identifier)) return "doesn't begin with a lower-case letter";
  if (!/^[a-z0-9-]+$/.test(identifier)) return 'has other characters than a-z, 0-9 and hyphen';
  if (identifier.includes('--')) return 'has two hyphens in a row';
  if (identifier.endsWith('-')) return 'ends with a hyphen';
  return undefined;
}

/** Eight hexadecimal digits that stand for `text`: short enough for a suffix. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/**
 * The name of a run's snapshot: unique among runs, those of other stacks included, and the same whenever
 * the run asks again.
 * @param startedAt the execution's start, ISO 8601
 */
export function snapshotIdentifier(
  prefix: string,
  startedAt: string,
  { stack, run }: { readonly stack: string; readonly run: string },
): string {
  const stamp = startedAt.slice(0, 16).replaceAll(/[-:]/g, '').toLowerCase();
  return checkIdentifier(`${prefix}-${stamp}-${shortHash(`${stack} ${run}`)}`, 'the snapshot name');
}

/**
 * The name that a live database or instance gets when its successor takes its own. It says which
 * database it is: going back to an older capture meets no name of an earlier one.
 * @param resourceId of the database
 */
export function retiredIdentifier(live: string, resourceId: string): string {
  return checkIdentifier(`${live}-retired-${shortHash(resourceId)}`, 'the retired name');
}

/** The temporary name of what a drill restores: beside a recovery's own, so that neither waits. */
export function drillIdentifier(temporary: string): string {
  return checkIdentifier(`${temporary}-drill`, "a drill's temporary name");
}

/** Ends of one database that didn't come about, and left a snapshot: more are no accident. */
const mostEnds = 9;

/**
 * The names that a database's final snapshot may have: whose it is, for a database has one end. The
 * first is the usual one; the others are for where a snapshot was left by an end that didn't come about.
 * @param resourceId `DbClusterResourceId` or `DbiResourceId`
 */
export function finalIdentifiers(resourceId: string): readonly string[] {
  const base = resourceId.toLowerCase();
  return Array.from({ length: mostEnds }, (_, index) =>
    checkIdentifier(
      index === 0 ? `${base}-final` : `${base}-${index + 1}-final`,
      "the final snapshot's name",
    ),
  );
}

/** The usual name of a database's final snapshot. */
export function finalIdentifier(resourceId: string): string {
  return finalIdentifiers(resourceId)[0] ?? '';
}

/**
 * The name of the target's own copy: the longest that is made from a snapshot's name. It says which
 * stack it is of, for two may take the same notice. Any stack's name makes it equally long.
 */
export function securedIdentifier(snapshot: string, stack: string): string {
  return checkIdentifier(`${snapshot}-${shortHash(stack)}-secured`, "the secured copy's name");
}

/** The first member has the name itself, the others count on from 2. */
export function memberIdentifier(base: string, index: number): string {
  return checkIdentifier(index === 0 ? base : `${base}-${index + 1}`, 'the instance name');
}
