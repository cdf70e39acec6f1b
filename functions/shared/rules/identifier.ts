import { createHash } from 'node:crypto';
import { InvalidIdentifier } from './errors.ts';

/**
 * The rule for names of clusters, instances and DB cluster snapshots: 1 to 63 letters, digits and
 * hyphens, a letter first, no hyphen last, none doubled; RDS keeps them in lower case. DB snapshots and
 * final snapshots may have 255 characters; one rule serves all.
 * Source: the RDS API reference, CreateDBCluster, CreateDBClusterSnapshot, CreateDBSnapshot.
 */
const maximumLength = 63;

/**
 * Checks a name that a parameter gives or a rule makes.
 * @param role what the name is for, as the message shall call it
 * @throws InvalidIdentifier saying which rule the name breaks
 */
export function checkIdentifier(identifier: string, role: string): string {
  if (identifier.length > maximumLength) {
    refuse(identifier, role, `has ${identifier.length} characters`);
  }
  return checkCharacters(identifier, role);
}

function checkCharacters(identifier: string, role: string): string {
  const problem = problemOf(identifier);
  if (problem !== undefined) refuse(identifier, role, problem);
  return identifier;
}

function refuse(identifier: string, role: string, problem: string): never {
  throw new InvalidIdentifier(
    `${role} "${identifier}" ${problem}; RDS takes 1 to ${maximumLength} lower-case letters, ` +
      'digits and single hyphens, with a letter first and no hyphen last: choose another name',
  );
}

function problemOf(identifier: string): string | undefined {
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
 * A name with a suffix, as it is where that has room. Else the name's beginning and a hash of all of it
 * stand for it: `<beginning>-<hash><suffix>`, of exactly 63 characters. CloudFormation makes names that
 * leave no room. Whoever looks for such a name makes it again from what it was made of: nobody can read
 * out of it what that was.
 */
function fitted(name: string, suffix: string, role: string): string {
  const whole = checkCharacters(`${name}${suffix}`, role);
  if (whole.length <= maximumLength) return whole;
  const end = `-${shortHash(name)}${suffix}`;
  // All are equally long, for the policies in the template tell them by that.
  const beginning = name.slice(0, maximumLength - end.length).replace(/-$/, 'x');
  return `${beginning}${end}`;
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
  return fitted(live, `-retired-${shortHash(resourceId)}`, 'the retired name');
}

/** The temporary name of what a drill restores: beside a recovery's own, so that neither waits. */
export function drillIdentifier(temporary: string): string {
  return fitted(temporary, '-drill', "a drill's temporary name");
}

/** A temporary name beside the usual one, for where that is held: by what it is for. */
export function otherIdentifier(temporary: string, purpose: string): string {
  return fitted(temporary, `-${shortHash(purpose)}`, 'the temporary name');
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
    fitted(base, index === 0 ? '-final' : `-${index + 1}-final`, "the final snapshot's name"),
  );
}

/** The usual name of a database's final snapshot. */
export function finalIdentifier(resourceId: string): string {
  return finalIdentifiers(resourceId)[0] ?? '';
}

/**
 * The name of the target's own copy. It says which stack it is of, for two may take the same notice.
 */
export function securedIdentifier(snapshot: string, stack: string): string {
  return fitted(snapshot, `-${shortHash(stack)}-secured`, "the secured copy's name");
}

/** The name of a capture's copy in the Region of the capture itself. */
export function copyIdentifier(snapshot: string): string {
  return fitted(snapshot, '-copy', "the copy's name");
}

/** The first member has the name itself, the others count on from 2. */
export function memberIdentifier(base: string, index: number): string {
  return fitted(base, index === 0 ? '' : `-${index + 1}`, 'the instance name');
}
