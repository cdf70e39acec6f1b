import { NameTaken } from '../domain/errors.ts';
import { finalIdentifier } from '../domain/identifier.ts';
import type { Snapshot, Snapshots } from '../ports/snapshots.ts';

/** Ends of one database that didn't come about, and left a snapshot: more are no accident. */
const mostAttempts = 9;

/**
 * A free name for a database's final snapshot. One that is there was taken before the database's last
 * writes, whoever took it: the end needs another.
 * @throws NameTaken
 */
export async function freeFinalName(resourceId: string, snapshots: Snapshots): Promise<string> {
  for (let count = 1; count <= mostAttempts; count++) {
    const name = finalIdentifier(resourceId, count);
    if ((await snapshots.find(name)) === undefined) return name;
  }
  throw new NameTaken(
    `expected one of ${mostAttempts} names from "${finalIdentifier(resourceId)}" on to be free, found a ` +
      'snapshot under each: nothing was deleted; rename or copy those away, then start the run again',
  );
}

/** What is left of a database that is gone: its newest final snapshot, by what it was taken of. */
export async function findFinal(
  resourceId: string,
  snapshots: Snapshots,
): Promise<Snapshot | undefined> {
  const names = Array.from({ length: mostAttempts }, (_, index) =>
    finalIdentifier(resourceId, index + 1),
  );
  const found = await snapshots.ofResource(resourceId);
  return found
    .filter(
      ({ identifier, databaseResourceId }) =>
        names.includes(identifier) && databaseResourceId === resourceId,
    )
    .toSorted((one, other) => names.indexOf(other.identifier) - names.indexOf(one.identifier))[0];
}
